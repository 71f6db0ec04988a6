"""A code block that is still being written: new lines are added, old ones stay. GUI thread.

While it grows, colours are found from the last lines alone; once closed, the writer colours the whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor, QTextDocument

from chatapp.ui.markdown.code import split_lines
from chatapp.ui.markdown.formats import BOX_PADDING, Box, Formats, Mark
from chatapp.ui.markdown.highlight import CONTEXT, PART, Highlighter, Piece, parts_of

_OPENING = re.compile(r"( {0,3})(`{3,}(?=[^`\n]*\n)|~{3,})([^\n]*)\n")
WINDOW = 10  # lines above that are lexed again for their state


@dataclass(frozen=True, slots=True)
class Fence:
    """How a fenced block was opened, and what would close it."""

    indent: int
    language: str
    closing: re.Pattern[str]

    def closes(self, line: str) -> bool:
        return self.closing.fullmatch(line) is not None

    def code(self, line: str) -> str:
        """The line less the indentation of the fence."""
        lead = len(line) - len(line.lstrip(" "))
        return line[min(lead, self.indent) :]


def open_fence(text: str) -> tuple[Fence, list[str]] | None:
    """The fence that opens the text and its lines so far, the last unfinished; None where it is closed, or none."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    marker, words = opening[2], opening[3].split()
    closing = re.compile(rf" {{0,3}}{re.escape(marker)}{re.escape(marker[0])}*[ \t]*")
    fence = Fence(len(opening[1]), words[0].strip("{}.").lower() if words else "", closing)
    lines = text[opening.end() :].split("\n")
    return None if any(fence.closes(line) for line in lines) else (fence, lines)


class OpenFence:
    """Stands for the last code block of a document, which shows `lines` already.

    Long code is coloured for good part by part, so that nothing is left to do when it ends.
    """

    def __init__(
        self, document: QTextDocument, formats: Formats, highlighter: Highlighter, opened: tuple[Fence, list[str]]
    ) -> None:
        self._fence, lines = opened
        self._formats = formats
        self._highlighter = highlighter
        self._cursor = QTextCursor(document)
        *self._whole, self._partial = lines
        self._size = sum(map(len, self._whole)) + len(self._whole)
        self._has_room = bool(self._partial) or not self._whole  # the last block is the unfinished line's
        self._done = 0  # lines that have their colours for good
        self._done_block = document.blockCount() - max(1, len(self._whole) + self._has_room)

    @property
    def is_long(self) -> bool:
        return self._size - 1 > PART

    def append(self, text: str) -> bool:
        """False where the text closes the fence, or may: nothing was written then."""
        *whole, partial = (self._partial + text).split("\n")
        if any(self._fence.closes(line) for line in whole):
            return False
        if self._fence.closes(partial):
            if not self.is_long:
                return False
            self._take(whole, "")
            self._partial = partial
            return True
        self._take(whole, partial)
        return True

    def close(self, text: str) -> str:
        """Shows what comes before the end of the code, for good; returns what comes after."""
        *whole, partial = (self._partial + text).split("\n")
        end = next(number for number, line in enumerate(whole) if self._fence.closes(line))
        self._take(whole[:end], "")
        self._settle()
        return "\n".join([*whole[end + 1 :], partial])

    def finish(self) -> str:
        """No text follows: the code ends here, closed or not."""
        partial = "" if self._fence.closes(self._partial) else self._partial
        if partial:
            self._take([], partial)
            self._whole.append(partial)
            self._has_room = False
        self._settle()
        return ""

    def _take(self, whole: Sequence[str], partial: str) -> None:
        lines = [*whole, partial] if partial else whole
        if lines:
            self._show(lines)
        elif self._has_room:
            self._clear_line()
        self._whole.extend(whole)
        self._size += sum(map(len, whole)) + len(whole)
        self._partial = partial
        self._has_room = bool(partial) or (self._has_room and not lines)
        if self.is_long:
            self._colour_parts()

    def _colour_parts(self) -> None:
        """Those that can't grow any more."""
        code = [self._fence.code(line) for line in self._whole[self._done :]]
        *parts, _ = parts_of(code)
        for part in parts:
            self._colour(range(self._done + part.start, self._done + part.stop))
        if parts:
            self._done += parts[-1].stop

    def _settle(self) -> None:
        """The last part, and the end of the box."""
        if self._has_room and self._whole:
            self._remove_room()
        self._colour_parts()
        if self._done < len(self._whole):
            self._colour(range(self._done, len(self._whole)))

    def _colour(self, part: range) -> None:
        first = max(0, part.start - CONTEXT)  # of the lines that the colours depend on
        lines = [self._fence.code(line) for line in self._whole[first : part.stop + 1]]
        block = self._cursor.document().findBlockByNumber(self._done_block + part.start)
        place = block.position()
        within = range(part.start - first, part.stop - first)
        for text, chars in self._highlighter.part(lines, within, self._fence.language):
            self._cursor.setPosition(place)
            place += len(text.encode("utf-16-le")) // 2
            end = min(place, self._cursor.document().characterCount() - 1)
            self._cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._cursor.setCharFormat(chars)

    def _remove_room(self) -> None:
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        form = self._cursor.block().previous().blockFormat()
        form.setProperty(Mark.BOX, int(form.property(Mark.BOX)) | Box.LAST.value)
        form.setBottomMargin(BOX_PADDING)
        self._cursor.deletePreviousChar()
        self._cursor.setBlockFormat(form)

    def _show(self, lines: Sequence[str]) -> None:
        above = [self._fence.code(line) for line in self._whole[-WINDOW:]]
        code = "\n".join((*above, *map(self._fence.code, lines)))
        coloured = list(split_lines(self._highlighter.pieces(code, self._fence.language)))[len(above) :]
        for line in coloured:
            if self._has_room:
                self._clear_line()
            else:
                self._add_line()
            self._has_room = False
            self._write(line)

    def _write(self, line: Sequence[Piece]) -> None:
        for text, chars in line:
            self._cursor.insertText(text, chars)

    def _clear_line(self) -> None:
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()

    def _add_line(self) -> None:
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        form = self._cursor.blockFormat()
        form.setProperty(Mark.BOX, int(form.property(Mark.BOX)) & ~Box.LAST.value)
        form.setBottomMargin(0)
        self._cursor.setBlockFormat(form)
        self._cursor.insertBlock(self._formats.code_line("", Box.INSIDE | Box.LAST), self._formats.code())
