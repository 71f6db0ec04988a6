"""Theme, zoom, fonts and density: chosen in the menu or the preferences, in force at once. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from chatapp.ui import typography
from chatapp.ui.actions import Actions
from chatapp.ui.theme import Theme, ThemeChoice
from chatapp.ui.window_settings import WindowSettings

ZOOM_STEP = 1.1
LEAST_ZOOM, MOST_ZOOM = 0.5, 3.0


class Looks(QObject):
    def __init__(self, actions: Actions, theme: Theme, read: Sequence[QWidget], remembered: WindowSettings) -> None:
        super().__init__(actions)
        self._actions = actions
        self._window = read[0].window()
        self._theme = theme
        self._read = read
        self._remembered = remembered
        actions.themes.triggered.connect(self._on_theme_chosen)
        actions.zoom_in.triggered.connect(lambda: self._zoom(remembered.zoom * ZOOM_STEP))
        actions.zoom_out.triggered.connect(lambda: self._zoom(remembered.zoom / ZOOM_STEP))
        actions.zoom_reset.triggered.connect(lambda: self._zoom(1.0))
        self.apply()

    def apply(self) -> None:
        """What is chosen now, in the menu or in the preferences."""
        if self._theme.choice is not self._remembered.theme:
            self._theme.choose(self._remembered.theme)
        for action in self._actions.themes.actions():
            action.setChecked(ThemeChoice(action.data()) is self._theme.choice)
        is_other = typography.choose(self._remembered.typography)
        self._show_zoom(self._remembered.zoom)
        if is_other:
            _draw_anew(self._window)

    def _on_theme_chosen(self, action: QAction) -> None:
        self._remembered.keep(theme=ThemeChoice(action.data()).value)
        self.apply()

    def _zoom(self, factor: float) -> None:
        self._remembered.keep(zoom=round(min(MOST_ZOOM, max(LEAST_ZOOM, factor)), 2))
        self._show_zoom(self._remembered.zoom)

    def _show_zoom(self, factor: float) -> None:
        """Only what is read grows; menus and list keep the system's size."""
        font = typography.chosen().reading_font()
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * factor)
        else:
            font.setPixelSize(round(font.pixelSize() * factor))
        for widget in self._read:
            widget.setFont(font)


def _draw_anew(window: QWidget) -> None:
    """Fonts and spaces that no widget's own font tells of."""
    for widget in window.findChildren(QWidget):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.FontChange))
        widget.updateGeometry()
        widget.update()
