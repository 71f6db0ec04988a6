"""Blocks to a DOCX. A list or a quotation is told by indentation and styles, as in any word processor; a reader of
ours finds the same blocks in it. Any thread.
"""

import zipfile
from dataclasses import dataclass, field, replace
from typing import IO

from chatapp.exchange.document import docx_styles as parts
from chatapp.exchange.document.docx_styles import HANGING, INDENT, LEVELS, value
from chatapp.exchange.document.xml_text import HEADER, STRETCH, element, is_right_to_left, text_content
from chatapp.markup import flow
from chatapp.markup.flow import Alignment, Block, Blocks, Inlines, Mark, Note, Span
from chatapp.markup.spans import on_one_line, words_of

TASKS = {None: "", False: "☐ ", True: "☒ "}
MADE_AT = (1980, 1, 1, 0, 0, 0)
"""The same text gives the same file."""
TEXT_WIDTH = 9412
JUSTIFICATION = {Alignment.LEFT: "left", Alignment.CENTRE: "center", Alignment.RIGHT: "right"}


def write_docx(blocks: Blocks, title: str, file: IO[bytes]) -> None:
    writing = _Writing()
    body = writing.body(blocks)
    page = element(
        "w:sectPr", None, element("w:pgSz", {"w:w": "11906", "w:h": "16838"}), element("w:pgMar", _margins())
    )
    members = {
        "[Content_Types].xml": parts.content_types(),
        "_rels/.rels": _relations(
            [("officeDocument", "word/document.xml", False), ("metadata/core-properties", "docProps/core.xml", False)]
        ),
        "docProps/core.xml": _core(title),
        "word/document.xml": HEADER + element("w:document", parts.NAMESPACES, element("w:body", None, body, page)),
        "word/styles.xml": parts.styles(frozenset(writing.languages)),
        "word/numbering.xml": parts.numbering(writing.lists),
        "word/footnotes.xml": parts.footnotes(writing.notes),
        "word/_rels/document.xml.rels": _relations(
            [(name, f"{name}.xml", False) for name in ("styles", "numbering", "footnotes")]
            + [("hyperlink", link, True) for link in writing.links]
        ),
        "word/_rels/footnotes.xml.rels": _relations([("hyperlink", link, True) for link in writing.note_links]),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, MADE_AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(info, content.encode())


@dataclass(frozen=True, slots=True)
class _Place:
    """How deep, in what, and the marker of an item that waits for its first paragraph."""

    depth: int = 0
    lists: int = 0
    quotes: int = 0
    is_right_in_quote: bool = False
    is_note: bool = False
    number: int | None = None
    task: str = ""

    @property
    def inner(self) -> "_Place":
        return replace(self, number=None, task="")


@dataclass(slots=True)
class _Writing:
    lists: list[int | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    note_links: list[str] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)

    def body(self, blocks: Blocks) -> str:
        return self._blocks(blocks, _Place())

    def _blocks(self, blocks: Blocks, place: _Place) -> str:
        written: list[str] = []
        if place.number is not None and not (blocks and isinstance(blocks[0], flow.Paragraph)):
            written.append(self._paragraph((), "ListParagraph", place))
            place = place.inner
        for block in blocks:
            written.append(self._block(block, place))
            place = place.inner
        return "".join(written)

    def _block(self, block: Block, place: _Place) -> str:
        match block:
            case flow.Code():
                return self._code(block, place)
            case flow.Quote():
                inside = replace(place.inner, depth=place.depth + 1, quotes=place.quotes + 1, is_right_in_quote=True)
                return self._blocks(block.blocks, inside)
            case flow.Listing():
                return self._listing(block, place)
            case flow.Table():
                return self._table(block, place)
            case _:
                return self._line(block, place)

    def _line(self, block: flow.Heading | flow.Paragraph | flow.Rule, place: _Place) -> str:
        match block:
            case flow.Heading():
                return self._paragraph(on_one_line(block.inlines), f"Heading{block.level}", place)
            case flow.Paragraph():
                return self._paragraph(block.inlines, _style_at(place), place)
            case flow.Rule():
                return self._paragraph((), "HorizontalLine", place)

    def _listing(self, listing: flow.Listing, place: _Place) -> str:
        self.lists.append(listing.start)
        inside = replace(place, depth=place.depth + 1, lists=place.lists + 1, is_right_in_quote=False)
        number = len(self.lists)
        return "".join(
            self._blocks(item.blocks, replace(inside, number=number, task=TASKS[item.is_done]))
            for item in listing.items
        )

    def _code(self, code: flow.Code, place: _Place) -> str:
        if code.language:
            self.languages.add(code.language)
        style = parts.code_style(code.language)
        return _paragraph(_properties(style, place), element("w:r", None, _content(code.text)))

    def _paragraph(self, inlines: Inlines, style: str, place: _Place) -> str:
        is_reversed = is_right_to_left(words_of(inlines))
        task = _run(Span(place.task)) if place.task else ""
        return _paragraph(_properties(style, place, is_reversed=is_reversed), task + self._inlines(inlines, place))

    def _inlines(self, inlines: Inlines, place: _Place) -> str:
        return "".join(self._note(one, place) if isinstance(one, Note) else self._linked(one, place) for one in inlines)

    def _linked(self, span: Span, place: _Place) -> str:
        if not span.link:
            return _run(span)
        if span.link.startswith("#"):
            return element("w:hyperlink", {"w:anchor": span.link[1:]}, _run(span))
        links, own = (self.note_links, 0) if place.is_note else (self.links, 3)
        if span.link not in links:
            links.append(span.link)
        return element("w:hyperlink", {"r:id": f"rId{links.index(span.link) + 1 + own}"}, _run(span))

    def _note(self, note: Note, place: _Place) -> str:
        """Word has no notes in notes: there it stands in brackets."""
        if place.is_note:
            words = " ".join(words_of(one.inlines) for one in note.blocks if isinstance(one, flow.Paragraph))
            return _run(Span(f" [{words}]"))
        inside = self._blocks(note.blocks, _Place(is_note=True)) or element("w:p")
        mark = element("w:rPr", None, value("w:rStyle", "FootnoteReference"))
        self.notes.append(inside)
        reference = element("w:footnoteReference", {"w:id": str(len(self.notes))})
        return element("w:r", None, mark, reference)

    def _table(self, table: flow.Table, place: _Place) -> str:
        """Behind each stands an empty paragraph: Word wants one, and tables that touch would be one."""
        indent = element("w:tblInd", {"w:w": str(place.depth * INDENT), "w:type": "dxa"})
        width = element("w:tblW", {"w:w": "0", "w:type": "auto"})
        look = element("w:tblPr", None, value("w:tblStyle", parts.quoted_table(place.quotes)), width, indent)
        grid = element(
            "w:tblGrid",
            None,
            *[element("w:gridCol", {"w:w": str(TEXT_WIDTH // len(table.alignments))})] * len(table.alignments),
        )
        rows = []
        for at, row in enumerate(table.rows):
            style = "TableText" if at else "TableHeading"
            cells = [
                element("w:tc", None, self._cell(cell, style, alignment))
                for cell, alignment in zip(row, table.alignments, strict=True)
            ]
            head = "" if at else element("w:trPr", None, element("w:tblHeader"))
            rows.append(element("w:tr", None, head, *cells))
        return element("w:tbl", None, look, grid, *rows) + element("w:p")

    def _cell(self, inlines: Inlines, style: str, alignment: Alignment) -> str:
        side = value("w:jc", JUSTIFICATION[alignment]) if alignment else ""
        direction = element("w:bidi") if is_right_to_left(words_of(inlines)) else ""
        return _paragraph(value("w:pStyle", style) + direction + side, self._inlines(inlines, _Place()))


def _style_at(place: _Place) -> str:
    if place.is_right_in_quote:
        return "Quote"
    if place.is_note and not place.depth:
        return "FootnoteText"
    return "ListParagraph" if place.depth else ""


def _properties(style: str, place: _Place, *, is_reversed: bool = False) -> str:
    listed = [value("w:pStyle", style)] if style else []
    if place.number is not None:
        level = value("w:ilvl", str(min(place.lists, LEVELS) - 1))
        listed.append(element("w:numPr", None, level, value("w:numId", str(place.number))))
    if place.quotes > 1 or (place.quotes and style != "Quote"):
        listed.append(parts.bar(place.quotes))
    if is_reversed:
        listed.append(element("w:bidi"))
    if place.depth:
        hanging = {"w:hanging": str(HANGING)} if place.number is not None else {}
        listed.append(element("w:ind", {"w:left": str(place.depth * INDENT), **hanging}))
    return "".join(listed)


def _paragraph(properties: str, content: str) -> str:
    return element("w:p", None, element("w:pPr", None, properties) if properties else "", content)


def _run(span: Span) -> str:
    """Words written from right to left are runs of their own: Word takes their marks from other properties."""
    written: list[str] = []
    at = 0
    for found in STRETCH.finditer(span.text):
        written += _runs(span, span.text[at : found.start()], is_reversed=False)
        written += _runs(span, found[0], is_reversed=True)
        at = found.end()
    written += _runs(span, span.text[at:], is_reversed=False)
    return "".join(written)


def _runs(span: Span, text: str, *, is_reversed: bool) -> list[str]:
    if not text:
        return []
    listed: list[str] = []
    styles = {Mark.CODE: "VerbatimChar", Mark.FORMULA: "Formula"}
    style = next((name for mark, name in styles.items() if mark in span.marks), "Hyperlink" if span.link else "")
    if style:
        listed.append(value("w:rStyle", style))
    for mark, names in (
        (Mark.STRONG, ("w:b", "w:bCs")),
        (Mark.EMPHASIS, ("w:i", "w:iCs")),
        (Mark.STRIKE, ("w:strike",)),
    ):
        if mark in span.marks:
            listed += [element(name) for name in names]
    if is_reversed:
        listed.append(element("w:rtl"))
    return [element("w:r", None, element("w:rPr", None, *listed) if listed else "", _content(text))]


def _content(text: str) -> str:
    """Lines and tabs are elements."""
    lines = []
    for line in text.split("\n"):
        pieces = [
            element("w:t", {"xml:space": "preserve"}, text_content(piece)) if piece else ""
            for piece in line.split("\t")
        ]
        lines.append(element("w:tab").join(pieces))
    return element("w:br").join(lines)


def _relations(listed: list[tuple[str, str, bool]]) -> str:
    """Kind, target, and whether that lies outside; the ids count from 1."""
    written = []
    for at, (kind, target, is_outside) in enumerate(listed):
        base = parts.PACKAGE if "/" in kind else parts.RELATIONS
        kind_address = f"{base}/relationships/{kind}" if "/" in kind else f"{base}/{kind}"
        attributes = {"Id": f"rId{at + 1}", "Type": kind_address, "Target": target}
        written.append(element("Relationship", attributes | ({"TargetMode": "External"} if is_outside else {})))
    return HEADER + element("Relationships", {"xmlns": f"{parts.PACKAGE}/relationships"}, *written)


def _core(title: str) -> str:
    spaces = {
        "xmlns:cp": f"{parts.PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    }
    return HEADER + element("cp:coreProperties", spaces, element("dc:title", None, text_content(title)))


def _margins() -> dict[str, str]:
    return {f"w:{side}": "1247" for side in ("top", "right", "bottom", "left")} | {
        "w:header": "708",
        "w:footer": "708",
        "w:gutter": "0",
    }
