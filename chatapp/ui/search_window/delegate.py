"""How a result is drawn: where it stands and when, and below it the piece of text with what was found. GUI thread."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from chatapp.domain.excerpt import Excerpt
from chatapp.ui.search_window.results import Hit, ResultRole
from chatapp.ui.theme import Colours, colours_of

Index = QModelIndex | QPersistentModelIndex
INSET = 8
GAP = 2
ROOM = 6  # Chinese characters out of another font are taller than the line


class ResultDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hit = index.data(ResultRole.HIT)
        lines = 2 if isinstance(hit, Hit) and hit.excerpt.text else 1
        return QSize(0, lines * (QFontMetrics(option.font).height() + GAP + ROOM) + 2 * INSET - ROOM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(ResultRole.HIT)
        if not isinstance(hit, Hit):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, state = colours_of(option.palette), option.state
        ground: QRect = option.rect.adjusted(4, 1, -4, -1)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_selected = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if is_selected else colours.hover))
            painter.drawRoundedRect(ground, 6, 6)
        self._write(painter, option, hit, colours)
        painter.restore()

    def _write(self, painter: QPainter, option: QStyleOptionViewItem, hit: Hit, colours: Colours) -> None:
        room: QRect = option.rect.adjusted(4 + INSET, INSET, -4 - INSET, -INSET)
        height = QFontMetrics(option.font).height()
        line = QRect(room.left(), room.top(), room.width(), height)
        painter.setFont(option.font)
        painter.setPen(QColor(colours.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, hit.day)
        line.setRight(line.right() - QFontMetrics(option.font).horizontalAdvance(hit.day) - 2 * INSET)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        title = QFontMetrics(font).elidedText(hit.title, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, title)
        if hit.excerpt.text:
            _draw_excerpt(
                painter,
                option,
                hit.excerpt,
                QRect(room.left(), room.top() + height + GAP, room.width(), height + 2 * ROOM),
            )


def _draw_excerpt(painter: QPainter, option: QStyleOptionViewItem, excerpt: Excerpt, room: QRect) -> None:
    """What was found in bold, in one line that ends where there is no room."""
    before = "…" if excerpt.is_cut_before else ""
    layout = QTextLayout(before + excerpt.text + ("…" if excerpt.is_cut_after else ""), option.font)
    wraps = QTextOption()
    wraps.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(wraps)
    layout.setFormats([_bold(start + len(before), end - start) for start, end in excerpt.spans])
    layout.beginLayout()
    layout.createLine().setLineWidth(room.width())
    layout.endLayout()
    painter.save()
    painter.setClipRect(room)
    painter.setPen(option.palette.color(QPalette.ColorRole.Text))
    layout.draw(painter, QPointF(room.topLeft()))
    painter.restore()


def _bold(start: int, length: int) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    chars = QTextCharFormat()
    chars.setFontWeight(QFont.Weight.Bold)
    chars.setFontUnderline(True)
    found.start, found.length, found.format = start, length, chars
    return found
