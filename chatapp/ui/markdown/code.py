"""Writes code as lines of a box: one block per line, always left to right. GUI thread."""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor

from chatapp.ui.markdown.formats import Box, Formats
from chatapp.ui.markdown.highlight import Piece

BeginLine = Callable[[QTextBlockFormat, QTextCharFormat, Box], None]


class CodeWriter:
    """`begin` makes the block of a line; the first one must be set apart from what stands above."""

    def __init__(self, formats: Formats, nesting: str, begin: BeginLine) -> None:
        self._formats = formats
        self._nesting = nesting
        self._begin = begin

    def write(self, cursor: QTextCursor, pieces: Iterable[Piece]) -> None:
        lines = list(split_lines(pieces))
        plain = self._formats.code()
        for number, line in enumerate(lines):
            box = box_of(number == 0, number == len(lines) - 1)
            self._begin(self._formats.code_line(self._nesting, box), plain, box)
            for text, chars in line:
                cursor.insertText(text, chars)


def box_of(is_first: bool, is_last: bool) -> Box:
    return Box.INSIDE | (Box.FIRST if is_first else Box(0)) | (Box.LAST if is_last else Box(0))


def split_lines(pieces: Iterable[Piece]) -> Iterable[list[Piece]]:
    """The pieces line by line; at least one line, perhaps empty."""
    line: list[Piece] = []
    for text, chars in pieces:
        first, *others = text.split("\n")
        if first:
            line.append((first, chars))
        for other in others:
            yield line
            line = [(other, chars)] if other else []
    yield line
