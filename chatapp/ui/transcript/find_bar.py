"""The bar that asks what to find in the conversation. GUI thread; finds nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from chatapp.ui.icons import Icon
from chatapp.ui.key_tips import show_keys
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton

HEIGHT = 44
FIELD_WIDTH = 320


class FindBar(QWidget):
    words_changed = Signal(str)
    step_asked = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in this conversation"))
        self.field.setAccessibleName(self.tr("Find in this conversation"))
        self.field.setMaximumWidth(FIELD_WIDTH)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.words_changed)
        self.count = QLabel(self)
        self.count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.previous = IconButton(Icon.UP, self.tr("Previous place"), parent=self)
        self.following = IconButton(Icon.DOWN, self.tr("Next place"), parent=self)
        show_keys(self.previous, self.previous.accessibleName(), "find_previous")
        show_keys(self.following, self.following.accessibleName(), "find_next")
        close = IconButton(Icon.CLOSE, self.tr("Close"), self.tr("Esc"), self)
        self.previous.clicked.connect(lambda: self.step_asked.emit(-1))
        self.following.clicked.connect(lambda: self.step_asked.emit(1))
        close.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(4)
        row.addStretch(1)
        row.addWidget(self.field, 100)
        row.addSpacing(8)
        row.addWidget(self.count)
        row.addWidget(self.previous)
        row.addWidget(self.following)
        row.addWidget(close)
        row.addStretch(1)
        self.hide()

    def ask(self, words: str = "") -> None:
        """With the words that are marked, or those of last time."""
        self.show()
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_count(self, place: int, count: int, *, is_over: bool) -> None:
        """`place` counts from 1; 0 where none is chosen yet."""
        if not self.field.text():
            words = ""
        elif not count:
            words = self.tr("Not found") if is_over else self.tr("Looking…")
        else:
            more = "" if is_over else "+"
            words = self.tr("{0} of {1}").format(place or "–", f"{count}{more}")
        self.count.setText(words)
        self.field.setAccessibleDescription(words)
        self.previous.setEnabled(count > 0)
        self.following.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step_asked.emit(-1 if is_shifted else 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(QColor(colours_of(self.palette()).line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
