"""Writes a table: a strong header, a thin line under each row, no cage. GUI thread."""

from collections.abc import Sequence

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QTextCursor, QTextFrameFormat, QTextTable, QTextTableFormat

from chatapp.ui.markdown.formats import GAP, Formats
from chatapp.ui.markdown.inline import InlineWriter, has_formula

Cell = tuple[Token, str]
_ALIGNMENTS = {"text-align:center": Qt.AlignmentFlag.AlignHCenter, "text-align:right": Qt.AlignmentFlag.AlignRight}


def write_table(cursor: QTextCursor, formats: Formats, tokens: Sequence[Token], indent: int) -> None:
    """`indent` in pixels from the column's edge."""
    rows = _rows(tokens)
    form = QTextTableFormat()
    form.setBorder(0)
    form.setBorderCollapse(True)
    form.setCellSpacing(0)
    form.setCellPadding(6)
    form.setTopMargin(GAP)
    form.setBottomMargin(GAP + 8)  # Qt leaves out the margin of what follows, which may be a box
    form.setLeftMargin(indent)
    form.setHeaderRowCount(1)
    table = cursor.insertTable(len(rows), max(len(row) for row in rows), form)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write_cell(table, (number, column), cell, formats)


def _rows(tokens: Sequence[Token]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append((tokens[place + 1], str(token.attrs.get("style", ""))))
    return rows


def _write_cell(table: QTextTable, place: tuple[int, int], cell: Cell, formats: Formats) -> None:
    content, style = cell
    target = table.cellAt(*place)
    frame = target.format().toTableCellFormat()
    frame.setBottomBorder(1)
    frame.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    frame.setBottomBorderBrush(QBrush(QColor(formats.look.colours.line)))
    target.setFormat(frame)
    cursor = target.firstCursorPosition()
    block = formats.block("", formats.look.prose, 1.4)
    block.setAlignment(_ALIGNMENTS.get(style, Qt.AlignmentFlag.AlignLeading))
    cursor.setBlockFormat(formats.grows(block) if has_formula(content.children or ()) else block)
    chars = formats.prose()
    if place[0] == 0:
        chars.setFontWeight(QFont.Weight.DemiBold)
    InlineWriter(cursor, formats, chars).write(content.children or ())
