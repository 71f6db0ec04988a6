"""Blocks to Markdown. Pure; read again, it is the same blocks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from chatapp.markup import flow
from chatapp.markup.flow import Alignment, Block, Blocks, Inlines, Note
from chatapp.markup.inline_writing import inline_markdown
from chatapp.markup.spans import on_one_line

RUN = re.compile("`+|~+")
COLUMN = {Alignment.NONE: "---", Alignment.LEFT: ":--", Alignment.CENTRE: ":-:", Alignment.RIGHT: "--:"}
LARGEST_START = 999_999_999


def markdown_of(blocks: Blocks) -> str:
    """Ends with a line feed, unless there is nothing."""
    writing = _Writing()
    lines = list(writing.blocks(blocks))
    lines += writing.all_notes()
    return "\n".join(lines) + "\n" if lines else ""


@dataclass(slots=True)
class _Writing:
    """Notes are numbered as they are met, and stand at the end."""

    notes: list[Note] = field(default_factory=list)

    def blocks(self, blocks: Sequence[Block], *, is_tight: bool = False, is_inside: bool = False) -> Iterator[str]:
        before: Block | None = None
        variant = 0
        for block in blocks:
            variant = 1 - variant if _is_same_list(before, block) else 0
            if before is not None and not (is_tight and _may_interrupt(block)):
                yield ""
            yield from self._block(block, variant, is_inside=is_inside)
            before = block

    def all_notes(self) -> Iterator[str]:
        for number in count(1):
            if number > len(self.notes):
                return
            yield ""
            yield from _hung(self.blocks(self.notes[number - 1].blocks, is_inside=True), f"[^{number}]: ", "    ")

    def _block(self, block: Block, variant: int, *, is_inside: bool) -> Iterable[str]:
        match block:
            case flow.Heading() | flow.Paragraph() | flow.Rule():
                return self._lines(block, is_inside=is_inside)
            case flow.Code():
                return _code(block)
            case flow.Quote():
                return _hung(self.blocks(block.blocks, is_inside=True), "> ", "> ")
            case flow.Listing():
                return self._listing(block, variant)
            case flow.Table():
                return self._table(block)

    def _lines(self, block: flow.Heading | flow.Paragraph | flow.Rule, *, is_inside: bool) -> Sequence[str]:
        match block:
            case flow.Heading():
                return ("#" * block.level + " " + self._heading(block.inlines),)
            case flow.Paragraph():
                return self._inline(block.inlines).split("\n")
            case flow.Rule():
                return ("___" if is_inside else "---",)

    def _inline(self, inlines: Inlines) -> str:
        return inline_markdown(inlines, self._number)

    def _number(self, note: Note) -> int:
        self.notes.append(note)
        return len(self.notes)

    def _heading(self, inlines: Inlines) -> str:
        """A # at the end would be taken for the closing of the heading."""
        text = self._inline(on_one_line(inlines))
        return text[:-1] + "\\#" if text.endswith("#") and not text.endswith("\\#") else text

    def _listing(self, listing: flow.Listing, variant: int) -> Iterator[str]:
        is_tight = all(_is_tight(item) for item in listing.items)
        for place, item in enumerate(listing.items):
            if place and not is_tight:
                yield ""
            marker = _marker(listing.start, place, variant)
            lines = self.blocks(item.blocks, is_tight=is_tight, is_inside=True)
            if item.is_done is not None:
                lines = _hung(lines, "[x] " if item.is_done else "[ ] ", "")
            yield from _hung(lines, marker, " " * len(marker))

    def _table(self, table: flow.Table) -> Iterator[str]:
        for place, row in enumerate(table.rows):
            cells = [self._inline(on_one_line(cell)).replace("|", "\\|") for cell in row]
            yield "| " + " | ".join(cells) + " |"
            if place == 0:
                yield "| " + " | ".join(COLUMN[alignment] for alignment in table.alignments) + " |"


def _is_same_list(before: Block | None, block: Block) -> bool:
    """Whether the two would run together."""
    if not isinstance(before, flow.Listing) or not isinstance(block, flow.Listing):
        return False
    return (before.start is None) == (block.start is None)


def _is_tight(item: flow.Item) -> bool:
    first, *others = item.blocks or (None,)
    is_short = first is None or isinstance(first, flow.Paragraph | flow.Heading)
    return is_short and all(isinstance(other, flow.Listing) and _may_interrupt(other) for other in others)


def _may_interrupt(block: Block) -> bool:
    """A paragraph, without an empty line between."""
    if not isinstance(block, flow.Listing) or block.start not in (None, 1):
        return False
    return all(item.blocks and isinstance(item.blocks[0], flow.Paragraph) for item in block.items)


def _marker(start: int | None, place: int, variant: int) -> str:
    if start is None:
        return "* " if variant else "- "
    return f"{min(start + place, LARGEST_START)}{')' if variant else '.'} "


def _code(code: flow.Code) -> Iterator[str]:
    longest = max((len(run) for run in RUN.findall(code.text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield fence + re.sub(r"[\\&]", r"\\\g<0>", re.sub(r"[\s`]", "", code.language))
    if code.text:
        yield from code.text.split("\n")
    yield fence


def _hung(lines: Iterable[str], first: str, others: str) -> Iterator[str]:
    """Behind a marker, the lines below under the same column."""
    is_first = True
    for line in lines:
        yield (
            ((first if is_first else others) + line).rstrip(" ") if not line else (first if is_first else others) + line
        )
        is_first = False
    if is_first:
        yield first.rstrip(" ")
