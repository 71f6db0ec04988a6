"""An ODT to blocks, with what had to be left out. Any thread. ProblemError for a file that can't be read as one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from chatapp.domain.errors import ProblemError
from chatapp.exchange.document import refusal
from chatapp.exchange.document.cells import table_of
from chatapp.exchange.document.docx_looks import number
from chatapp.exchange.document.draft import Draft
from chatapp.exchange.document.loss import Losses, LossKind
from chatapp.exchange.document.nesting import task_of
from chatapp.exchange.document.odt_looks import OdtLooks
from chatapp.exchange.document.odt_styles import CODE
from chatapp.exchange.document.odt_words import OdtWords
from chatapp.exchange.document.odt_writing import SECTION
from chatapp.exchange.document.package import Package
from chatapp.markup import flow
from chatapp.markup.flow import Block, Blocks
from chatapp.markup.spans import joined, on_one_line, words_of

CONTENT = "content.xml"
MIME = re.compile(r"application/vnd\.oasis\.opendocument\.text(-template)?\s*")
QUOTES = {"Quotations", "Quote", "Block_20_Text"}
CODES = {CODE, "Preformatted_20_Text", "Preformatted_Text"}
RULE = "Horizontal_20_Line"
TITLES = {"Title": 1, "Subtitle": 2}
MOST_COLUMNS = 64


def is_odt(package: Package) -> bool:
    return CONTENT in package.names and MIME.fullmatch(package.text("mimetype")) is not None


def read_odt(package: Package) -> Draft:
    if "encryption-data" in package.text("META-INF/manifest.xml"):
        raise ProblemError(refusal.locked(package.name))
    losses = Losses()
    content, styles, meta = package.required(CONTENT), package.tree("styles.xml"), package.tree("meta.xml")
    reading = _Reading(OdtLooks(styles, content), losses)
    text = content.find("body/text")
    blocks = reading.blocks(text) if text is not None else ()
    for part in styles.iterfind("master-styles//*") if styles is not None else ():
        if part.tag in ("header", "footer"):
            losses.note(LossKind.HEADER, int(any(piece.strip() for piece in part.itertext())))
    title = meta.findtext("meta/title") if meta is not None else None
    return Draft(" ".join((title or "").split()), blocks, losses)


@dataclass(frozen=True, slots=True)
class _List:
    style: str = ""
    level: int = 0


@dataclass(slots=True)
class _Reading:
    looks: OdtLooks
    losses: Losses
    last_numbers: dict[str, int] = field(default_factory=dict)

    def blocks(self, parent: Element, around: _List = _List(), *, is_quoted: bool = False) -> Blocks:
        """Paragraphs in the style of a quotation that follow each other are one."""
        found: list[Block] = []
        quoted: list[Block] = []
        for child in self._children(parent):
            block, is_quote = self._block(child, around, is_quoted=is_quoted)
            if self._is_line_of_code(child) and found and isinstance(last := found[-1], flow.Code) and not quoted:
                lines = [last.text, *(one.text for one in block if isinstance(one, flow.Code))]
                found[-1] = flow.Code("\n".join(lines))
                continue
            if is_quote and not is_quoted:
                quoted += block
                continue
            if quoted:
                found.append(flow.Quote(tuple(quoted)))
                quoted.clear()
            found += block
        if quoted:
            found.append(flow.Quote(tuple(quoted)))
        return tuple(found)

    def _is_line_of_code(self, child: Element) -> bool:
        """Other programs make a paragraph of each line; ours is the whole."""
        names = self.looks.names(child.get("style-name", "")) if child.tag == "p" else []
        return not CODES.isdisjoint(names) and CODE not in names

    def _children(self, parent: Element) -> Iterator[Element]:
        for child in parent:
            if child.tag == "section" and not child.get("name", "").startswith(SECTION):
                yield from self._children(child)
            elif child.tag == "tracked-changes":
                self.losses.note(LossKind.DELETION, len(child.findall("changed-region/deletion")))
                self.losses.note(LossKind.INSERTION, len(child.findall("changed-region/insertion")))
            elif child.tag == "table-of-content" or child.tag.endswith("-index") or child.tag == "bibliography":
                self.losses.note(LossKind.CONTENTS)
            elif child.tag not in ("sequence-decls", "forms", "soft-page-break"):
                yield child

    def _block(self, child: Element, around: _List, *, is_quoted: bool) -> tuple[list[Block], bool]:
        """What it is, and whether it looks like a quotation."""
        match child.tag:
            case "p" | "h":
                return self._paragraph(child)
            case "list":
                return [self._listing(child, around, is_quoted=is_quoted)], False
            case "section":
                inside = self.blocks(child, is_quoted=True)
                return ([flow.Quote(inside)] if inside else []), False
            case "table":
                return self._table(child), False
            case _:
                words = OdtWords(self.looks, self.losses, self.blocks)
                inlines = joined(words.child_spans(child, {}, ""))
                return ([flow.Paragraph(inlines)] if inlines else []) + words.boxes, False

    def _paragraph(self, child: Element) -> tuple[list[Block], bool]:
        style = child.get("style-name", "")
        names = self.looks.names(style)
        words = OdtWords(self.looks, self.losses, self.blocks)
        spans = tuple(words.spans(child, {} if child.tag == "h" else self.looks.paragraph_marks(style), ""))
        level = number(child.get("outline-level")) if child.tag == "h" else None
        level = level or next((TITLES[name] for name in names if name in TITLES), 1 if child.tag == "h" else None)
        if not CODES.isdisjoint(names):
            language = style.removeprefix(CODE + "_20_") if style.startswith(CODE + "_20_") else ""
            return [flow.Code(words_of(spans), language), *words.boxes], False
        inlines = joined(spans)
        if not inlines:
            return ([flow.Rule()] if RULE in names else []) + words.boxes, False
        if level is not None:
            return [flow.Heading(max(1, min(level, 6)), on_one_line(inlines)), *words.boxes], False
        return [flow.Paragraph(inlines), *words.boxes], not QUOTES.isdisjoint(names)

    def _listing(self, tree: Element, around: _List, *, is_quoted: bool) -> flow.Listing:
        inside = _List(tree.get("style-name", around.style), around.level + 1)
        start = self.looks.start(inside.style, inside.level)
        items: list[flow.Item] = []
        for child in tree:
            if child.tag in ("list-item", "list-header"):
                own = number(child.get("start-value"))
                if not items and start is not None:
                    start = self._start(tree, inside, start if own is None else own)
                items.append(task_of(self.blocks(child, inside, is_quoted=is_quoted)))
        if start is not None and inside.level == 1:
            self.last_numbers[inside.style] = start + len(items) - 1
        return flow.Listing(tuple(items), start)

    def _start(self, tree: Element, inside: _List, start: int) -> int:
        goes_on = tree.get("continue-numbering") == "true" or tree.get("continue-list")
        if goes_on and inside.style in self.last_numbers:
            return self.last_numbers[inside.style] + 1
        return max(0, start)

    def _table(self, tree: Element) -> list[Block]:
        rows = [list(self._cells(row)) for row in _rows(tree)]
        first = next(_rows(tree), None)
        cells = first.findall("table-cell") if first is not None else []
        sides = [self.looks.alignment(p.get("style-name", "")) for cell in cells for p in cell.findall("p")[:1]]
        found = table_of(rows, sides, self.losses)
        return [found] if found is not None else []

    def _cells(self, row: Element) -> Iterator[Blocks]:
        for cell in row:
            times = max(1, min(MOST_COLUMNS, number(cell.get("number-columns-repeated")) or 1))
            if cell.tag == "covered-table-cell":
                yield from ((),) * times
            elif cell.tag == "table-cell":
                spans = [number(cell.get(f"number-{name}-spanned")) or 1 for name in ("columns", "rows")]
                self.losses.note(LossKind.MERGED_CELL, int(max(spans) > 1))
                yield from (self.blocks(cell),) * times


def _rows(tree: Element) -> Iterator[Element]:
    for child in tree:
        if child.tag == "table-row":
            yield child
        elif child.tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)
