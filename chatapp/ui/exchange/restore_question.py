"""The question before everything is replaced. GUI thread; holds up this window alone."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_before_restore(window: QWidget, name: str, restore: Callable[[], None]) -> QMessageBox:
    """Enter and Esc both leave things as they are."""
    translate = QCoreApplication.translate
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(translate("Exchange", "Restore"))
    box.setText(translate("Exchange", "Replace all conversations with those of {0}?").format(name))
    box.setInformativeText(
        translate("Exchange", "What is here now is copied first, and can be brought back from the same list.")
    )
    accept = box.addButton(translate("Exchange", "Restore"), QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton(translate("Exchange", "Leave it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    accept.clicked.connect(restore)
    box.finished.connect(box.deleteLater)
    box.open()
    return box
