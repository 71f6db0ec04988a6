"""Writes tokens of Markdown at the end of a document, block by block. GUI thread.

All it must know of what stands above, it reads from the document: so it can go on where another one ended.
"""

from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextListFormat

from chatapp.markup.formula_syntax import BLOCK
from chatapp.ui.markdown.code import CodeWriter
from chatapp.ui.markdown.formats import BOX_PADDING, GAP, INDENT, ITEM_GAP, Box, Formats, Mark
from chatapp.ui.markdown.formula import Formula
from chatapp.ui.markdown.formula_object import OBJECT, formula_format
from chatapp.ui.markdown.highlight import Highlighter
from chatapp.ui.markdown.inline import LINE_SEPARATOR, InlineWriter, has_formula
from chatapp.ui.markdown.look import HEADING_LINE_HEIGHT
from chatapp.ui.markdown.table import write_table

HEADING_GAPS = (28, 24, 20)
BULLETS = (QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListCircle, QTextListFormat.Style.ListSquare)


class DocumentWriter:
    """`next_number` is that of the first list item where the tokens begin within a numbered list."""

    def __init__(self, document: QTextDocument, formats: Formats, highlighter: Highlighter) -> None:
        self._cursor = QTextCursor(document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._formats = formats
        self._highlighter = highlighter
        self._nesting = ""
        self._numbers: list[tuple[int, str] | None] = []
        self._marker: QTextListFormat | None = None
        self._next_number: int | None = None
        self._starts_list = False
        self._is_joined = False

    def write(self, tokens: Sequence[Token], next_number: int | None = None, *, is_joined: bool = False) -> None:
        """`is_joined`: they begin within the paragraph that the document ends with."""
        self._next_number = next_number
        self._is_joined = is_joined
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.type == "table_open":
                place = self._table(tokens, place)
                continue
            write = _BLOCKS.get(token.type)
            if write is not None:
                write(self, token, tokens[place + 1] if place + 1 < len(tokens) else token)
            place += 1

    def paragraph(self, _token: Token, content: Token) -> None:
        form = self._formats.block(self._nesting, self._formats.look.prose)
        if self._is_joined:
            form.setProperty(Mark.JOINED, True)
        self._text(form, self._formats.prose(), content)

    def heading(self, token: Token, content: Token) -> None:
        level = int(token.tag[1:])
        form = self._formats.block(self._nesting, self._formats.look.heading(level), HEADING_LINE_HEIGHT)
        form.setHeadingLevel(level)
        form.setTopMargin(HEADING_GAPS[min(level, len(HEADING_GAPS)) - 1])
        self._text(form, self._formats.heading(level), content)

    def code(self, token: Token, _next: Token) -> None:
        language = token.info.split()[0].strip("{}.").lower() if token.info.split() else ""
        code = token.content.removesuffix("\n")
        CodeWriter(self._formats, self._nesting, self._begin_code).write(
            self._cursor, self._highlighter.pieces(code, language)
        )

    def formula(self, token: Token, _next: Token) -> None:
        """In the middle of a line of its own; one that is not whole yet as it was written."""
        form = self._formats.block(self._nesting, self._formats.look.prose)
        if token.markup:
            form = self._formats.grows(form)
            form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        chars = self._formats.prose() if token.markup else self._formats.code()
        self._begin(form, chars)
        if token.markup:
            chars = formula_format(self._formats, chars, Formula(token.content, is_display=True), token.markup)
        self._cursor.insertText(OBJECT if token.markup else token.content.replace("\n", LINE_SEPARATOR), chars)

    def rule(self, _token: Token, _next: Token) -> None:
        form = self._formats.block(self._nesting, self._formats.look.prose)
        form.setProperty(Mark.RULE, True)
        self._begin(form, self._formats.prose())

    def open_quote(self, _token: Token, _next: Token) -> None:
        self._nesting += "q"

    def open_list(self, token: Token, _next: Token) -> None:
        self._nesting += "l"
        start = int(token.attrs.get("start", 1)) if self._next_number is None else self._next_number
        self._starts_list = self._nesting.count("l") == 1 and self._next_number is None
        self._next_number = None
        if token.type == "bullet_list_open":
            self._numbers.append(None)
            return
        self._numbers.append((start, token.markup))

    def open_item(self, token: Token, content: Token) -> None:
        self._close_item(token, content)
        form = QTextListFormat()
        form.setIndent(1)
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            depth = sum(number is None for number in self._numbers)
            form.setStyle(BULLETS[(depth - 1) % len(BULLETS)])
            if "task-list-item" in str(token.attrs.get("class", "")):
                form.setStyle(QTextListFormat.Style.ListStyleUndefined)  # its box is mark enough
        else:
            form.setStyle(QTextListFormat.Style.ListDecimal)
            form.setStart(number[0])
            form.setNumberSuffix(number[1])
            self._numbers[-1] = (number[0] + 1, number[1])
        self._marker = form

    def close_list(self, token: Token, following: Token) -> None:
        self._close_item(token, following)
        self._nesting = self._nesting[:-1]
        if self._numbers:
            self._numbers.pop()

    def close_quote(self, _token: Token, _next: Token) -> None:
        self._nesting = self._nesting[:-1]

    def open_footnote(self, token: Token, _next: Token) -> None:
        self._nesting += "l"
        self._numbers.append((int(token.meta.get("id", 0)) + 1, "."))
        self.open_item(token, token)

    def _close_item(self, _token: Token, _next: Token) -> None:
        """An item in which nothing was written still has its marker."""
        if self._marker is not None:
            self._begin(self._formats.block(self._nesting, self._formats.look.prose), self._formats.prose())

    def _text(self, form: QTextBlockFormat, chars: QTextCharFormat, content: Token) -> None:
        self._begin(self._formats.grows(form) if has_formula(content.children or ()) else form, chars)
        InlineWriter(self._cursor, self._formats, chars).write(content.children or ())

    def _table(self, tokens: Sequence[Token], place: int) -> int:
        end = next(index for index in range(place, len(tokens)) if tokens[index].type == "table_close")
        if self._marker is not None:
            self._close_item(tokens[place], tokens[place])
        write_table(self._cursor, self._formats, tokens[place:end], len(self._nesting) * INDENT)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        return end + 1

    def _begin_code(self, form: QTextBlockFormat, chars: QTextCharFormat, box: Box) -> None:
        if Box.FIRST in box:
            self._begin(form, chars, BOX_PADDING)
        else:
            self._cursor.insertBlock(form, chars)

    def _begin(self, form: QTextBlockFormat, chars: QTextCharFormat, padding: int = 0) -> None:
        """A new block at the end, set apart from the one above as both require."""
        above = self._above()
        form.setTopMargin(self._gap(form, above) + padding)
        if is_unused(self._cursor.block()):
            self._cursor.setBlockFormat(form)
            self._cursor.setBlockCharFormat(chars)
        else:
            self._cursor.insertBlock(form, chars)
        self._nesting = self._nesting.replace("q", "Q")
        self._starts_list = False
        self._is_joined = False
        if self._marker is not None:
            self._mark(form, self._marker)
            self._marker = None

    def _mark(self, form: QTextBlockFormat, marker: QTextListFormat) -> None:
        if marker.style() is QTextListFormat.Style.ListStyleUndefined:
            return
        if marker.style() is QTextListFormat.Style.ListDecimal and marker.start() > 99:
            # The number would stand outside the column.
            form.setLeftMargin(form.leftMargin() + 8 * (len(str(marker.start())) - 2))
        form.setIndent(form.indent() - 1)
        self._cursor.setBlockFormat(form)
        self._cursor.createList(marker)

    def _above(self) -> QTextBlock:
        block = self._cursor.block()
        return block.previous() if is_unused(block) else block

    def _gap(self, form: QTextBlockFormat, above: QTextBlock) -> float:
        if not above.isValid() or form.hasProperty(Mark.JOINED):
            return 0
        box = BOX_PADDING if above.blockFormat().hasProperty(Mark.BOX) else 0
        is_next_item = self._marker is not None and not self._starts_list
        return box + (ITEM_GAP if is_next_item else max(float(GAP), form.topMargin()))


def is_unused(block: QTextBlock) -> bool:
    """Whether a block is one that Qt put there (at the start, after a table) and nothing was written in yet."""
    return block.length() == 1 and not block.blockFormat().hasProperty(Mark.NESTING)


_BLOCKS: Mapping[str, Callable[[DocumentWriter, Token, Token], None]] = {
    "paragraph_open": DocumentWriter.paragraph,
    "heading_open": DocumentWriter.heading,
    "fence": DocumentWriter.code,
    "code_block": DocumentWriter.code,
    BLOCK: DocumentWriter.formula,
    "hr": DocumentWriter.rule,
    "blockquote_open": DocumentWriter.open_quote,
    "blockquote_close": DocumentWriter.close_quote,
    "bullet_list_open": DocumentWriter.open_list,
    "ordered_list_open": DocumentWriter.open_list,
    "list_item_open": DocumentWriter.open_item,
    "bullet_list_close": DocumentWriter.close_list,
    "ordered_list_close": DocumentWriter.close_list,
    "footnote_block_open": DocumentWriter.rule,
    "footnote_open": DocumentWriter.open_footnote,
    "footnote_close": DocumentWriter.close_list,
}
