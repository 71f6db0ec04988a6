"""A question that a person must answer first. GUI thread; holds up its own window alone."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QMessageBox, QWidget


@dataclass(frozen=True, slots=True)
class Question:
    """In the person's words; `act` and `keep` stand on the buttons."""

    title: str
    text: str
    details: str
    act: str
    keep: str
    is_destructive: bool = False


def ask(window: QWidget, question: Question, act: Callable[[], None]) -> QMessageBox:
    """Enter and Esc both leave things as they are."""
    icon, role = QMessageBox.Icon.Question, QMessageBox.ButtonRole.AcceptRole
    if question.is_destructive:
        icon, role = QMessageBox.Icon.Warning, QMessageBox.ButtonRole.DestructiveRole
    box = QMessageBox(window)
    box.setIcon(icon)
    box.setWindowTitle(question.title)
    box.setText(question.text)
    box.setInformativeText(question.details)
    do = box.addButton(question.act, role)
    keep = box.addButton(question.keep, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    do.clicked.connect(act)
    box.finished.connect(box.deleteLater)
    box.open()
    return box
