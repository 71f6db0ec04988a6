"""What stands in a Qt document, as a string beside it, and what changes there, as splices in code points. GUI thread.

Qt tells only how many units went and came. Nothing here reads the whole document but where all of it was set anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from chatapp.domain.document import PlaceGoneError, Splice
from chatapp.ui.drafting.places import Places, units_of
from chatapp.ui.drafting.rope import Rope

LINE = "\u2028"  # within a paragraph, as Qt has it


class Mirror(QObject):
    """`spliced` is what the person did; what is applied from outside is not told."""

    spliced = Signal(object)  # a domain.document.Splice
    moved = Signal(object)  # the same, whoever did it

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        self._is_told = True
        self._rope = Rope()
        self._places = Places()
        self._units = 0
        document.contentsChange.connect(self._on_contents_change)

    @property
    def text(self) -> str:
        return self._rope.text

    def part(self, start: int, end: int) -> str:
        """Without putting all of the text together."""
        return self._rope.part(start, end)

    def to_units(self, place: int) -> int:
        return self._places.to_units(place)

    def to_place(self, units: int) -> int:
        return self._places.to_place(units)

    def show(self, text: str) -> None:
        """Another text in place of all."""
        with self._untold():
            self._document.setPlainText(text)

    def apply(self, splices: Sequence[Splice]) -> None:
        """In the document and here; PlaceGoneError where one does not fit, with those before it applied."""
        with self._untold():
            cursor = QTextCursor(self._document)
            for splice in splices:
                if self._rope.part(splice.at, splice.at + len(splice.removed)) != splice.removed:
                    raise PlaceGoneError(f"not what stands at {splice.at}")
                cursor.setPosition(self.to_units(splice.at))
                if splice.removed:
                    end = self.to_units(splice.at + len(splice.removed))
                    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(splice.inserted)

    @contextmanager
    def _untold(self) -> Iterator[None]:
        before, self._is_told = self._is_told, False
        try:
            yield
        finally:
            self._is_told = before

    def _on_contents_change(self, start: int, _removed: int, added: int) -> None:
        """Qt counts the mark at the document's end too, and tells of formats as of text."""
        units = self._document.characterCount() - 1
        added = min(added, units - start)
        removed = added + self._units - units
        at, end = self._places.to_place(start), self._places.to_place(start + removed)
        splice = trimmed(Splice(at, self._rope.part(at, end), self._read(start, added)))
        if splice.removed == splice.inserted:
            return
        self._rope.replace(splice.at, splice.at + len(splice.removed), splice.inserted)
        self._places.apply(splice)
        self._units = units
        self.moved.emit(splice)
        if self._is_told:
            self.spliced.emit(splice)

    def _read(self, start: int, length: int) -> str:
        """So many units of the document."""
        parts: list[str] = []
        block = self._document.findBlock(start)
        while length > 0 and block.isValid():
            line = block.text().replace(LINE, "\n")
            offset = start - block.position()
            if offset or units_of(line) > length:
                line = _units(line, offset, length)
            parts.append(line)
            length -= units_of(line)
            if length > 0:
                parts.append("\n")
                length -= 1
            block = block.next()
            start = block.position()
        return "".join(parts)


def trimmed(splice: Splice) -> Splice:
    """Without what is the same before and after at either end: Qt tells of more than was changed."""
    removed, inserted = splice.removed, splice.inserted
    start, most = 0, min(len(removed), len(inserted))
    if not most:
        return splice
    if removed == inserted:
        return Splice(splice.at)
    while start < most and removed[start] == inserted[start]:
        start += 1
    end = 0
    while end < most - start and removed[-1 - end] == inserted[-1 - end]:
        end += 1
    return Splice(splice.at + start, removed[start : len(removed) - end], inserted[start : len(inserted) - end])


def _units(text: str, offset: int, length: int) -> str:
    """A part in UTF-16 units."""
    if text.isascii():
        return text[offset : offset + length]
    coded = text.encode("utf-16-le", "surrogatepass")
    return coded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")
