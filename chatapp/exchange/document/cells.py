"""What stands in the cells of a word processor's table, as one line each: all that Markdown's tables hold. Pure."""

from collections.abc import Iterator, Sequence

from chatapp.exchange.document.loss import Losses, LossKind
from chatapp.markup import flow
from chatapp.markup.flow import Alignment, Blocks, Inlines, Note, Span
from chatapp.markup.spans import on_one_line, words_of


def table_of(rows: Sequence[Sequence[Blocks]], alignments: Sequence[Alignment], losses: Losses) -> flow.Table | None:
    """As wide as its widest row; None where it says nothing."""
    width = max((len(row) for row in rows), default=0)
    if not width:
        return None
    cells = tuple(tuple(line_of(cell, losses) for cell in row) + ((),) * (width - len(row)) for row in rows)
    if not any(words_of(cell) for row in cells for cell in row):
        return None
    sides = tuple(alignments[:width]) + (Alignment.NONE,) * (width - len(alignments))
    return flow.Table(sides, cells)


def line_of(blocks: Blocks, losses: Losses) -> Inlines:
    losses.note(LossKind.CELL, int(len(blocks) > 1))
    losses.note(LossKind.NESTED_TABLE, sum(isinstance(block, flow.Table) for block in blocks))
    return on_one_line(_with_spaces(lines_of(blocks)))


def lines_of(blocks: Blocks) -> Iterator[Inlines]:
    """All lines, whatever they stand in."""
    for block in blocks:
        match block:
            case flow.Heading() | flow.Paragraph():
                yield block.inlines
            case flow.Code():
                yield (Span(block.text),)
            case flow.Quote():
                yield from lines_of(block.blocks)
            case flow.Listing():
                for item in block.items:
                    yield from lines_of(item.blocks)
            case flow.Table():
                for row in block.rows:
                    yield from row
            case flow.Rule():
                pass


def _with_spaces(lines: Iterator[Inlines]) -> Inlines:
    found: list[Span | Note] = []
    for line in lines:
        found += [Span(" "), *line] if found else line
    return tuple(found)
