"""Where a long table is cut into parts, each laid out as a table of its own: one costs more the longer it is. Pure.

A cut depends on nothing but the rows before it, so a table that streams is cut like one that is there at once. Parts
share their columns' widths, which the first one tells.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

CELLS = 36  # of a part, and characters: with so many it is full
CHARACTERS = 2_000
HEAD_LINES = 2  # the names of the columns, and the line below them
NARROWEST, WIDEST = 4, 40  # a column's width counts as so many characters
PART = "part"


@dataclass(frozen=True, slots=True)
class TablePart:
    """`shares`: of the whole width, for each column, in percent."""

    shares: tuple[float, ...]
    is_first: bool = True
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class TableHead:
    """What the rest of a long table is read and written with."""

    source: str
    shares: tuple[float, ...]

    def rest(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens of `source` and what follows it, as if that stood alone."""
        for token in tokens:
            if token.map:
                token.map = [max(0, line - HEAD_LINES) for line in token.map]
        tokens[0].meta[PART] = TablePart(self.shares, is_first=False, is_last=True)
        end = _index(tokens, "table_close")
        body = _index(tokens[:end], "tbody_open")
        return [tokens[0], *tokens[body:]] if body < end else list(tokens[end + 1 :])


def is_long(tokens: Sequence[Token], place: int, finished: int) -> bool:
    """Whether the table there has a full part and more than that; so many lines are `finished`."""
    return tokens[place].type == "table_open" and bool(_borders(tokens[place : _end(tokens, place)], finished))


def cut(
    tokens: Sequence[Token], head: TableHead | None, source: str, finished: int
) -> tuple[list[Token], int, TableHead]:
    """The full parts of the long table that the tokens of a source begin with, the line at which the rest of it
    begins, and what that rest needs. `head` is that of the table which the source goes on with, if it does."""
    table = tokens[: _end(tokens, 0)]
    borders = _borders(table, finished)
    if head is None:
        lines = source.split("\n", HEAD_LINES)
        head = TableHead("".join(f"{line}\n" for line in lines[:HEAD_LINES]), _shares(table[: borders[0]]))
        part = TablePart(head.shares)
    else:
        part = TablePart(head.shares, is_first=False)
    parts: list[Token] = []
    for start, end in zip([1, *borders], borders, strict=False):
        opening = table[0].copy(meta={PART: part})
        parts += [opening, *table[start:end], Token("table_close", "table", -1, block=True)]
        part = replace(part, is_first=False)
    return parts, (table[borders[-1]].map or [0])[0], head


def part_of(table: Token) -> TablePart | None:
    """None for a table that stands alone."""
    found = table.meta.get(PART)
    return found if isinstance(found, TablePart) else None


def _borders(table: Sequence[Token], finished: int) -> list[int]:
    """The indexes of the rows that begin a part, but for the first one."""
    found: list[int] = []
    cells = size = 0
    for place in range(_index(table, "tbody_open"), len(table)):
        token = table[place]
        if token.type == "inline":
            cells += 1
            size += len(token.content)
        elif token.type == "tr_open" and (cells >= CELLS or size >= CHARACTERS):
            if token.map is None or token.map[1] > finished:
                break
            found.append(place)
            cells = size = 0
    return found


def _shares(part: Sequence[Token]) -> tuple[float, ...]:
    widths: list[int] = []
    column = 0
    for token in part:
        if token.type == "tr_open":
            column = 0
        elif token.type == "inline":
            widths += [NARROWEST] * (column + 1 - len(widths))
            widths[column] = max(widths[column], min(WIDEST, _width(token)))
            column += 1
    return tuple(100 * width / sum(widths) for width in widths)


def _width(cell: Token) -> int:
    """In characters; those of Chinese, Japanese and Korean take two."""
    text = "".join(child.content for child in cell.children or ())
    return len(text) + sum(unicodedata.east_asian_width(character) in "WF" for character in text)


def _end(tokens: Sequence[Token], place: int) -> int:
    return place + _index(tokens[place:], "table_close")


def _index(tokens: Sequence[Token], kind: str) -> int:
    """Of the first of its kind; their count where there is none."""
    return next((place for place, token in enumerate(tokens) if token.type == kind), len(tokens))
