"""Where on the disk a file is to go, and the way to it. GUI thread."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from chatapp.exchange import archive

Form = TypeVar("Form", bound=StrEnum)

PLACE = "exchange"
"""The banner of what came or went."""


def ask_target(window: QWidget, name: str, then: Callable[[Path], None]) -> None:
    dialog = QFileDialog(window, QCoreApplication.translate("Exchange", "Save as"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    ending = archive.ENDING if name.endswith(archive.ENDING) else Path(name).suffix
    dialog.setDefaultSuffix(ending[1:])
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def form_named(target: Path, chosen: Form) -> Form:
    """The form whose ending the name has, else the one that was chosen: what says it is Word's holds no Markdown."""
    ending = target.suffix[1:].lower()
    return next((form for form in type(chosen) if form.value == ending), chosen)


def show_folder(target: Path) -> None:
    """In the system's own program for files."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.parent)))
