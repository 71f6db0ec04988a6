"""Blocks as plain text: the words without any sign of Markdown, lists and tables as one would type them. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from chatapp.markup import flow
from chatapp.markup.flow import Block, Blocks, Inlines, Note

TASKS = {None: "", False: "[ ] ", True: "[x] "}
RULE = "* * *"


def plain_text(blocks: Blocks) -> str:
    writing = _Writing()
    lines = list(writing.blocks(blocks))
    for number, note in enumerate(writing.notes, 1):
        lines += ["", *_hung(writing.blocks(note.blocks), f"[{number}] ")]
    return "\n".join(lines) + "\n" if lines else ""


@dataclass(slots=True)
class _Writing:
    notes: list[Note] = field(default_factory=list)

    def blocks(self, blocks: Blocks) -> Iterator[str]:
        for place, block in enumerate(blocks):
            if place:
                yield ""
            yield from self._block(block)

    def _block(self, block: Block) -> Iterable[str]:
        match block:
            case flow.Heading() | flow.Paragraph():
                return self._inline(block.inlines).split("\n")
            case flow.Code():
                return ("    " + line if line else "" for line in block.text.split("\n"))
            case flow.Quote():
                return ("  " + line if line else "" for line in self.blocks(block.blocks))
            case flow.Listing():
                return self._listing(block)
            case flow.Table():
                return ("\t".join(map(self._inline, row)) for row in block.rows)
            case flow.Rule():
                return (RULE,)

    def _listing(self, listing: flow.Listing) -> Iterator[str]:
        for place, item in enumerate(listing.items):
            marker = "- " if listing.start is None else f"{listing.start + place}. "
            lines = list(self.blocks(item.blocks))
            is_short = all(isinstance(block, flow.Paragraph | flow.Listing) for block in item.blocks)
            if is_short and len(item.blocks) > 1:
                lines = [line for line in lines if line]
            yield from _hung(lines, marker + TASKS[item.is_done], " " * len(marker))

    def _inline(self, inlines: Inlines) -> str:
        """An address stands behind the words that lead to it."""
        parts: list[str] = []
        for inline in inlines:
            if isinstance(inline, Note):
                self.notes.append(inline)
                parts.append(f"[{len(self.notes)}]")
            else:
                parts.append(inline.text)
                if inline.link and inline.link.removeprefix("mailto:") != inline.text:
                    parts.append(f" ({inline.link})")
        return "".join(parts)


def _hung(lines: Iterable[str], first: str, others: str = "    ") -> Iterator[str]:
    for place, line in enumerate(lines):
        yield first + line if not place else others + line if line else ""
