"""Blocks to an ODT. Lists are lists; a quotation is a style, or a section where more than paragraphs is in it. Any
thread."""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import IO

from chatapp.exchange.document import odt_styles as parts
from chatapp.exchange.document.cells import lines_of
from chatapp.exchange.document.odt_styles import CODE
from chatapp.exchange.document.xml_text import HEADER, element, is_right_to_left, text_content
from chatapp.markup import flow
from chatapp.markup.flow import VERBATIM, Alignment, Block, Blocks, Inlines, Mark, Note, Span
from chatapp.markup.spans import on_one_line, words_of

TASKS = {None: "", False: "☐ ", True: "☒ "}
MADE_AT = (1980, 1, 1, 0, 0, 0)
SPACES = re.compile(r"(?<= ) +|^ +")


def write_odt(blocks: Blocks, title: str, file: IO[bytes]) -> None:
    writing = _Writing()
    text = element("office:body", None, element("office:text", None, writing.blocks(blocks, _Place())))
    looks = element("office:automatic-styles", None, parts.cell(), *writing.styles.values())
    members = {
        "mimetype": parts.TYPE,
        "content.xml": HEADER + element("office:document-content", parts.NAMESPACES, looks, text),
        "styles.xml": parts.styles(),
        "meta.xml": parts.meta(title),
        "META-INF/manifest.xml": parts.manifest(),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, MADE_AT)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            zipped.writestr(info, content.encode())


@dataclass(frozen=True, slots=True)
class _Place:
    base: str = "Standard"
    is_listed: bool = False
    is_note: bool = False


@dataclass(slots=True)
class _Writing:
    """`styles` are those that are made for a stretch or a paragraph, by name."""

    styles: dict[str, str] = field(default_factory=dict)
    sections: int = 0
    notes: int = 0

    def blocks(self, blocks: Blocks, place: _Place, task: str = "") -> str:
        """`task` goes before the first words."""
        first = blocks[0] if blocks else None
        begun = ""
        if task and isinstance(first, flow.Paragraph):
            blocks = (flow.Paragraph((Span(task), *first.inlines)), *blocks[1:])
        elif task:
            begun = self._paragraph((Span(task),), place.base)
        return begun + "".join(self._block(block, place) for block in blocks)

    def _block(self, block: Block, place: _Place) -> str:
        match block:
            case flow.Code():
                return self._code(block)
            case flow.Quote():
                return self._quote(block, place)
            case flow.Listing():
                return self._listing(block, place)
            case flow.Table():
                return self._table(block, place)
            case _:
                return self._line(block, place)

    def _line(self, block: flow.Heading | flow.Paragraph | flow.Rule, place: _Place) -> str:
        match block:
            case flow.Heading():
                inlines = on_one_line(block.inlines)
                look = {"text:style-name": f"Heading_20_{block.level}", "text:outline-level": str(block.level)}
                return element("text:h", look, self._inlines(inlines))
            case flow.Paragraph():
                return self._paragraph(block.inlines, place.base)
            case flow.Rule():
                return self._paragraph((), "Horizontal_20_Line")

    def _quote(self, quote: flow.Quote, place: _Place) -> str:
        quoted = replace(place, base=parts.QUOTE)
        if place.is_listed or place.is_note:
            is_words = [isinstance(block, flow.Paragraph) for block in quote.blocks]
            pairs = zip(quote.blocks, is_words, strict=True)
            return "".join(self._block(block, quoted if is_word else place) for block, is_word in pairs)
        inside = self.blocks(quote.blocks, quoted)
        if place.base != parts.QUOTE and all(isinstance(block, flow.Paragraph) for block in quote.blocks):
            return inside
        self.sections += 1
        return element("text:section", {"text:name": f"{SECTION}{self.sections}"}, inside)

    def _listing(self, listing: flow.Listing, place: _Place) -> str:
        inside = replace(place, is_listed=True)
        items = []
        for at, item in enumerate(listing.items):
            start = {} if at or listing.start is None else {"text:start-value": str(listing.start)}
            items.append(element("text:list-item", start, self.blocks(item.blocks, inside, TASKS[item.is_done])))
        name = parts.BULLETS if listing.start is None else parts.NUMBERS
        return element("text:list", {"text:style-name": name}, *items)

    def _code(self, code: flow.Code) -> str:
        name = CODE
        if code.language:
            name = f"{CODE}_20_{code.language}"
            self.styles[name] = parts.style(name, "paragraph", CODE)
        return element("text:p", {"text:style-name": name}, _content(code.text))

    def _paragraph(self, inlines: Inlines, base: str, properties: dict[str, str] | None = None) -> str:
        wanted = dict(properties or {})
        if is_right_to_left(words_of(inlines)):
            wanted["style:writing-mode"] = "rl-tb"
        name = base
        if wanted:
            name = "_".join((base, *wanted.values()))
            self.styles[name] = parts.style(name, "paragraph", base, parts.paragraph(wanted))
        return element("text:p", {"text:style-name": name}, self._inlines(inlines))

    def _inlines(self, inlines: Inlines) -> str:
        return "".join(self._note(one) if isinstance(one, Note) else self._linked(one) for one in inlines)

    def _linked(self, span: Span) -> str:
        inside = self._span(span)
        if not span.link:
            return inside
        return element("text:a", {"xlink:type": "simple", "xlink:href": span.link}, inside)

    def _span(self, span: Span) -> str:
        if not span.marks:
            return _content(span.text)
        verbatim = next((NAMES[mark] for mark in VERBATIM if mark in span.marks), "")
        around = [mark for mark in parts.LOOKS if mark in span.marks]
        name = verbatim
        if around:
            name = "_".join(["T", *around, verbatim])
            look = parts.words({key: value for mark in around for key, value in parts.LOOKS[mark].items()})
            self.styles[name] = parts.style(name, "text", verbatim, look)
        return element("text:span", {"text:style-name": name}, _content(span.text))

    def _note(self, note: Note) -> str:
        self.notes += 1
        number = str(self.notes)
        citation = element("text:note-citation", None, number)
        body = element("text:note-body", None, self.blocks(note.blocks, _Place("Footnote", is_note=True)))
        return element("text:note", {"text:id": f"ftn{number}", "text:note-class": "footnote"}, citation, body)

    def _table(self, table: flow.Table, place: _Place) -> str:
        """In a list there are none: its lines stand there then."""
        if place.is_listed or place.is_note:
            return "".join(self._paragraph(line, place.base) for line in lines_of((table,)) if line)
        columns = element("table:table-column", {"table:number-columns-repeated": str(len(table.alignments))})
        head, *rows = [self._row(row, table.alignments, is_head=not at) for at, row in enumerate(table.rows)]
        return element("table:table", None, columns, element("table:table-header-rows", None, head), *rows)

    def _row(self, row: Iterable[Inlines], alignments: Iterable[Alignment], *, is_head: bool) -> str:
        base = "Table_20_Heading" if is_head else "Table_20_Contents"
        cells = [
            element(
                "table:table-cell",
                {"office:value-type": "string", "table:style-name": parts.CELL},
                self._paragraph(cell, base, {"fo:text-align": SIDES[side]} if side else None),
            )
            for cell, side in zip(row, alignments, strict=True)
        ]
        return element("table:table-row", None, *cells)


SECTION = "Quotation "
NAMES = {Mark.CODE: "Source_20_Text", Mark.FORMULA: "Formula"}
SIDES = {Alignment.LEFT: "start", Alignment.CENTRE: "center", Alignment.RIGHT: "end"}


def _content(text: str) -> str:
    """Spaces that follow each other, tabs and lines are elements."""
    lines = []
    for line in text.split("\n"):
        pieces = []
        for piece in line.split("\t"):
            at, written = 0, []
            for found in SPACES.finditer(piece):
                written += [text_content(piece[at : found.start()]), element("text:s", {"text:c": str(len(found[0]))})]
                at = found.end()
            pieces.append("".join(written) + text_content(piece[at:]))
        lines.append(element("text:tab").join(pieces))
    return element("text:line-break").join(lines)
