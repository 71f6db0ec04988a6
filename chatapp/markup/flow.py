"""A text as every format of documents can hold it: blocks of spans. Pure values; they know no syntax.

Spans are flat: a mark holds for a stretch of text, whatever else holds there, as word processors have it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    STRONG = "strong"
    EMPHASIS = "emphasis"
    STRIKE = "strike"
    CODE = "code"
    FORMULA = "formula"
    """The text is the formula's source, with the signs around it."""


VERBATIM = frozenset((Mark.CODE, Mark.FORMULA))
"""Text that is taken letter by letter."""


@dataclass(frozen=True, slots=True)
class Span:
    """A line feed in the text is a hard break."""

    text: str
    marks: frozenset[Mark] = frozenset()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, where it is called."""

    blocks: "Blocks"


Inlines = tuple[Span | Note, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is 1 to 6."""

    level: int
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Code:
    """Without the last line's end."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Item:
    """`is_done` is None where it is no task."""

    blocks: "Blocks"
    is_done: bool | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """`start` is None for bullets."""

    items: tuple[Item, ...]
    start: int | None = None


class Alignment(StrEnum):
    NONE = ""
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is the header; every row has a cell for each alignment."""

    alignments: tuple[Alignment, ...]
    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    pass


Block = Heading | Paragraph | Code | Quote | Listing | Table | Rule
Blocks = tuple[Block, ...]
