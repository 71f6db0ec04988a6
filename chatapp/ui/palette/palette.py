"""The palette over the window: a field, and below it what matches. GUI thread; Esc or a click elsewhere closes it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from chatapp.ui.palette.entries import Entries
from chatapp.ui.palette.rows import PaletteDelegate, PaletteRows
from chatapp.ui.theme import colours_of

WIDTH = 600
TOP = 56
LISTED = 10  # rows seen at once
MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: LISTED,
    Qt.Key.Key_PageUp: -LISTED,
}


class Palette(QFrame):
    """The keyboard stays in the field; the arrows choose. Where it was before, it returns."""

    def __init__(self, window: QWidget, entries: Callable[[], Entries]) -> None:
        super().__init__(window)
        self._make_entries = entries
        self._entries = Entries(())
        self._before: QWidget | None = None
        self.setAccessibleName(self.tr("Command palette"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a conversation, an action or a setting"))
        self.field.setAccessibleName(self.tr("Find a conversation, an action or a setting"))
        self.field.setFrame(False)
        self.field.textChanged.connect(self._show_matching)
        self.field.installEventFilter(self)
        self.rows = PaletteRows()
        self.view = QListView()
        self.view.setModel(self.rows)
        self.view.setItemDelegate(PaletteDelegate(self.rows))
        self.view.setAccessibleName(self.tr("Results"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._run_current)
        self._nothing = QLabel(self.tr("Nothing found"))
        self._nothing.setContentsMargins(16, 4, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 8, 2, 8)
        column.setSpacing(8)
        self.field.setContentsMargins(12, 0, 12, 0)
        column.addWidget(self.field)
        column.addWidget(self.view)
        column.addWidget(self._nothing)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        self._before = QApplication.focusWidget()
        self._entries = self._make_entries()
        self.field.clear()
        self._show_matching("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        if self.isHidden():
            return
        had_keyboard = self.field.hasFocus()
        self.hide()
        self._entries = Entries(())
        if had_keyboard and self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        elif watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes(event)
        elif watched is self.field and event.type() == QEvent.Type.FocusOut:
            self._on_left()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.edge))
        painter.setBrush(QColor(colours.page))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)

    def _takes(self, event: QKeyEvent) -> bool:
        """Keys that are the list's and not the field's."""
        key = Qt.Key(event.key())
        if key in MOVES:
            self._move(MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run_current()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return True

    def _move(self, step: int) -> None:
        last = self.rows.rowCount() - 1
        if last < 0:
            return
        row = self.view.currentIndex().row()
        place = (row + step) % (last + 1) if abs(step) == 1 else min(max(row + step, 0), last)
        self.view.setCurrentIndex(self.rows.index(place))
        self._say_current()

    def _run_current(self) -> None:
        """The palette goes first: what is done may want the keyboard."""
        entry = self.rows.entry(self.view.currentIndex())
        if entry is not None:
            self.dismiss()
            entry.run()

    def _show_matching(self, words: str) -> None:
        entries = self._entries.matching(words)
        self.rows.show(entries, words)
        self.view.setCurrentIndex(self.rows.index(0))
        self._nothing.setVisible(not entries)
        self.view.setVisible(bool(entries))
        self._place()
        if words:
            self._say_current()

    def _say_current(self) -> None:
        """The keyboard stays in the field, so a screen reader must be told what the arrows chose."""
        index = self.view.currentIndex()
        text = str(index.data(Qt.ItemDataRole.AccessibleTextRole)) if index.isValid() else self._nothing.text()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, text))

    def _on_left(self) -> None:
        if QApplication.activePopupWidget() is None and self.window().isActiveWindow():
            self.dismiss()

    def _place(self) -> None:
        """At the top in the middle, as tall as its rows need."""
        room = self.window().size()
        rows = min(LISTED, self.rows.rowCount(), max(1, (room.height() - 2 * TOP - 80) // self._row_height()))
        self.view.setFixedHeight(rows * self._row_height() + 2)
        width = min(WIDTH, room.width() - 32)
        self.setGeometry((room.width() - width) // 2, TOP, width, self.sizeHint().height())

    def _row_height(self) -> int:
        return max(1, self.view.sizeHintForRow(0)) if self.rows.rowCount() else 1
