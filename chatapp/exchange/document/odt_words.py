"""What a paragraph of an ODT says: spans, links, notes; what a text can't hold is counted."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from chatapp.exchange.document.docx_looks import number
from chatapp.exchange.document.docx_words import ADDRESSES
from chatapp.exchange.document.loss import Losses, LossKind
from chatapp.exchange.document.odt_looks import OdtLooks
from chatapp.markup.flow import Block, Blocks, Mark, Note, Span

WHITE = re.compile(r"[ \t\r\n]+")
MOST_SPACES = 1_000
SIGNS = {"tab": "\t", "line-break": "\n"}


@dataclass(slots=True)
class OdtWords:
    """`boxes` collects what stands in text boxes."""

    looks: OdtLooks
    losses: Losses
    read: Callable[[Element], Blocks]
    boxes: list[Block] = field(default_factory=list)

    def spans(self, parent: Element, marks: Mapping[Mark, bool], link: str) -> Iterator[Span | Note]:
        yield from _text(parent.text, marks, link)
        for child in parent:
            yield from self.child_spans(child, marks, link)
            yield from _text(child.tail, marks, link)

    def child_spans(self, child: Element, marks: Mapping[Mark, bool], link: str) -> Iterator[Span | Note]:
        match child.tag:
            case "span":
                name = child.get("style-name", "")
                self.losses.note(LossKind.LOOK, int(not link and self.looks.is_fancy(name)))
                yield from self.spans(child, {**marks, **self.looks.marks(name)}, link)
            case "a":
                yield from self.spans(child, marks, self._safe(child.get("href", "")))
            case "s":
                times = max(1, min(MOST_SPACES, number(child.get("c")) or 1))
                yield Span(" " * times, _marks(marks), link)
            case "tab" | "line-break":
                yield Span(SIGNS[child.tag], _marks(marks), link)
            case "note":
                body = child.find("note-body")
                if body is not None and (blocks := self.read(body)):
                    yield Note(blocks)
            case "ruby":
                for base in child.findall("ruby-base"):
                    yield from self.spans(base, marks, link)
            case _:
                yield from self._other(child, marks, link)

    def _other(self, child: Element, marks: Mapping[Mark, bool], link: str) -> Iterator[Span | Note]:
        """Comments, pictures, and fields, whose words are kept."""
        match child.tag:
            case "annotation":
                self.losses.note(LossKind.COMMENT)
            case "hidden-text" | "hidden-paragraph":
                self.losses.note(LossKind.HIDDEN)
            case "frame" | "custom-shape" | "g" | "rect" | "line" | "control":
                self._drawn(child)
            case _:
                yield from self.spans(child, marks, link)

    def _drawn(self, child: Element) -> None:
        box = child.find("text-box")
        if box is not None:
            self.losses.note(LossKind.TEXT_BOX)
            self.boxes += self.read(box)
        elif child.tag == "control" or child.find("object-ole") is not None:
            self.losses.note(LossKind.OBJECT)
        else:
            self.losses.note(LossKind.PICTURE)

    def _safe(self, link: str) -> str:
        if not link or link.lower().startswith(ADDRESSES):
            return link
        self.losses.note(LossKind.LINK)
        return ""


def _text(text: str | None, marks: Mapping[Mark, bool], link: str) -> Iterator[Span]:
    """White space is one space; the others are elements."""
    if text:
        yield Span(WHITE.sub(" ", text), _marks(marks), link)


def _marks(marks: Mapping[Mark, bool]) -> frozenset[Mark]:
    return frozenset(mark for mark, is_on in marks.items() if is_on)
