"""The texts that will go with the message: long pastes and files, as chips above the field. GUI thread."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from chatapp.domain.attachment import Attachment
from chatapp.domain.errors import Problem, ProblemKind
from chatapp.ui.composer.text_file import EMPTY, LARGEST, NOT_TEXT, TOO_LARGE, NotReadableError, read_text_file
from chatapp.ui.quantities import size
from chatapp.ui.widgets.attachment_window import AttachmentWindow
from chatapp.ui.widgets.chips import Chips


class Tray(QWidget):
    """Hidden while it is empty."""

    changed = Signal()
    refused = Signal(object)  # a Problem

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments: tuple[Attachment, ...] = ()
        self.chips = Chips(can_remove=True, parent=self)
        self.chips.view_asked.connect(lambda attachment: AttachmentWindow(attachment, self.window()).show())
        self.chips.remove_asked.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 2)
        column.addWidget(self.chips)
        self.hide()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self._attachments

    def show_attachments(self, attachments: Sequence[Attachment]) -> None:
        if tuple(attachments) != self._attachments:
            self._attachments = tuple(attachments)
            self.chips.show_attachments(self._attachments)
            self.setVisible(bool(self._attachments))
            self.changed.emit()

    def add_paste(self, text: str) -> None:
        names = {attachment.name for attachment in self._attachments}
        name, number = self.tr("Pasted text"), 1
        while name in names:
            number += 1
            name = self.tr("Pasted text {0}").format(number)
        self.show_attachments([*self._attachments, Attachment(name, text)])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Those that are text; of the others the first is told why not."""
        read: list[Attachment] = []
        problem: Problem | None = None
        for path in paths:
            try:
                read.append(read_text_file(path))
            except NotReadableError as error:
                problem = problem or self._problem(error)
        self.show_attachments([*self._attachments, *read])
        if problem is not None:
            self.refused.emit(problem)

    def ask_for_files(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Attach text files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: self.add_files([Path(file) for file in files]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self, place: int) -> None:
        self.show_attachments([*self._attachments[:place], *self._attachments[place + 1 :]])

    def _problem(self, error: NotReadableError) -> Problem:
        sentence = {
            TOO_LARGE: self.tr("{0} is larger than {1}, so it was not attached."),
            NOT_TEXT: self.tr("{0} is not a text file, so it was not attached."),
            EMPTY: self.tr("There is no text in {0}, so it was not attached."),
        }.get(error.reason, self.tr("{0} could not be read, so it was not attached."))
        return Problem(ProblemKind.READ_ONLY, sentence.format(error.name, size(LARGEST)))
