"""A DOCX to blocks, with what had to be left out. Any thread. ProblemError for a file that can't be read as one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from chatapp.exchange.document.cells import table_of
from chatapp.exchange.document.docx_looks import (
    CODES,
    LANGUAGE,
    LINES,
    QUOTED_TABLE,
    QUOTES,
    SOURCE_CODES,
    TABLE_OF_CONTENTS,
    Looks,
    left_of,
    number,
    value_of,
)
from chatapp.exchange.document.docx_numbering import Numbering
from chatapp.exchange.document.docx_styles import quotes_of
from chatapp.exchange.document.docx_words import Words, has_drawn_line
from chatapp.exchange.document.draft import Draft
from chatapp.exchange.document.loss import Losses, LossKind
from chatapp.exchange.document.nesting import STEP, Nesting, Position
from chatapp.exchange.document.package import Package
from chatapp.markup import flow
from chatapp.markup.flow import Alignment, Blocks, Note
from chatapp.markup.spans import joined, on_one_line, words_of

DOCUMENT = "word/document.xml"
PAGE_EDGE = re.compile(r"word/(header|footer)\d*\.xml")
CONTAINERS = ("sdtContent", "ins", "moveTo", "customXml", "smartTag")
SIDES = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTRE,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
}
MOST_COLUMNS = 64
NOTE_PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}


def is_docx(package: Package) -> bool:
    return DOCUMENT in package.names


def read_docx(package: Package) -> Draft:
    losses = Losses()
    reading = _Reading(package, losses)
    body = package.required(DOCUMENT).find("body")
    blocks = reading.blocks(body) if body is not None else ()
    edges = [part for part in sorted(package.names) if PAGE_EDGE.fullmatch(part)]
    losses.note(LossKind.HEADER, sum(_has_words(package.tree(part)) for part in edges))
    core = package.tree("docProps/core.xml")
    title = core.findtext("title") if core is not None else None
    return Draft(" ".join((title or "").split()), blocks, losses)


class _Reading:
    def __init__(self, package: Package, losses: Losses) -> None:
        self._losses = losses
        self._looks = Looks(package.tree("word/styles.xml"))
        self._numbering = Numbering.of(package.tree("word/numbering.xml"))
        self._notes: dict[tuple[str, str], tuple[Element, str]] = {}
        for kind, part in NOTE_PARTS.items():
            tree = package.tree(part)
            for note in tree.findall(kind) if tree is not None else ():
                self._notes[kind, note.get("id", "")] = note, part
        self._links = {part: _links(package, part) for part in (DOCUMENT, *NOTE_PARTS.values())}
        self._words = Words(self._looks, losses, self._note, self._links[DOCUMENT])

    def blocks(self, parent: Element) -> Blocks:
        nesting = Nesting()
        code: list[str] = []
        for child in self._children(parent):
            if child.tag == "tbl":
                _put_code(nesting, code)
                self._put_table(nesting, child)
                continue
            style = value_of(child.find("pPr"), "pStyle")
            if self._is_line_of_code(style):
                code.append(words_of(tuple(self._words.spans(child))))
                continue
            _put_code(nesting, code)
            self._put_paragraph(nesting, child, style)
            while self._words.boxes:
                for block in self.blocks(self._words.boxes.pop(0)):
                    nesting.put(block, Position())
        _put_code(nesting, code)
        return nesting.finish()

    def _children(self, parent: Element) -> Iterator[Element]:
        """Paragraphs and tables, wherever they are wrapped."""
        for child in parent:
            if child.tag in ("p", "tbl"):
                yield child
            elif child.tag in CONTAINERS:
                yield from self._children(child)
            elif child.tag == "sdt" and (inside := child.find("sdtContent")) is not None:
                gallery = child.find("sdtPr/docPartObj/docPartGallery")
                if gallery is not None and gallery.get("val", "") == TABLE_OF_CONTENTS:
                    self._losses.note(LossKind.CONTENTS)
                else:
                    yield from self._children(inside)

    def _is_line_of_code(self, style: str | None) -> bool:
        """Other programs make a paragraph of each line; in ours, as in pandoc's, one is the whole."""
        return self._looks.is_among(style, CODES) and not self._is_source(style)

    def _is_source(self, style: str | None) -> bool:
        return self._looks.is_among(style, SOURCE_CODES)

    def _put_paragraph(self, nesting: Nesting, paragraph: Element, style: str | None) -> None:
        properties = paragraph.find("pPr")
        position = self._position(properties, style)
        inlines = joined(self._words.spans(paragraph)) if not self._is_source(style) else ()
        if self._is_source(style):
            language = LANGUAGE.fullmatch(self._looks.name(style))
            text = words_of(tuple(self._words.spans(paragraph)))
            nesting.put(flow.Code(text, language[1] if language else ""), position)
        elif not inlines and self._is_rule(paragraph, style):
            nesting.put(flow.Rule(), position)
        elif (level := self._looks.heading(style)) is not None:
            if words := on_one_line(inlines):
                nesting.put(flow.Heading(level, words), replace(position, item=None))
        else:
            nesting.put(flow.Paragraph(inlines) if inlines else None, position)

    def _is_rule(self, paragraph: Element, style: str | None) -> bool:
        has_line = paragraph.find("pPr/pBdr/bottom") is not None
        return has_line or has_drawn_line(paragraph) or self._looks.is_among(style, LINES)

    def _position(self, properties: Element | None, style: str | None) -> Position:
        own = properties.find("numPr") if properties is not None else None
        listed = own if own is not None else self._looks.numbering(style)
        numbered, inside = None, None
        if listed is not None and self._looks.heading(style) is None:
            numbered, inside = self._numbering.item(listed)
        left = next((one for one in (left_of(properties), inside, self._looks.left(style)) if one is not None), 0)
        bar = properties.find("pBdr/left") if properties is not None else None
        if bar is None:
            bar = self._looks.bar(style)
        if bar is not None and (quotes := quotes_of(bar)):
            return Position(left, quotes, numbered)
        if bar is not None or self._looks.is_among(style, QUOTES):
            return Position(STEP * (2 if numbered else 1), 1, numbered)
        return Position(left, 0, numbered)

    def _put_table(self, nesting: Nesting, table: Element) -> None:
        """A box around text is no table."""
        style = value_of(table.find("tblPr"), "tblStyle")
        indent = table.find("tblPr/tblInd")
        left = number(indent.get("w")) if indent is not None else None
        quoted = QUOTED_TABLE.fullmatch(self._looks.name(style))
        position = Position(left or 0, int(quoted[1]) if quoted is not None else 0)
        rows = [list(self._cells(row)) for row in _rows(table)]
        if len(rows) == 1 and len(rows[0]) == 1:
            for block in rows[0][0]:
                nesting.put(block, position)
            return
        first = next(_rows(table), None)
        alignments = [_alignment(cell) for cell in first.findall("tc")] if first is not None else []
        if (found := table_of(rows, alignments, self._losses)) is not None:
            nesting.put(found, position)

    def _cells(self, row: Element) -> Iterator[Blocks]:
        """A cell over several columns or rows is its words and then empty ones."""
        for cell in row.findall("tc"):
            properties = cell.find("tcPr")
            span = max(1, min(MOST_COLUMNS, number(value_of(properties, "gridSpan")) or 1))
            is_below = value_of(properties, "vMerge") in ("", "continue")
            self._losses.note(LossKind.MERGED_CELL, int(span > 1 or is_below))
            yield () if is_below else self.blocks(cell)
            yield from ((),) * (span - 1)

    def _note(self, kind: str, key: str) -> Note | None:
        """None for one that is missing, or that calls itself."""
        found = self._notes.pop((kind, key), None)
        if found is None:
            return None
        outside, self._words.links = self._words.links, self._links[found[1]]
        blocks = self.blocks(found[0])
        self._words.links = outside
        self._notes[kind, key] = found
        return Note(blocks) if blocks else None


def _put_code(nesting: Nesting, lines: list[str]) -> None:
    if lines:
        nesting.put(flow.Code("\n".join(lines)), Position())
        lines.clear()


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("sdt", *CONTAINERS):
            yield from _rows(child)


def _alignment(cell: Element) -> Alignment:
    return SIDES.get(value_of(cell.find("p/pPr"), "jc") or "", Alignment.NONE)


def _links(package: Package, part: str) -> dict[str, str]:
    """Addresses outside that are named in a part. They are text: nothing asks for them."""
    folder, _, name = part.rpartition("/")
    tree = package.tree(f"{folder}/_rels/{name}.rels")
    listed = tree.findall("Relationship") if tree is not None else ()
    return {one.get("Id", ""): one.get("Target", "") for one in listed if one.get("Type", "").endswith("/hyperlink")}


def _has_words(tree: Element | None) -> bool:
    return tree is not None and any((part.text or "").strip() for part in tree.iter("t"))
