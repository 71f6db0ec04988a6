"""What the window remembers of itself: place, sidebar, theme, zoom. GUI thread; kept with the person's settings."""

import logging

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from chatapp.settings import SettingsFile
from chatapp.ui.theme import ThemeChoice
from chatapp.ui.typography import Typography

log = logging.getLogger(__name__)


class WindowSettings:
    def __init__(self, file: SettingsFile) -> None:
        self._file = file

    @property
    def theme(self) -> ThemeChoice:
        return ThemeChoice(self._file.current.window.theme)

    @property
    def typography(self) -> Typography:
        window = self._file.current.window
        return Typography(window.reading_font, window.code_font, window.code_size, window.density == "compact")

    @property
    def is_sidebar_shown(self) -> bool:
        return self._file.current.window.is_sidebar_shown

    @property
    def zoom(self) -> float:
        return self._file.current.window.zoom

    def restore_place(self, window: QWidget) -> bool:
        """False where none is remembered, or what is remembered is no place on today's screens."""
        saved = QByteArray.fromBase64(self._file.current.window.geometry.encode("ascii", "ignore"))
        return not saved.isEmpty() and window.restoreGeometry(saved)

    @property
    def sidebar_width(self) -> int:
        return self._file.current.window.sidebar_width

    @property
    def tour_step(self) -> int:
        return self._file.current.window.tour_step

    @property
    def toggled_folders(self) -> tuple[int, ...]:
        return self._file.current.window.toggled_folders

    def keep_place(self, window: QWidget, sidebar: QWidget) -> None:
        """A sidebar that is hidden keeps the width it had."""
        place = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
        self.keep(geometry=place, sidebar_width=sidebar.width() if sidebar.isVisible() else self.sidebar_width)

    def keep(self, **values: object) -> None:
        """A disk that refuses is no reason to stop: it is only how the window looks next time."""
        settings = self._file.current
        window = settings.window.model_copy(update=values)
        if window == settings.window:
            return
        try:
            self._file.change(window=window)
        except OSError as error:
            log.warning("the window's settings were not saved: %s", error)
