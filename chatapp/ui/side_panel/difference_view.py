"""Two texts in one: removed words are struck, added ones underlined, so that it reads without colour. GUI thread; long
texts come in parts, a few milliseconds at a time.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from time import perf_counter

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from chatapp.domain.difference import Change, Piece
from chatapp.ui.side_panel.comparing import Comparing
from chatapp.ui.theme import is_dark

REMOVED = {False: "#a32020", True: "#ff9d94"}
ADDED = {False: "#1f6b24", True: "#8fd694"}
PART = 8_000
"""Characters that are laid into the view at once."""
SECONDS = 0.006
"""After so long the window has its turn."""


class DifferenceView(QPlainTextEdit):
    filled = Signal()  # all of it is there

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(self.tr("Differences"))
        self.setAccessibleDescription(self.tr("Removed words are struck through, added ones are underlined."))
        self._pieces: Sequence[Piece] = ()
        self._coming: deque[Piece] = deque()
        self._place = 0
        self._comparing = Comparing(self)
        self._comparing.found.connect(lambda pieces: self._lay_out(pieces, 0))
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self._fill)

    @property
    def is_filling(self) -> bool:
        """Whether something is still to come."""
        return bool(self._coming) or self._comparing.is_busy

    def show_texts(self, before: str, after: str) -> None:
        self.show_nothing()
        self.setPlaceholderText(self.tr("Comparing…"))
        self._comparing.compare(before, after)

    def show_nothing(self) -> None:
        self._comparing.forget()
        self._lay_out((), 0)

    def changeEvent(self, event: QEvent) -> None:
        """The colours are those of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and bool(getattr(self, "_pieces", ())):
            self._lay_out(self._pieces, self.verticalScrollBar().value())

    def _lay_out(self, pieces: Sequence[Piece], place: int) -> None:
        """From the beginning; once all is there the view goes to a place."""
        self.setPlaceholderText("")
        self.clear()
        self._pieces, self._place, self._coming = pieces, place, deque(_parts(pieces))
        self._fill()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if not self._coming:
            self.verticalScrollBar().setValue(place)

    def _fill(self) -> None:
        cursor, end = QTextCursor(self.document()), perf_counter() + SECONDS
        cursor.movePosition(QTextCursor.MoveOperation.End)
        while self._coming:
            piece = self._coming.popleft()
            cursor.insertText(piece.text, self._format(piece.change))
            if perf_counter() >= end:
                break
        if self._coming:
            self._filling.start()
            return
        if self._filling.isActive() and self._place:
            self.verticalScrollBar().setValue(self._place)
        self._filling.stop()
        self.filled.emit()

    def _format(self, change: Change) -> QTextCharFormat:
        chars = QTextCharFormat()
        dark = is_dark(self.palette())
        if change is Change.REMOVED:
            chars.setFontStrikeOut(True)
            chars.setForeground(QColor(REMOVED[dark]))
        elif change is Change.ADDED:
            chars.setFontUnderline(True)
            chars.setForeground(QColor(ADDED[dark]))
        return chars


def _parts(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        for start in range(0, len(piece.text), PART):
            yield Piece(piece.change, piece.text[start : start + PART])
