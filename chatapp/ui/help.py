"""The Help menu: shortcuts, a report for whoever helps, what this program is. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from chatapp.ui.about import About
from chatapp.ui.actions import Actions
from chatapp.ui.shortcut_list import ShortcutList


class Help(QObject):
    copied = Signal(str)

    def __init__(self, window: QWidget, actions: Actions, diagnosis: Callable[[], str]) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._diagnosis = diagnosis
        actions.shortcuts.triggered.connect(self.show_shortcuts)
        actions.about.triggered.connect(self.show_about)
        actions.diagnosis.triggered.connect(self.copy_diagnosis)

    def show_shortcuts(self) -> None:
        ShortcutList(self._actions.all(), self._window).show()

    def show_about(self) -> None:
        About(self._window).show()

    def copy_diagnosis(self) -> None:
        QGuiApplication.clipboard().setText(self._diagnosis())
        self.copied.emit(self.tr("The diagnosis is in the clipboard. It holds nothing of what you wrote."))
