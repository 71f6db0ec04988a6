"""How a row of the list is drawn, and the line edit that renames it. GUI thread."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from chatapp.ui import typography
from chatapp.ui.colours import paint_of
from chatapp.ui.conversation_list.arrangement import ARCHIVE, Row
from chatapp.ui.conversation_list.list_model import ListRole
from chatapp.ui.conversation_list.signs import Sign
from chatapp.ui.icons import Icon, icon
from chatapp.ui.theme import Colours, colours_of

Index = QModelIndex | QPersistentModelIndex
ROW_SPACE = 15
INSET = 8
INDENT = 12
MARK = 8
SIGN = 14  # what stands at the end of a row
SHEET = 12  # the sign of a document
MASK = 16  # that of a conversation that is never on the disk
STEP = 14  # a folder's depth
CHEVRON = 4


class TitleEditor(QLineEdit):
    """Takes its text once: a mark that comes or goes in the row meanwhile must not undo what was typed."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(title, parent)
        self.setAccessibleName(self.tr("New title"))
        self.setMaxLength(200)
        self.selectAll()


class ConversationDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002  # Qt's signature
        """The same for all: the view asks once, not for each of thousands."""
        return QSize(0, QFontMetrics(option.font).height() + round(ROW_SPACE * typography.chosen().spacing ** 4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(option.palette)
        row = index.data(ListRole.ROW)
        if isinstance(row, Row) and (row.folder is not None or row.section == ARCHIVE):
            self._paint_folder(painter, option, row, colours)
        elif index.data(ListRole.CONVERSATION_ID) is None:
            self._paint_heading(painter, option, index, colours)
        else:
            self._paint_conversation(painter, option, index, colours)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002  # Qt's signature
        return TitleEditor(parent, str(index.data(Qt.ItemDataRole.EditRole)))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """See TitleEditor."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002  # as above
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(INSET - 4, 1, -INSET, -1))

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colours: Colours) -> None:
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        rect: QRect = option.rect.adjusted(INDENT + 4, 0, -INDENT, -4)
        _draw_line(painter, rect, str(index.data()), Qt.AlignmentFlag.AlignBottom)

    def _paint_folder(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, colours: Colours) -> None:
        ground = self._paint_ground(painter, option, colours)
        left = ground.left() + INSET + row.depth * STEP
        middle = QPointF(left + CHEVRON, ground.center().y() + 0.5)
        painter.setPen(QPen(QColor(colours.muted), 1.5))
        _draw_chevron(painter, middle, is_open=row.is_open)
        left += 2 * CHEVRON + 6
        if row.folder is not None and row.folder.colour is not None:
            _draw_dot(painter, QPointF(left + MARK / 2, middle.y()), paint_of(row.folder.colour, option.palette))
            left += MARK + 6
        painter.setFont(option.font)
        count = painter.fontMetrics().horizontalAdvance(str(row.count)) + INSET if row.count else 0
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        text = QRect(left, ground.top(), ground.right() - INSET - count - left, ground.height())
        _draw_line(painter, text, row.title, Qt.AlignmentFlag.AlignVCenter)
        if row.count:
            painter.setPen(QColor(colours.muted))
            number = ground.adjusted(ground.width() - INSET - count, 0, -INSET, 0)
            painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(row.count))

    def _paint_conversation(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colours: Colours
    ) -> None:
        palette: QPalette = option.palette
        row = index.data(ListRole.ROW)
        depth = row.depth if isinstance(row, Row) else 0
        ground = self._paint_ground(painter, option, colours)
        text = ground.adjusted(INSET + depth * STEP, 0, -INSET, 0)
        if isinstance(row, Row) and row.conversation is not None and row.conversation.colour is not None:
            middle = QPointF(text.left() + MARK / 2, ground.center().y() + 0.5)
            _draw_dot(painter, middle, paint_of(row.conversation.colour, palette))
            text.setLeft(text.left() + MARK + 6)
        if isinstance(row, Row) and row.conversation is not None and row.conversation.is_document:
            _draw_sheet(painter, QPointF(text.left() + SHEET / 2, ground.center().y() + 0.5), QColor(colours.muted))
            text.setLeft(text.left() + SHEET + 6)
        elif isinstance(row, Row) and row.conversation is not None and row.conversation.is_incognito:
            mask = QRect(text.left() - 1, ground.center().y() - MASK // 2 + 1, MASK, MASK)
            icon(Icon.INCOGNITO, palette, QPalette.ColorRole.PlaceholderText).paint(painter, mask)
            text.setLeft(text.left() + MASK + 4)
        sign = index.data(ListRole.SIGN)
        if sign is not None:
            text.setRight(text.right() - SIGN - INSET)
            middle = QPointF(ground.right() - INSET - SIGN / 2, ground.center().y() + 0.5)
            _SIGNS[sign](painter, middle, palette)
        font = QFont(option.font)
        if sign is Sign.UNREAD:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        _draw_line(painter, text, str(index.data()), Qt.AlignmentFlag.AlignVCenter)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, colours: Colours) -> QRect:
        """Whether the row is chosen, under the mouse, or has the keyboard; returns where it can be written on."""
        state: QStyle.StateFlag = option.state
        ground: QRect = option.rect.adjusted(INSET, 1, -INSET, -1)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if is_selected else colours.hover))
            painter.drawRoundedRect(ground, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 6, 6)
        return ground


def _draw_dot(painter: QPainter, middle: QPointF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(middle, MARK / 2, MARK / 2)


def _draw_unread(painter: QPainter, middle: QPointF, palette: QPalette) -> None:
    _draw_dot(painter, middle, palette.color(QPalette.ColorRole.Accent))


def _draw_busy(painter: QPainter, middle: QPointF, palette: QPalette) -> None:
    """Three dots, as of one who writes."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Accent))
    for step in (-1, 0, 1):
        painter.drawEllipse(middle + QPointF(step * SIGN / 3, 0), SIGN / 9, SIGN / 9)


def _draw_cut(painter: QPainter, middle: QPointF, palette: QPalette) -> None:
    """A triangle with a stroke, as beside the answer itself."""
    half = SIGN / 2 - 1
    painter.setPen(QPen(QColor(colours_of(palette).warning), 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(
        [middle + QPointF(0, -half), middle + QPointF(half, half - 1), middle + QPointF(-half, half - 1)]
    )
    painter.drawLine(middle + QPointF(0, -half / 3), middle + QPointF(0, half / 4))
    painter.drawPoint(middle + QPointF(0, half / 2 + 0.5))


_SIGNS = {Sign.BUSY: _draw_busy, Sign.UNREAD: _draw_unread, Sign.CUT: _draw_cut}


def _draw_sheet(painter: QPainter, middle: QPointF, colour: QColor) -> None:
    """A page with three lines: the row is a document."""
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(middle.x() - SHEET / 2 + 1, middle.y() - SHEET / 2, SHEET - 2, SHEET), 1.5, 1.5)
    for line in (-1, 0, 1):
        height = middle.y() + line * SHEET / 4
        painter.drawLine(QPointF(middle.x() - SHEET / 4 + 0.5, height), QPointF(middle.x() + SHEET / 4 - 0.5, height))


def _draw_chevron(painter: QPainter, middle: QPointF, *, is_open: bool) -> None:
    along, across = (
        (QPointF(CHEVRON, 0), QPointF(0, CHEVRON / 2)) if is_open else (QPointF(0, CHEVRON), QPointF(CHEVRON / 2, 0))
    )
    painter.drawPolyline([middle - along - across, middle + across, middle + along - across])


def _draw_line(painter: QPainter, rect: QRect, text: str, vertical: Qt.AlignmentFlag) -> None:
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeading | vertical | Qt.TextFlag.TextSingleLine, elided)
