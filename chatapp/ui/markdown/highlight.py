"""Colours for code, at least 4.5:1 on the code box in light and dark. GUI thread; a pure function of text."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.styles import get_style_by_name
from pygments.token import _TokenType
from pygments.util import ClassNotFound
from PySide6.QtGui import QColor, QFont, QTextCharFormat

from chatapp.ui.markdown.formats import Formats
from chatapp.ui.theme import contrast

PART = 1_000  # characters that are lexed together; more would stall the window
CONTEXT = 10  # lines above a part that are lexed with it, for the state that they leave
READABLE = 4.5
LIGHT_STYLE, DARK_STYLE = "friendly", "one-dark"

Piece = tuple[str, QTextCharFormat]


class Highlighter:
    """Formats for one look."""

    def __init__(self, formats: Formats) -> None:
        self._plain = formats.code()
        self._style = get_style_by_name(DARK_STYLE if formats.look.is_dark else LIGHT_STYLE)
        self._ground = QColor(formats.look.colours.panel)
        self._formats: dict[_TokenType, QTextCharFormat] = {}

    def pieces(self, code: str, language: str) -> Iterator[Piece]:
        """The code in order, nothing added or lost; a language that nobody knows stays plain. Long code is coloured
        part by part: each from its own lines and a few above."""
        lexer = _lexer(language)
        if lexer is None:
            yield (code, self._plain)
        elif len(code) <= PART:
            yield from self._lexed(code, lexer)
        else:
            lines = code.split("\n")
            for part in parts_of(lines):
                yield from self.part(lines, part, language)

    def part(self, lines: Sequence[str], part: range, language: str) -> Iterator[Piece]:
        """Of longer code; but for the last one with the line end."""
        lexer = _lexer(language)
        code = "\n".join(lines[part.start : part.stop]) + ("\n" if part.stop < len(lines) else "")
        if lexer is None or len(code) > 2 * PART:
            yield (code, self._plain)
            return
        above = "".join(f"{line}\n" for line in lines[max(0, part.start - CONTEXT) : part.start])[-PART:]
        yield from _from(self._lexed(above + code, lexer), len(above))

    def _lexed(self, code: str, lexer: Lexer) -> list[Piece]:
        pieces: list[Piece] = []
        try:
            for _, kind, text in lexer.get_tokens_unprocessed(code):
                chars = self._format(kind)
                if pieces and (pieces[-1][1] is chars or not text.strip()):
                    pieces[-1] = (pieces[-1][0] + text, pieces[-1][1])
                else:
                    pieces.append((text, chars))
        except Exception:
            # Hundreds of lexers by as many hands: one that fails costs its colours, not the answer.
            return [(code, self._plain)]
        return pieces if "".join(text for text, _ in pieces) == code else [(code, self._plain)]

    def _format(self, kind: _TokenType) -> QTextCharFormat:
        if kind not in self._formats:
            self._formats[kind] = self._make(kind)
        return self._formats[kind]

    def _make(self, kind: _TokenType) -> QTextCharFormat:
        style = self._style.style_for_token(kind)
        chars = QTextCharFormat(self._plain)
        if style["color"]:
            chars.setForeground(readable(QColor(f"#{style['color']}"), self._ground))
        if style["bold"]:
            chars.setFontWeight(QFont.Weight.DemiBold)
        return next((known for known in self._formats.values() if known == chars), chars)


def parts_of(lines: Sequence[str]) -> Iterator[range]:
    """Whole lines, as many as PART holds, at least one; the last part may still grow."""
    start = size = 0
    for number, line in enumerate(lines):
        size += len(line) + 1
        if size > PART and number > start:
            yield range(start, number)
            start, size = number, len(line) + 1
    yield range(start, len(lines))


def _from(pieces: Iterable[Piece], skipped: int) -> Iterator[Piece]:
    """Less so many characters at the front."""
    for text, chars in pieces:
        if skipped < len(text):
            yield (text[skipped:], chars)
        skipped = max(0, skipped - len(text))


def readable(colour: QColor, ground: QColor) -> QColor:
    """The colour, made darker on a light ground or lighter on a dark one until it can be read there."""
    is_light = ground.lightnessF() > 0.5
    for _ in range(40):
        if contrast(colour, ground) >= READABLE:
            break
        lightness = colour.lightnessF() + (-0.02 if is_light else 0.02)
        colour = QColor.fromHslF(max(0.0, colour.hslHueF()), colour.hslSaturationF(), min(1.0, max(0.0, lightness)))
    return colour


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None
