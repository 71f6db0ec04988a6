"""What is painted behind a document's text: code boxes, quotation bars, rules. GUI thread."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QTextBlock, QTextDocument

from chatapp.ui.markdown.formats import BOX_PADDING, FIXED, INDENT, Box, Mark
from chatapp.ui.theme import Colours

RADIUS = 8.0
BAR_WIDTH = 3.0


def paint_behind(painter: QPainter, document: QTextDocument, visible: QRectF, colours: Colours) -> None:
    """Only what meets `visible`, in the document's coordinates, is looked at."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    block = first_block(document, visible.top())
    while block.isValid():
        rect = document.documentLayout().blockBoundingRect(block)
        if rect.top() - 2 * INDENT > visible.bottom():
            break
        _paint_block(painter, block, QRectF(0, rect.top(), document.textWidth(), height_of(block, rect)), colours)
        block = block.next()
    painter.restore()


def height_of(block: QTextBlock, rect: QRectF) -> float:
    """The rectangle is of the letters; lines of a fixed height are as tall as their format says."""
    form = block.blockFormat()
    fixed = max(1, block.layout().lineCount()) * form.lineHeight()
    return fixed if form.lineHeightType() == FIXED else max(fixed, rect.height())


def first_block(document: QTextDocument, top: float) -> QTextBlock:
    """Blocks lie in order of height, but for those of one table's row: bisect, then step back a little."""
    low, high = 0, max(0, document.blockCount() - 1)
    layout = document.documentLayout()
    while low < high:
        middle = (low + high) // 2
        if layout.blockBoundingRect(document.findBlockByNumber(middle)).bottom() < top - INDENT:
            low = middle + 1
        else:
            high = middle
    return document.findBlockByNumber(max(0, low - 1))


def _paint_block(painter: QPainter, block: QTextBlock, rect: QRectF, colours: Colours) -> None:
    form = block.blockFormat()
    nesting = str(form.property(Mark.NESTING) or "")
    is_mirrored = block.textDirection() is Qt.LayoutDirection.RightToLeft
    for level, kind in enumerate(nesting):
        if kind in "qQ":
            _paint_bar(painter, rect, level, kind == "Q", (form.topMargin(), is_mirrored, colours))
    if form.hasProperty(Mark.BOX):
        left = len(nesting) * INDENT
        _paint_box(painter, rect.adjusted(left, 0, 0, 0), Box(int(form.property(Mark.BOX))), colours)
    if form.hasProperty(Mark.RULE):
        painter.fillRect(QRectF(0, round(rect.center().y()), rect.width(), 1), QColor(colours.line))


def _paint_bar(painter: QPainter, rect: QRectF, level: int, goes_on: bool, style: tuple[float, bool, Colours]) -> None:
    margin, is_mirrored, colours = style
    offset = level * INDENT + 4
    left = rect.right() - offset - BAR_WIDTH if is_mirrored else rect.left() + offset
    top = rect.top() - (margin if goes_on else 0)
    painter.fillRect(QRectF(left, top, BAR_WIDTH, rect.bottom() - top), QColor(colours.line))


def _paint_box(painter: QPainter, rect: QRectF, box: Box, colours: Colours) -> None:
    top = BOX_PADDING if Box.FIRST in box else 0
    bottom = BOX_PADDING if Box.LAST in box else 0
    area = rect.adjusted(0, -top, 0, bottom)
    path = QPainterPath()
    # A line in the middle of the box draws the middle of a taller rounded box, clipped to itself.
    grown = area.adjusted(0, 0 if top else -2 * RADIUS, 0, 0 if bottom else 2 * RADIUS)
    path.addRoundedRect(grown, RADIUS, RADIUS)
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.fillPath(path, QColor(colours.panel))
    painter.restore()
