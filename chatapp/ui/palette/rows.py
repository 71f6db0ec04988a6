"""The rows of the palette and how each is drawn. GUI thread."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from chatapp.ui.palette.entries import Entry
from chatapp.ui.palette.matching import marks
from chatapp.ui.theme import colours_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
INSET = 12
SPACE = 14


class PaletteRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self._entries: list[Entry] = []

    def show(self, entries: list[Entry], words: str) -> None:
        self.beginResetModel()
        self._entries, self.words = entries, words
        self.endResetModel()

    def entry(self, index: Index) -> Entry | None:
        return self._entries[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (entry.title, entry.detail)))
        return None


class PaletteDelegate(QStyledItemDelegate):
    """The title, what was typed of it stronger; keys or section in a quiet tone at the other end."""

    def __init__(self, rows: PaletteRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(0, QFontMetrics(option.font).height() + SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._rows.entry(index)
        if entry is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(option.palette)
        rect: QRect = option.rect
        ground = rect.adjusted(6, 1, -6, -1)
        state: QStyle.StateFlag = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_selected = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if is_selected else colours.hover))
            painter.drawRoundedRect(ground, 6, 6)
        inner = ground.adjusted(INSET, 0, -INSET, 0)
        metrics = QFontMetrics(option.font)
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, inner.width() // 2)
        painter.setFont(option.font)
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, detail)
        inner.setRight(inner.right() - metrics.horizontalAdvance(detail) - INSET)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        self._draw_title(painter, inner, metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, inner.width()))
        painter.restore()

    def _draw_title(self, painter: QPainter, room: QRect, title: str) -> None:
        strong = QTextCharFormat()
        strong.setFontWeight(700)
        layout = QTextLayout(title, painter.font())
        parts = []
        for start, length in marks(self._rows.words, title):
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = start, length, strong
            parts.append(part)
        layout.setFormats(parts)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room.width())
        layout.endLayout()
        layout.draw(painter, room.topLeft() + QRect(0, 0, 0, int(room.height() - line.height())).center())
