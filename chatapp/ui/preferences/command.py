"""Opens the preferences, one window of them at a time. GUI thread."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chatapp.settings import SettingsFile
from chatapp.ui.actions import Actions
from chatapp.ui.preferences.dialog import Preferences


class PreferencesCommand(QObject):
    changed = Signal()

    def __init__(self, window: QWidget, actions: Actions, settings: SettingsFile) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._settings = settings
        self._dialog: Preferences | None = None
        actions.bind(settings.current.shortcuts.keys)
        actions.preferences.triggered.connect(self.open)

    @property
    def dialog(self) -> Preferences | None:
        """None while it is closed."""
        return self._dialog

    def open(self) -> Preferences:
        if self._dialog is None:
            self._dialog = Preferences(self._settings, self._actions, self._window)
            self._dialog.changed.connect(self.changed)
            self._dialog.destroyed.connect(self._on_closed)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def show_setting(self, section: str, key: str) -> None:
        self.open().show_setting(section, key)

    def _on_closed(self) -> None:
        self._dialog = None
