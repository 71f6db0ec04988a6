"""The bar that asks what to find in a document and what to put in its place. GUI thread; finds nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from chatapp.ui.drafting.finding import Wanted
from chatapp.ui.icons import Icon
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton

WIDTH = 720


class FindBar(QWidget):
    changed = Signal(object)  # Wanted
    step_asked = Signal(int)
    replace_asked = Signal(str)
    replace_all_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = self._field(self.tr("Find in the document"))
        self.replacement = self._field(self.tr("Replace with"))
        self.whole = self._choice(self.tr("ab|"), self.tr("Whole words only"))
        self.case = self._choice(self.tr("Aa"), self.tr("Capital and small letters differ"))
        self.expression = self._choice(".*", self.tr("Regular expression"))
        self.count = QLabel(self)
        self.count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.previous = IconButton(Icon.UP, self.tr("Previous place"), self.tr("Shift+F3"), self)
        self.following = IconButton(Icon.DOWN, self.tr("Next place"), self.tr("F3"), self)
        close = IconButton(Icon.CLOSE, self.tr("Close"), self.tr("Esc"), self)
        self.replace = QPushButton(self.tr("Replace"), self)
        self.replace_all = QPushButton(self.tr("Replace all"), self)
        self.replace_all.setToolTip(self.tr("One step, which Undo takes back"))
        self.field.textChanged.connect(lambda _words: self._tell())
        self.previous.clicked.connect(lambda: self.step_asked.emit(-1))
        self.following.clicked.connect(lambda: self.step_asked.emit(1))
        self.replace.clicked.connect(lambda: self.replace_asked.emit(self.replacement.text()))
        self.replace_all.clicked.connect(lambda: self.replace_all_asked.emit(self.replacement.text()))
        close.clicked.connect(self.left)
        self._lay_out(close)
        self.show_count(0, 0, is_valid=True)
        self.hide()

    @property
    def wanted(self) -> Wanted:
        choices = (self.whole.isChecked(), self.case.isChecked(), self.expression.isChecked())
        return Wanted(self.field.text(), *choices)

    def ask(self, words: str = "") -> None:
        """With the words that are marked, or those of last time."""
        self.show()
        if words and "\n" not in words:
            self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._tell()

    def show_count(self, place: int, count: int, *, is_valid: bool) -> None:
        """`place` counts from 1; 0 where none is chosen yet."""
        if not self.field.text():
            words = ""
        elif not is_valid:
            words = self.tr("Not an expression")
        elif not count:
            words = self.tr("Not found")
        else:
            words = self.tr("{0} of {1}").format(place or "–", count)
        self.count.setText(words)
        self.field.setAccessibleDescription(words)
        for button in (self.previous, self.following, self.replace, self.replace_all):
            button.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.replacement.hasFocus() and self.replace.isEnabled():
            self.replace_asked.emit(self.replacement.text())
        else:
            self.step_asked.emit(-1 if is_shifted else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(QColor(colours_of(self.palette()).line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _tell(self) -> None:
        self.changed.emit(self.wanted)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setClearButtonEnabled(True)
        return field

    def _choice(self, sign: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setFixedSize(32, 28)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.toggled.connect(lambda _is_on: self._tell())
        return button

    def _lay_out(self, close: QWidget) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        first = (self.whole, self.case, self.expression, self.previous, self.following, close)
        grid.addWidget(self.field, 0, 0)
        for column, widget in enumerate(first, 1):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.replacement, 1, 0)
        buttons = QHBoxLayout()
        buttons.addWidget(self.replace)
        buttons.addWidget(self.replace_all)
        buttons.addSpacing(8)
        buttons.addWidget(self.count, 1)
        grid.addLayout(buttons, 1, 1, 1, len(first))
        grid.setColumnStretch(0, 1)
        middle = QWidget(self)
        middle.setLayout(grid)
        middle.setMaximumWidth(WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        for earlier, later in zip((self.field, self.replacement), (self.replacement, self.whole), strict=True):
            QWidget.setTabOrder(earlier, later)
