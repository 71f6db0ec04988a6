"""View > Theme and zoom: chosen here, remembered, in force at once. GUI thread."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QApplication, QWidget

from chatapp.ui.actions import Actions
from chatapp.ui.theme import Theme, ThemeChoice
from chatapp.ui.window_settings import WindowSettings

ZOOM_STEP = 1.1
LEAST_ZOOM, MOST_ZOOM = 0.5, 3.0


class Looks(QObject):
    def __init__(self, actions: Actions, theme: Theme, transcript: QWidget, remembered: WindowSettings) -> None:
        super().__init__(actions)
        self._theme = theme
        self._transcript = transcript
        self._remembered = remembered
        theme.choose(remembered.theme)
        for action in actions.themes.actions():
            action.setChecked(ThemeChoice(action.data()) is theme.choice)
        actions.themes.triggered.connect(self._on_theme_chosen)
        actions.zoom_in.triggered.connect(lambda: self._zoom(remembered.zoom * ZOOM_STEP))
        actions.zoom_out.triggered.connect(lambda: self._zoom(remembered.zoom / ZOOM_STEP))
        actions.zoom_reset.triggered.connect(lambda: self._zoom(1.0))
        self._show_zoom(remembered.zoom)

    def _on_theme_chosen(self, action: QAction) -> None:
        choice = ThemeChoice(action.data())
        self._theme.choose(choice)
        self._remembered.keep(theme=choice.value)

    def _zoom(self, factor: float) -> None:
        factor = round(min(MOST_ZOOM, max(LEAST_ZOOM, factor)), 2)
        self._show_zoom(factor)
        self._remembered.keep(zoom=factor)

    def _show_zoom(self, factor: float) -> None:
        """Only what is read grows; menus and list keep the system's size."""
        font = QFont(QApplication.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * factor)
        else:
            font.setPixelSize(round(font.pixelSize() * factor))
        self._transcript.setFont(font)
