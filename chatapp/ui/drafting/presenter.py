"""Between the page of a document and the use cases: what is shown, and each key on its way to the disk. GUI thread.

Everything that changes the text goes through services.documents, and comes back from there to be shown.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.domain.document import TYPING, PlaceGoneError, Splice, Splices
from chatapp.domain.word_count import counts_of
from chatapp.services.desk import Services
from chatapp.services.documents import OpenDocument
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.page import DraftPage

log = logging.getLogger(__name__)

COUNT_MS = 200
LONGEST_SELECTION = 200_000  # characters whose words are counted; of more only the characters are
REPLACE, REPLACE_ALL, LINE_ENDS_LABEL = "Replace", "Replace all", "Line ends"
LINE_END, NOTHING = re.compile("\r\n|[\r\u2028\u2029]"), re.compile("[\x00\ufdd0\ufdd1]")


@dataclass(frozen=True, slots=True)
class _Opened:
    row: Conversation
    document: OpenDocument


class DocumentPresenter(QObject):
    shown = Signal()  # another document, or another title or state of it
    changed = Signal(object)  # Splices that were applied to the text, whoever did it

    def __init__(self, page: DraftPage, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._editor = page.editor
        self._conversations = services.conversations
        self._documents = services.documents
        self._asking = asking
        self._is_typing = False
        self._places: dict[int, int] = {}  # where the cursor was, by document
        self.row: Conversation | None = None
        self._end_following: Callable[[], None] = _nothing
        self._counting = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._counting.timeout.connect(self._count)
        self._editor.edited.connect(self._on_edited)
        self._editor.undo_asked.connect(self.undo)
        self._editor.redo_asked.connect(self.redo)
        self._editor.selectionChanged.connect(self._counting.start)
        page.finder.replaced.connect(lambda splice, is_all: self.edit((splice,), REPLACE_ALL if is_all else REPLACE))

    @property
    def open_id(self) -> int | None:
        return None if self.row is None else self.row.id

    @property
    def is_writable(self) -> bool:
        return self.row is not None and not self.row.is_deleted

    def open(self, document_id: int) -> bool:
        """Whether it is shown now; otherwise what was open still is."""
        opened = self._asking.answer(lambda: self._read(document_id))
        if opened is None:
            return False
        if document_id != self.open_id:
            self.close()
            self.row = opened.row
            self._editor.show_text(opened.document.text)
            if place := min(self._places.get(document_id, 0), len(opened.document.text)):
                self._editor.select(place, place)
            self._end_following = self._documents.follow(document_id, self._on_followed)
        self._show_row(opened.row)
        self._count()
        return True

    def close(self) -> None:
        """It leaves the screen, saved."""
        if self.row is None:
            return
        self._end_following()
        self._end_following = _nothing
        document_id, self.row = self.row.id, None
        self._places[document_id] = self._editor.place
        self._page.finder.close()
        self._editor.show_text("")
        self._asking(lambda: self._documents.close(document_id))

    def on_change(self, change: Change) -> None:
        if self.row is None or not (change.list_changed or self.row.id in change.documents):
            return
        row = self._asking.answer(lambda: self._conversations.conversation(self.open_id or 0))
        if row is not None:
            self._show_row(row)

    def edit(self, splices: Splices, label: str, *, joins: bool = False) -> bool:
        """One step; whether it was done. The editor shows it when it comes back."""
        if not self.is_writable or self.open_id is None:
            return False
        document_id = self.open_id
        try:
            return self._asking(lambda: self._documents.edit(document_id, splices, label, joins=joins))
        except PlaceGoneError:
            log.exception("an edit came too late")
            return False

    def undo(self) -> None:
        if self.is_writable and self.open_id is not None and self.undo_label not in (None, LINE_ENDS_LABEL):
            self._show_place(self._asking.answer(lambda: self._documents.undo(self.open_id or 0)))

    def redo(self) -> None:
        if self.is_writable and self.open_id is not None:
            self._show_place(self._asking.answer(lambda: self._documents.redo(self.open_id or 0)))

    @property
    def undo_label(self) -> str | None:
        return self._documents.undo_label(self.open_id) if self.open_id is not None else None

    @property
    def redo_label(self) -> str | None:
        return self._documents.redo_label(self.open_id) if self.open_id is not None else None

    def _read(self, document_id: int) -> _Opened:
        """A text from elsewhere may have line ends that an editor knows no better than others: they become common."""
        row = self._conversations.conversation(document_id)
        text = self._documents.text(document_id)
        tidy = NOTHING.sub("", LINE_END.sub("\n", text))
        if tidy != text:
            self._documents.edit(document_id, Splice(0, text, tidy), LINE_ENDS_LABEL)
        return _Opened(row, self._documents.open(document_id))

    def _show_row(self, row: Conversation) -> None:
        self.row = row
        self._page.show_document(row)
        self.shown.emit()

    def _on_edited(self, splice: Splice) -> None:
        """A key: it is on the screen already."""
        self._is_typing = True
        try:
            is_done = self.edit((splice,), TYPING)
        finally:
            self._is_typing = False
        if not is_done and self.open_id is not None:
            self._show_again()

    def _on_followed(self, splices: Splices) -> None:
        if not self._is_typing:
            try:
                self._editor.apply(splices)
            except PlaceGoneError:
                self._show_again()
        self._counting.start()
        self.changed.emit(splices)

    def _show_again(self) -> None:
        """The screen is not what the document is: it gives way."""
        log.error("the page showed another text than the document's")
        if self.open_id is not None:
            place = self._editor.place
            self._editor.show_text(self._documents.text(self.open_id))
            self._editor.select(place, place)

    def _show_place(self, splices: Sequence[Splice] | None) -> None:
        """The cursor goes where something was taken back or done again."""
        if splices:
            end = splices[-1].at + len(splices[-1].inserted)
            self._editor.select(end, end)

    def _count(self) -> None:
        if self.open_id is None:
            return
        start, end = self._editor.selection
        is_counted = start < end and end - start <= LONGEST_SELECTION
        selected = counts_of(self._editor.selected) if is_counted else None
        self._page.status.show_counts(self._documents.counts(self.open_id), selected)


def _nothing() -> None:
    """Nobody is followed."""
