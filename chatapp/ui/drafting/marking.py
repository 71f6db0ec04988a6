"""Marks over the text of an editor, in layers: what is found, what surprised the model. GUI thread; those in sight are
painted, all of them move with the text.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from chatapp.domain.document import Splice
from chatapp.ui.drafting.editor import Editor


@dataclass(frozen=True, slots=True)
class Mark:
    """In code points."""

    start: int
    end: int
    chars: QTextCharFormat


class Marking(QObject):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._layers: dict[str, list[Mark]] = {}
        editor.updateRequest.connect(lambda _rect, dy: self._paint() if dy else None)
        editor.mirror.moved.connect(self._on_moved)

    def show(self, layer: str, marks: Sequence[Mark]) -> None:
        """In reading order, in place of those that the layer had."""
        if marks or self._layers.get(layer):
            self._layers[layer] = list(marks)
            self._paint()

    def marks(self, layer: str) -> list[Mark]:
        """Where they are by now."""
        return self._layers.get(layer, [])

    def _on_moved(self, splice: Splice) -> None:
        """What is changed itself loses its mark."""
        for marks in self._layers.values():
            first = bisect_left(marks, splice.at, key=lambda mark: mark.end)
            rest = (_moved(mark, splice) for mark in marks[first:])
            marks[first:] = [mark for mark in rest if mark is not None]

    def _paint(self) -> None:
        first, last = self._editor.sight
        shown = []
        for marks in self._layers.values():
            for mark in marks[bisect_left(marks, first, key=lambda mark: mark.end) :]:
                if mark.start > last:
                    break
                shown.append(self._selection(mark))
        self._editor.setExtraSelections(shown)

    def _selection(self, mark: Mark) -> QTextEdit.ExtraSelection:
        painted = QTextEdit.ExtraSelection()
        mirror, cursor = self._editor.mirror, QTextCursor(self._editor.document())
        cursor.setPosition(mirror.to_units(mark.start))
        cursor.setPosition(mirror.to_units(mark.end), QTextCursor.MoveMode.KeepAnchor)
        painted.cursor, painted.format = cursor, mark.chars
        return painted


def _moved(mark: Mark, splice: Splice) -> Mark | None:
    if splice.at >= mark.end:
        return mark
    if splice.at + len(splice.removed) > mark.start and splice.at < mark.end:
        return None
    by = len(splice.inserted) - len(splice.removed)
    return Mark(mark.start + by, mark.end + by, mark.chars)
