"""Writes a table, or a part of a long one: a strong header, a thin line under each row, no cage. GUI thread."""

from collections.abc import Sequence

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from chatapp.ui.markdown.formats import GAP, Formats, Mark
from chatapp.ui.markdown.inline import InlineWriter, has_formula
from chatapp.ui.markdown.table_parts import TablePart, part_of

Cell = tuple[Token, str]
_ALIGNMENTS = {"text-align:center": Qt.AlignmentFlag.AlignHCenter, "text-align:right": Qt.AlignmentFlag.AlignRight}


def write_table(cursor: QTextCursor, formats: Formats, tokens: Sequence[Token], indent: int) -> None:
    """`indent` in pixels from the column's edge."""
    rows = _rows(tokens)
    part = part_of(tokens[0])
    form = QTextTableFormat()
    form.setBorder(0)
    form.setBorderCollapse(True)
    form.setCellSpacing(0)
    form.setCellPadding(6)
    form.setTopMargin(GAP)
    form.setBottomMargin(GAP + 8)  # Qt leaves out the margin of what follows, which may be a box
    form.setLeftMargin(indent)
    form.setHeaderRowCount(1)
    if part is not None:
        _join(cursor, form, part)
    table = cursor.insertTable(len(rows), max(len(row) for row in rows), form)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write_cell(table, (number, column), cell, formats)


def _join(cursor: QTextCursor, form: QTextTableFormat, part: TablePart) -> None:
    """Seamless with the parts above and below: the block that Qt puts between two tables takes no room."""
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in part.shares])
    if not part.is_last:
        form.setBottomMargin(0)
    if not part.is_first:
        form.setTopMargin(0)
        form.setHeaderRowCount(0)
        between = QTextBlockFormat()
        between.setProperty(Mark.JOINED, True)
        cursor.setBlockFormat(between)


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
    if place[0] < table.format().headerRowCount():
        chars.setFontWeight(QFont.Weight.DemiBold)
    InlineWriter(cursor, formats, chars).write(content.children or ())
