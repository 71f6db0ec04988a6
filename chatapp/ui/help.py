"""The Help menu: shortcuts, a report for whoever helps, what this program is. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from chatapp.ui.about import About
from chatapp.ui.actions import Actions
from chatapp.ui.shortcut_list import ShortcutList


class Help(QObject):
    copied = Signal(str)

    def __init__(self, window: QMainWindow, actions: Actions, diagnosis: Sequence[str]) -> None:
        super().__init__(window)
        self._window = window
        self._diagnosis = QProcess(self)
        self._diagnosis.setProgram(diagnosis[0])
        self._diagnosis.setArguments(list(diagnosis[1:]))
        self._diagnosis.finished.connect(self._on_diagnosed)
        actions.shortcuts.triggered.connect(self.show_shortcuts)
        actions.about.triggered.connect(self.show_about)
        actions.diagnosis.triggered.connect(self.copy_diagnosis)

    def show_shortcuts(self) -> None:
        ShortcutList(self._window.menuBar(), self._window).show()

    def show_about(self) -> None:
        About(self._window).show()

    def copy_diagnosis(self) -> None:
        """Made in a process of its own: it imports torch, which would hold the window for seconds."""
        if self._diagnosis.state() is QProcess.ProcessState.NotRunning:
            self._diagnosis.start()

    def _on_diagnosed(self) -> None:
        text = self._diagnosis.readAllStandardOutput().toStdString()
        QGuiApplication.clipboard().setText(text.strip())
        self.copied.emit(
            self.tr("The clipboard holds versions, this computer and the last errors, and nothing of what you wrote.")
        )
