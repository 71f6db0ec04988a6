"""One step of the tour in words, and the ways on. GUI thread; it never takes the keyboard by itself."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from chatapp.ui.icons import Icon
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton


class TourCard(QWidget):
    back_asked = Signal()
    next_asked = Signal()
    skip_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.count = QLabel()
        self.count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.skip = IconButton(Icon.CLOSE, self.tr("Skip the tour"), self.tr("Esc"))
        self.back = IconButton(Icon.PREVIOUS, self.tr("Back"))
        self.next = QPushButton()
        for button, asked in ((self.skip, self.skip_asked), (self.back, self.back_asked), (self.next, self.next_asked)):
            button.clicked.connect(asked)
        self.next.setAutoDefault(True)
        self._lay_out()
        self.hide()

    def show_step(self, number: int, count: int, sentence: str) -> None:
        """`number` from 1."""
        place = self.tr("Tour, {0} of {1}").format(number, count)
        self.count.setText(place)
        self.sentence.setText(sentence)
        self.back.setEnabled(number > 1)
        self.next.setText(self.tr("Next") if number < count else self.tr("Done"))
        self.next.setAccessibleDescription(f"{place}. {sentence}")
        self.setAccessibleName(place)
        self.setAccessibleDescription(sentence)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
        painter.setBrush(QColor(colours_of(self.palette()).page))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.count, 1)
        head.addWidget(self.skip)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addLayout(foot)
