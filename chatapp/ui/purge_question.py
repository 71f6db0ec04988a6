"""The question before something is deleted for good. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from chatapp.ui.question import Question, ask


def ask_before_purge(window: QWidget, title: str, purge: Callable[[], None]) -> QMessageBox:
    """Of a conversation of this title."""
    details = QCoreApplication.translate("Purge", "Its messages can't be brought back.")
    return _ask(window, title, details, purge)


def ask_before_branch_purge(window: QWidget, words: str, purge: Callable[[], None]) -> QMessageBox:
    """Of a branch that begins with these words."""
    details = QCoreApplication.translate(
        "Purge", "The messages of this branch can't be brought back, and nothing done before can be taken back."
    )
    return _ask(window, words, details, purge)


def _ask(window: QWidget, name: str, details: str, purge: Callable[[], None]) -> QMessageBox:
    translate = QCoreApplication.translate
    delete = translate("Purge", "Delete for good")
    text = translate("Purge", "Delete “{0}” for good?").format(name)
    return ask(window, Question(delete, text, details, delete, translate("Purge", "Keep it"), True), purge)
