"""Documents of the transcript: an answer that grows as its text comes, and a person's text as it was typed.

GUI thread. Nothing is ever fetched for either.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markdown_it.token import Token
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument

from chatapp.ui.markdown.extent import Settled, settled
from chatapp.ui.markdown.fence import OpenFence, open_fence
from chatapp.ui.markdown.formats import BOX_PADDING, INDENT, Formats, Mark
from chatapp.ui.markdown.formula_object import KIND, FormulaObject
from chatapp.ui.markdown.highlight import Highlighter
from chatapp.ui.markdown.inline import LINE_SEPARATOR
from chatapp.ui.markdown.look import Look
from chatapp.ui.markdown.paragraph import LONGEST, cut, plain_pieces
from chatapp.ui.markdown.parser import Parsed, parse
from chatapp.ui.markdown.table_parts import TableHead, is_long
from chatapp.ui.markdown.table_parts import cut as cut_table
from chatapp.ui.markdown.typesetter import typesetter
from chatapp.ui.markdown.writer import DocumentWriter, is_unused

# Characters that Qt's documents use for themselves, and halves of characters.
_RESERVED = re.compile("[\ufdd0-\ufdef\ufffc\ud800-\udfff]")
LARGE = 2_000  # characters of an open block from which on it isn't written anew for each delta
VERY_LARGE = 16_000


class OfflineDocument(QTextDocument):
    reshaped = Signal()  # what stood there before has another height now

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(INDENT)
        self.setDefaultFont(look.prose)
        self._formats = Formats(look)
        self._drawer = FormulaObject(look, typesetter(), self)
        self._drawer.reshaped.connect(self.reshaped)
        self.documentLayout().registerHandler(KIND, self._drawer)

    @property
    def height(self) -> int:
        """Of everything that is painted, boxes included, at the present width."""
        ends_in_box = self.lastBlock().blockFormat().hasProperty(Mark.BOX)
        return math.ceil(self.size().height()) + (BOX_PADDING if ends_in_box else 0)

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Nothing, whatever is asked for."""
        return None


class PlainDocument(OfflineDocument):
    """Text as it is, a block per line. What is appended must not begin with the second half of a line end."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(look, parent)
        self._line = self._formats.block("", look.prose)
        self._goes_on = QTextBlockFormat(self._line)
        self._goes_on.setProperty(Mark.JOINED, True)
        QTextCursor(self).setBlockFormat(self._line)

    def append(self, delta: str) -> None:
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        lines = clean(delta).split("\n")
        if max(map(len, lines)) + cursor.block().length() <= LONGEST:
            cursor.insertText("\n".join(lines), self._formats.prose())
            return
        cursor.beginEditBlock()
        for number, line in enumerate(lines):
            if number:
                cursor.insertBlock(self._line)
            self._append_line(cursor, line)
        cursor.endEditBlock()

    def _append_line(self, cursor: QTextCursor, line: str) -> None:
        for piece in plain_pieces(line):
            if cursor.block().length() > 1 and cursor.block().length() + len(piece) > LONGEST:
                cursor.insertBlock(self._goes_on)
            cursor.insertText(piece, self._formats.prose())

    def finish(self) -> None:
        """Nothing in it was written in haste."""


class AnswerDocument(OfflineDocument):
    """Markdown that grows. What is settled is never touched again; only the open end is read and written anew.

    Once finished it equals a document that was given the whole text at once, however the text was cut.
    """

    def __init__(self, look: Look, parent: QObject | None = None, *, known: Mapping[str, Any] | None = None) -> None:
        """`known`: the link definitions of the whole text, if it is there."""
        super().__init__(look, parent)
        self._known = dict(known or {})
        self._highlighter = Highlighter(self._formats)
        self._source: list[str] = []
        self._carriage_return = ""
        self._rest = ""  # the text of the open end
        self._open_at = 0  # where it begins in the document
        self._opens_unused = True  # in a block that Qt made
        self._next_number: int | None = None
        self._looks_around = False
        self._is_broken = False
        self._written_length = 0
        self._fence: OpenFence | None = None
        self._is_joined = False  # the open end goes on within a long paragraph
        self._head: TableHead | None = None  # or within a long table
        self._references = dict(self._known)
        self.has_code = False

    @property
    def source(self) -> str:
        """All text that was given, cleaned of what a document can't hold."""
        if len(self._source) > 1:
            self._source = ["".join(self._source)]
        return "".join(self._source)

    @property
    def must_start_over(self) -> bool:
        """Whether the end of the text will be reason to write all of it again."""
        return self._looks_around or self._is_broken

    def append(self, delta: str) -> None:
        """The document after it ends with the text so far, whatever of it is still open."""
        text = self._take(delta)
        if not text:
            return
        self._source.append(text)
        self._rest += text
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        self._grow(text)
        cursor.endEditBlock()

    def finish(self) -> None:
        """No more text follows: what was written in haste is now written right."""
        if self._carriage_return:
            self._carriage_return = ""
            self._source.append("\n")
            self._rest += "\n"
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        if self._fence is not None and self._fence.is_long:
            self._leave_fence(self._fence.finish())
        if not self.must_start_over:
            self._rewrite(is_last=True)
        if self.must_start_over:
            self._start_over()
            self._rewrite(is_last=True)
        cursor.endEditBlock()

    def _start_over(self) -> None:
        self._rest = self.source
        self._open_at, self._opens_unused = 0, True
        self._next_number = None
        self._references = dict(self._known)
        self._is_joined = False
        self._head = None

    def _take(self, delta: str) -> str:
        """The text with newlines alone; half of a line end is kept until the other half comes."""
        text = self._carriage_return + delta
        self._carriage_return = "\r" if text.endswith("\r") else ""
        return clean(text.removesuffix("\r") if self._carriage_return else text)

    def _grow(self, text: str) -> None:
        if self._fence is not None:
            if self._fence.append(text):
                return
            if self._fence.is_long:
                self._leave_fence(self._fence.close(text))
                return
        self._fence = None
        if self._must_wait(text):
            self._append_raw(text)
        else:
            self._rewrite()
            self._enter_fence()

    def _leave_fence(self, rest: str) -> None:
        """It is whole as it stands; what follows it is read next."""
        self._fence = None
        self._settle(None)
        self._rest = rest
        self._written_length = 0
        if rest:
            self._rewrite()
            self._enter_fence()

    def _must_wait(self, text: str) -> bool:
        """A large open block is read again only when it has grown by a part of itself, or a block may have ended."""
        size = len(self._rest)
        has_grown = size - self._written_length > self._written_length // (12 if size < VERY_LARGE else 2)
        return size > LARGE and not has_grown and "\n\n" not in self._rest[-len(text) - 2 :]

    def _append_raw(self, text: str) -> None:
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not is_unused(cursor.block()):
            cursor.insertText(text.replace("\n", LINE_SEPARATOR))

    def _rewrite(self, *, is_last: bool = False) -> None:
        parsed = self._parsed()
        lines = self._rest.split("\n")
        while (place := _long_block(parsed.tokens, self._rest, len(lines) - (not is_last))) is not None:
            self._break(parsed, place, len(lines) - (not is_last))
            parsed = self._parsed()
            lines = self._rest.split("\n")
        self._looks_around |= parsed.looks_around(self._known)
        border = settled(parsed.tokens, lines, self._next_number)
        if border.lines or is_last:
            self._is_broken |= self._is_joined and not _goes_on(parsed.tokens)
        self._write(parsed.tokens if is_last else _without_footnotes(parsed.tokens), border)
        self._make_room_above()
        if border.lines:
            self._rest = "\n".join(lines[border.lines :])
            self._references = parsed.references
        self._written_length = len(self._rest)

    def _parsed(self) -> Parsed:
        """The open end."""
        if self._head is None:
            return parse(self._rest, self._references)
        parsed = parse(self._head.source + self._rest, self._references)
        return replace(parsed, tokens=self._head.rest(parsed.tokens))

    def _write(self, tokens: Sequence[Token], border: Settled) -> None:
        """All that is open; what has settled now is written for the last time."""
        self._remove_open()
        self.has_code |= any(token.type in ("fence", "code_block") for token in tokens)
        writer = DocumentWriter(self, self._formats, self._highlighter)
        open_at = _first_at(tokens, border.lines)
        writer.write(tokens[:open_at], self._next_number, is_joined=self._is_joined)
        if border.lines:
            self._settle(border.next_number)
        writer.write(tokens[open_at:], None if border.lines else self._next_number, is_joined=self._is_joined)

    def _make_room_above(self) -> None:
        """Qt leaves out the margin above the first block, which a box there needs for its upper edge."""
        frame = self.rootFrame().frameFormat()
        room = BOX_PADDING if self.begin().blockFormat().hasProperty(Mark.BOX) else 0
        if frame.topMargin() != room:
            frame.setTopMargin(room)
            self.rootFrame().setFrameFormat(frame)

    def _settle(self, next_number: int | None) -> None:
        self._open_at = self.characterCount() - 1
        self._opens_unused = is_unused(self.lastBlock())
        self._next_number = next_number
        self._is_joined = False
        self._head = None

    def _remove_open(self) -> None:
        cursor = QTextCursor(self)
        cursor.setPosition(self._open_at)
        form = QTextBlockFormat() if self._opens_unused else cursor.blockFormat()
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        # An empty block takes the format of what was removed below it.
        cursor.setBlockFormat(form)

    def _break(self, parsed: Parsed, place: int, finished: int) -> None:
        """The first long block, whose token stands at `place`: what is above it is settled, then a part of it is."""
        first = parsed.tokens[place].map or [0, 0]
        if first[0]:
            self._looks_around |= parsed.looks_around(self._known)
            self._write(parsed.tokens[:place], Settled())
            self._settle(None)
            self._rest = "\n".join(self._rest.split("\n")[first[0] :])
            self._references = parsed.references
        elif parsed.tokens[place].type == "table_open":
            self._break_table(parsed, finished)
        else:
            self._break_paragraph()

    def _break_table(self, parsed: Parsed, finished: int) -> None:
        self._looks_around |= parsed.looks_around(self._known)
        parts, line, head = cut_table(parsed.tokens, self._head, self._rest, finished)
        self._write(parts, Settled())
        self._settle(None)
        self._rest = "\n".join(self._rest.split("\n")[line:])
        self._head = head

    def _break_paragraph(self) -> None:
        end = cut(self._rest)
        self._write(parse(self._rest[:end], self._references).tokens, Settled())
        if self._rest[end - 1] == " ":  # the parser takes it for the end of the line
            cursor = QTextCursor(self)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(" ")
        self._settle(None)
        self._rest = self._rest[end:]
        self._is_joined = True

    def _enter_fence(self) -> None:
        opened = open_fence(self._rest)
        if opened is not None:
            self._fence = OpenFence(self, self._formats, self._highlighter, opened)


def clean(text: str) -> str:
    return _RESERVED.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n"))


def _long_block(tokens: Sequence[Token], text: str, finished: int) -> int | None:
    """The index of the first paragraph or table that is longer than a block may be; so many lines are `finished`."""
    return next((place for place in range(len(tokens) - 1) if _is_long(tokens, place, text, finished)), None)


def _is_long(tokens: Sequence[Token], place: int, text: str, finished: int) -> bool:
    if tokens[place].level:
        return False
    if tokens[place].type == "paragraph_open":
        return len(text) > LONGEST and len(tokens[place + 1].content) > LONGEST
    return is_long(tokens, place, finished)


def _goes_on(tokens: Sequence[Token]) -> bool:
    return not tokens or tokens[0].type == "paragraph_open"


def _without_footnotes(tokens: Sequence[Token]) -> Sequence[Token]:
    """They stand at the end, which isn't there yet."""
    return tokens[: next((at for at, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))]


def _first_at(tokens: Sequence[Token], line: int) -> int:
    """The index of the first token that begins at the line or below, their count where none does."""
    begins = (at for at, token in enumerate(tokens) if token.nesting >= 0 and token.map and token.map[0] >= line)
    return next(begins, len(tokens)) if line else 0
