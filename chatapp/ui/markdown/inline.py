"""Writes what stands inside a block (text, emphasis, code, links) at a cursor. GUI thread."""

import re
from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor

from chatapp.markup.formula_syntax import DISPLAY, INLINE
from chatapp.ui.markdown.formats import Formats
from chatapp.ui.markdown.formula import Formula
from chatapp.ui.markdown.formula_object import OBJECT, formula_format
from chatapp.ui.markdown.link import is_clickable

LINE_SEPARATOR = "\u2028"
CHECKED, UNCHECKED = "☑", "☐"
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")

Style = Callable[[QTextCharFormat, Token], None]


class InlineWriter:
    """One block's worth: formats nest as the tokens do."""

    def __init__(self, cursor: QTextCursor, formats: Formats, base: QTextCharFormat) -> None:
        self._cursor = cursor
        self._formats = formats
        self._stack = [base]

    def write(self, tokens: Sequence[Token]) -> None:
        for place, token in enumerate(tokens):
            if token.nesting == 1:
                self._open(token, tokens[place + 1 :])
            elif token.nesting == -1:
                if len(self._stack) > 1:
                    self._stack.pop()
            else:
                self._write_leaf(token)

    def _open(self, token: Token, rest: Sequence[Token]) -> None:
        chars = QTextCharFormat(self._stack[-1])
        if token.type == "em_open":
            _emphasise(chars, rest)
        elif token.type == "strong_open":
            chars.setFontWeight(QFont.Weight.Bold)
        elif token.type == "s_open":
            chars.setFontStrikeOut(True)
        elif token.type == "link_open":
            self._link(chars, str(token.attrs.get("href", "")))
        self._stack.append(chars)

    def _write_leaf(self, token: Token) -> None:
        write = _LEAVES.get(token.type)
        if write is not None:
            write(self, token)
        else:
            self._insert(token.content)

    def _insert(self, text: str, chars: QTextCharFormat | None = None) -> None:
        if text:
            self._cursor.insertText(text, chars or self._stack[-1])

    def _link(self, chars: QTextCharFormat, address: str) -> None:
        if not is_clickable(address):
            return
        chars.setAnchor(True)
        chars.setAnchorHref(address)
        chars.setForeground(QColor(self._formats.look.colours.accent))
        chars.setFontUnderline(True)

    def code(self, token: Token) -> None:
        chars = QTextCharFormat(self._stack[-1])
        look = self._formats.look
        code = QFont(look.code)
        code.setWeight(chars.font().weight())
        code.setUnderline(chars.fontUnderline())
        chars.setFont(code)
        chars.setBackground(QColor(look.colours.panel))
        self._insert(token.content, chars)

    def image(self, token: Token) -> None:
        """Only its words: a picture would have to be fetched."""
        chars = QTextCharFormat(self._stack[-1])
        address = str(token.attrs.get("src", ""))
        self._link(chars, address)
        self._insert(words_of_image(token) or address, chars)

    def line_break(self, _token: Token) -> None:
        """Hard or soft: a model ends a line of verse or of an address as it stands, and never fills lines."""
        self._insert(LINE_SEPARATOR)

    def footnote(self, token: Token) -> None:
        chars = QTextCharFormat(self._stack[-1])
        chars.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        self._insert(footnote_mark(token), chars)

    def check_box(self, token: Token) -> None:
        """The only HTML that the parser makes is a task's box."""
        self._insert(CHECKED if 'checked="' in token.content else UNCHECKED)

    def formula(self, token: Token) -> None:
        formula = Formula(token.content, token.type == DISPLAY)
        self._insert(OBJECT, formula_format(self._formats, self._stack[-1], formula, token.markup))

    def nothing(self, _token: Token) -> None:
        """A footnote's way back, which a page that scrolls doesn't need."""


_LEAVES: Mapping[str, Callable[[InlineWriter, Token], None]] = {
    "code_inline": InlineWriter.code,
    "image": InlineWriter.image,
    "hardbreak": InlineWriter.line_break,
    "softbreak": InlineWriter.line_break,
    "footnote_ref": InlineWriter.footnote,
    "footnote_anchor": InlineWriter.nothing,
    "html_inline": InlineWriter.check_box,
    INLINE: InlineWriter.formula,
    DISPLAY: InlineWriter.formula,
}


def _emphasise(chars: QTextCharFormat, rest: Sequence[Token]) -> None:
    """Slanted, but for Chinese, Japanese and Korean, which have no slanted letters: those get weight."""
    if any(_CJK.search(token.content) for token in rest[:1]):
        chars.setFontWeight(QFont.Weight.DemiBold)
    else:
        chars.setFontItalic(True)


def footnote_mark(token: Token) -> str:
    return f"[{int(token.meta.get('id', 0)) + 1}]"


def has_formula(tokens: Sequence[Token]) -> bool:
    return any(token.type in (INLINE, DISPLAY) for token in tokens)


def words_of_image(image: Token) -> str:
    return "".join(child.content or (" " if child.type == "softbreak" else "") for child in image.children or ())
