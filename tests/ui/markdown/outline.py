"""A document as values, so that two can be compared: every block with its format, marker and pieces of text."""

from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from chatapp.ui.markdown.formats import Mark

Piece = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Block:
    text: str
    marker: str
    indent: int
    margins: tuple[float, float, float]
    nesting: str
    box: int
    is_rule: bool
    heading: int
    table: tuple[int, int]
    pieces: tuple[Piece, ...]


def outline(document: QTextDocument) -> list[Block]:
    blocks = []
    block = document.begin()
    while block.isValid():
        blocks.append(_block(block))
        block = block.next()
    return blocks


def _block(block: QTextBlock) -> Block:
    form = block.blockFormat()
    group = block.textList()
    table = QTextCursor(block).currentTable()
    return Block(
        block.text(),
        group.itemText(block) if group else "",
        form.indent(),
        (form.topMargin(), form.bottomMargin(), form.leftMargin()),
        str(form.property(Mark.NESTING) or ""),
        int(form.property(Mark.BOX) or 0),
        form.hasProperty(Mark.RULE),
        form.headingLevel(),
        (table.rows(), table.columns()) if table else (0, 0),
        _pieces(block),
    )


def _pieces(block: QTextBlock) -> tuple[Piece, ...]:
    pieces = []
    step = block.begin()
    while not step.atEnd():
        piece = step.fragment()
        chars = piece.charFormat()
        colour = chars.foreground().color().name()
        pieces.append((piece.text(), chars.font().toString(), colour, chars.anchorHref(), chars.fontUnderline()))
        step += 1
    return tuple(pieces)
