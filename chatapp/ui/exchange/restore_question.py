"""The question before everything is replaced. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from chatapp.ui.question import Question, ask


def ask_before_restore(window: QWidget, name: str, restore: Callable[[], None]) -> QMessageBox:
    translate = QCoreApplication.translate
    words = Question(
        translate("Exchange", "Restore"),
        translate("Exchange", "Replace all conversations with those of {0}?").format(name),
        translate("Exchange", "What is here now is copied first, and can be brought back from the same list."),
        translate("Exchange", "Restore"),
        translate("Exchange", "Leave it"),
    )
    return ask(window, words, restore)
