"""One alternative as a card: its words as they come, and what can be done with it. GUI thread; asks by signals."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from chatapp.ui.icons import Icon
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton

WIDTH = 260
CORNER = 8


@dataclass(frozen=True, slots=True)
class Alternative:
    """`can_take` while its place is there. `state` says what is about it; "" for nothing."""

    id: int
    text: str
    is_coming: bool = False
    can_take: bool = True
    state: str = ""


class Card(QFrame):
    taken = Signal()
    dismissed = Signal()
    marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self.setMinimumWidth(WIDTH)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.text.installEventFilter(self)
        self.mark = QCheckBox(self)
        self.mark.setToolTip(self.tr("Mark two to compare and merge them"))
        self.take = QPushButton(self.tr("Take"), self)
        self._close = close = IconButton(Icon.CLOSE, "", "", self)
        self.take.clicked.connect(self.taken)
        close.clicked.connect(self.dismissed)
        self.mark.toggled.connect(lambda _is_on: self.marked.emit())
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.mark)
        row.addStretch(1)
        row.addWidget(self.take)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def show_number(self, number: int) -> None:
        """Its place among those that are left, from 1 on."""
        if number == self._number:
            return
        self._number = number
        self.mark.setText(str(number))
        self.text.setAccessibleName(self.tr("Alternative {0}").format(number))
        self.mark.setAccessibleName(self.tr("Compare alternative {0}").format(number))
        self.take.setAccessibleName(self.tr("Take alternative {0}").format(number))
        self._close.set_label(self.tr("Dismiss alternative {0}").format(number))

    def show_alternative(self, shown: Alternative) -> None:
        """Text that grows keeps what is read in its place."""
        now = self.text.toPlainText()
        words = shown.text or shown.state
        if words != now:
            if now and words.startswith(now):
                cursor = self.text.textCursor()
                cursor.movePosition(cursor.MoveOperation.End)
                cursor.insertText(words[len(now) :])
            else:
                self.text.setPlainText(words)
        self.take.setEnabled(shown.can_take and bool(shown.text))
        self.mark.setEnabled(bool(shown.text) and not shown.is_coming)
        self.take.setToolTip("" if shown.can_take else shown.state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is read shows no cursor: the card shows that the keyboard is there."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self.palette())
        has_keyboard = self.text.hasFocus()
        width = 2.0 if has_keyboard else 1.0
        colour = colours.accent if has_keyboard or self.mark.isChecked() else colours.line
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), CORNER, CORNER)
