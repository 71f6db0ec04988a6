"""What a paragraph of a DOCX says: its runs, links, notes and fields as spans. Keeps what a field began across
paragraphs; what a text can't hold is counted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from chatapp.exchange.document.docx_looks import OFF, Looks, is_on, number, value_of
from chatapp.exchange.document.loss import Losses, LossKind
from chatapp.markup.flow import Mark, Note, Span

ADDRESSES = ("http://", "https://", "mailto:", "#")
CONTENTS = ("TOC", "INDEX", "TOA", "BIBLIOGRAPHY")
LINK = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+)?"([^"]*)"')
PRIVATE = range(0xE000, 0xF900)
SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
WRAPPERS = ("smartTag", "customXml", "sdtContent", "dir", "bdo", "Choice", "ruby", "rubyBase", "moveTo", "ins")
PICTURES = ("drawing", "pict", "object")


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    is_result: bool = False

    @property
    def is_contents(self) -> bool:
        return self.instruction.split()[:1] in ([name] for name in CONTENTS)

    @property
    def link(self) -> str:
        found = LINK.match(self.instruction)
        if found is None:
            return ""
        return "#" + found[1] if "\\l" in self.instruction else found[1]


@dataclass(slots=True)
class Words:
    """`note` gives a note's blocks by the name of its part and its id; `boxes` collects what stands in text boxes."""

    looks: Looks
    losses: Losses
    note: Callable[[str, str], Note | None]
    links: dict[str, str] = field(default_factory=dict)
    boxes: list[Element] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)

    def spans(self, paragraph: Element, link: str = "") -> Iterator[Span | Note]:
        for child in paragraph:
            match child.tag:
                case "r":
                    yield from self._run(child, link)
                case "hyperlink":
                    yield from self.spans(child, self._target(child))
                case "fldSimple":
                    yield from self._simple(child, link)
                case "sdt" | "AlternateContent":
                    inside = child.find("sdtContent" if child.tag == "sdt" else "Choice")
                    if inside is not None:
                        yield from self.spans(inside, link)
                case "oMath" | "oMathPara":
                    self.losses.note(LossKind.FORMULA)
                    yield Span("".join(part.text or "" for part in child.iter("t")), link=link)
                case "del" | "moveFrom":
                    self.losses.note(LossKind.DELETION)
                case tag if tag in WRAPPERS:
                    self.losses.note(LossKind.INSERTION, int(tag == "ins"))
                    yield from self.spans(child, link)

    def _run(self, run: Element, link: str) -> Iterator[Span | Note]:
        properties = run.find("rPr")
        if is_on(properties, "vanish"):
            self.losses.note(LossKind.HIDDEN, int(run.find("t") is not None))
            return
        link = next((one.link for one in reversed(self.fields) if one.link), link)
        link = self._safe(link)
        marks = self._marks(properties)
        if not link and run.find("t") is not None and _is_fancy(properties):
            self.losses.note(LossKind.LOOK)
        for child in run:
            if child.tag in ("footnoteReference", "endnoteReference"):
                note = self.note(child.tag.removesuffix("Reference"), child.get("id", ""))
                if note is not None:
                    yield note
                continue
            text = self._text(child)
            if text and not self._is_silent():
                yield Span(text, marks, link)

    def _text(self, child: Element) -> str:
        match child.tag:
            case "t":
                return child.text or ""
            case "br":
                return "\n" if child.get("type", "textWrapping") == "textWrapping" else ""
            case "sym":
                return _symbol(child)
            case "fldChar" | "instrText":
                self._field(child)
            case "ruby":
                return "".join(part.text or "" for part in child.iterfind("rubyBase//t"))
            case "commentReference":
                self.losses.note(LossKind.COMMENT)
            case tag if tag in PICTURES or tag == "AlternateContent":
                self._picture(child)
        return SIGNS.get(child.tag, "")

    def _field(self, child: Element) -> None:
        """Begin, instruction, separator, result, end: what stands before the separator is no text."""
        if child.tag == "instrText":
            if self.fields and not self.fields[-1].is_result:
                self.fields[-1].instruction += child.text or ""
            return
        kind = child.get("fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].is_result = True
            self.losses.note(LossKind.CONTENTS, int(self.fields[-1].is_contents))
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_silent(self) -> bool:
        return any(not one.is_result or one.is_contents for one in self.fields)

    def _simple(self, child: Element, link: str) -> Iterator[Span | Note]:
        found = _Field(child.get("instr", ""))
        if found.is_contents:
            self.losses.note(LossKind.CONTENTS)
            return
        yield from self.spans(child, found.link or link)

    def _picture(self, child: Element) -> None:
        """Of two ways to draw the same, the first."""
        boxes = list((next(child.iter("Choice"), child)).iter("txbxContent"))
        if boxes:
            self.losses.note(LossKind.TEXT_BOX, len(boxes))
            self.boxes += boxes[:1]
        elif any(part.tag in ("OLEObject", "control") for part in child.iter()):
            self.losses.note(LossKind.OBJECT)
        elif not has_drawn_line(child):
            self.losses.note(LossKind.PICTURE)

    def _target(self, link: Element) -> str:
        """Where it leads; it is only written down."""
        anchor = link.get("anchor")
        outside = self.links.get(link.get("id", ""), "")
        return outside if outside or not anchor else "#" + anchor

    def _safe(self, link: str) -> str:
        if not link or link.lower().startswith(ADDRESSES):
            return link
        self.losses.note(LossKind.LINK)
        return ""

    def _marks(self, properties: Element | None) -> frozenset[Mark]:
        """A run's own word counts before that of its style. Words from right to left have properties of their own."""
        if properties is None:
            return frozenset()
        found = set(self.looks.marks(value_of(properties, "rStyle")))
        is_reversed = bool(is_on(properties, "rtl") or is_on(properties, "cs"))
        for mark, names in (
            (Mark.STRONG, ("bCs", "b") if is_reversed else ("b",)),
            (Mark.EMPHASIS, ("iCs", "i") if is_reversed else ("i",)),
            (Mark.STRIKE, ("strike", "dstrike")),
        ):
            said = next((one for name in names if (one := is_on(properties, name)) is not None), None)
            if said is not None:
                (found.add if said else found.discard)(mark)
        return frozenset(found)


def has_drawn_line(part: Element) -> bool:
    """A line across the page, which is drawn as a rectangle."""
    return any(shape.get("hr", "f") in ("t", "true", "1") for shape in part.iter("rect"))


def _symbol(child: Element) -> str:
    """A letter of a font of pictures has no meaning without it."""
    try:
        code = int(child.get("char", ""), 16)
    except ValueError:
        return ""
    return "•" if code in PRIVATE or not 0x20 <= code <= 0x10FFFF else chr(code)


def _is_fancy(properties: Element | None) -> bool:
    if properties is None:
        return False
    underline, colour = value_of(properties, "u"), value_of(properties, "color")
    return (
        (underline is not None and underline not in OFF)
        or (colour not in (None, "", "auto") and number(colour) != 0)
        or value_of(properties, "vertAlign") in ("superscript", "subscript")
        or value_of(properties, "highlight") not in (None, "none")
    )
