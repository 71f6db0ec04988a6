"""The window that is there now. In another language it is made anew and shows what the last one showed: so no text of
any widget can be forgotten, and none needs a way to say itself again. GUI thread.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from chatapp.services.desk import Services
from chatapp.ui.main_window import Carried, MainWindow, Surroundings
from chatapp.ui.opened_files import open_files
from chatapp.ui.theme import Theme
from chatapp.ui.translation import Translation

PATIENCE_MS = 250


class Front(QObject):
    closed = Signal()

    def __init__(self, app: QApplication, services: Services, surroundings: Surroundings) -> None:
        super().__init__(app)
        self._services = services
        self._surroundings = surroundings
        self.theme = Theme(app)
        self.translation = Translation(app)
        self.translation.choose(services.settings.current.window.language)
        self._has_begun = False
        self.window = self._made(None)

    def begin(self) -> None:
        """The window stands there: it may say what nobody asked for, and so may those that follow it."""
        self._has_begun = True
        self.window.steward.begin()

    def come_forward(self) -> None:
        self.window.come_forward()

    def open_files(self, files: Sequence[Path]) -> None:
        open_files(self.window.models, self.window.exchange, files)

    def close(self) -> None:
        self.window.close()

    def follow_settings(self) -> None:
        """Another language may have been chosen: then the window is another as soon as its own work is done."""
        if self.translation.choose(self._services.settings.current.window.language):
            QTimer.singleShot(0, self.renew)

    def renew(self) -> None:
        """What runs goes on: it belongs to no window. What this window waits for, an import or a backup, is told to it
        first."""
        if not self._services.errands.is_free:
            QTimer.singleShot(PATIENCE_MS, self.renew)
            return
        old = self.window
        carried = old.leave()
        self.window = self._made(carried)
        self.window.show()
        self.window.activateWindow()
        if self._has_begun:
            self.window.steward.begin()
        if carried.shows_preferences:
            self.window.preferences.show_setting("window", "language")
        old.hide()
        old.deleteLater()

    def _made(self, carried: Carried | None) -> MainWindow:
        window = MainWindow(self._services, self.theme, self._surroundings, carried)
        window.closed.connect(self.closed)
        window.settings_changed.connect(self.follow_settings)
        return window
