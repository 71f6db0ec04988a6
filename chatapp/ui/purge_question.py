"""The one question that a person must answer first: deleting for good. GUI thread; holds up this window alone."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_before_purge(window: QWidget, title: str, purge: Callable[[], None]) -> QMessageBox:
    """Enter and Esc both keep it."""
    translate = QCoreApplication.translate
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(translate("Purge", "Delete for good"))
    box.setText(translate("Purge", "Delete “{0}” for good?").format(title))
    box.setInformativeText(translate("Purge", "Its messages can't be brought back."))
    delete = box.addButton(translate("Purge", "Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(translate("Purge", "Keep it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    delete.clicked.connect(purge)
    box.finished.connect(box.deleteLater)
    box.open()
    return box
