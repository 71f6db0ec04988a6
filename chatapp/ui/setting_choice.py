"""A menu's exclusive actions as one of the person's settings: the one in force is checked, another one is kept. GUI
thread."""

import logging

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from chatapp.settings import Section, SettingsFile
from chatapp.ui.actions import Actions

log = logging.getLogger(__name__)


def connect_choices(actions: Actions, file: SettingsFile) -> None:
    """Those of the menus; they live as long as their actions."""
    SettingChoice(actions.packings, file, "model", "packing")
    SettingChoice(actions.long_conversations, file, "generation", "long_conversations")


class SettingChoice(QObject):
    """Each action's data is a value of the setting."""

    def __init__(self, actions: QActionGroup, file: SettingsFile, section: str, name: str) -> None:
        super().__init__(actions)
        self._file = file
        self._section, self._name = section, name
        for action in actions.actions():
            action.setChecked(action.data() == getattr(self._values, name))
        actions.triggered.connect(self._on_chosen)

    @property
    def _values(self) -> Section:
        values: Section = getattr(self._file.current, self._section)
        return values

    def _on_chosen(self, action: QAction) -> None:
        try:
            self._file.change(**{self._section: self._values.model_copy(update={self._name: action.data()})})
        except OSError as error:
            log.warning("a setting was not saved: %s", error)
