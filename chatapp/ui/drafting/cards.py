"""Alternatives beside each other while they come, kept until dismissed; two are compared and merged, and more are asked
for. GUI thread.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from chatapp.ui.drafting.card import Alternative, Card
from chatapp.ui.elided_label import ElidedLabel
from chatapp.ui.icons import Icon
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton

ALT = Qt.KeyboardModifier.AltModifier


class Cards(QWidget):
    """Alt with a card's number takes it."""

    taken = Signal(int)
    dismissed = Signal(int)
    all_dismissed = Signal()
    compared = Signal(int, int)
    more_asked = Signal()

    def __init__(self, numbers: range, parent: QWidget | None = None) -> None:
        """`numbers` of alternatives can be asked for at once."""
        super().__init__(parent)
        self._cards: dict[int, Card] = {}
        self.heading = ElidedLabel(self, padding=0)
        self.heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.compare = QPushButton(self.tr("Compare and merge"), self)
        self.compare.clicked.connect(self._on_compare)
        self.count = QSpinBox(self)
        self.count.setRange(numbers[0], numbers[-1])
        self.count.setAccessibleName(self.tr("So many alternatives at once"))
        self.count.setToolTip(self.count.accessibleName())
        self.more = QPushButton(self.tr("Write more"), self)
        self.more.setToolTip(self.tr("For the same place, beside these"))
        self.more.clicked.connect(self.more_asked)
        close = IconButton(Icon.CLOSE, self.tr("Dismiss all"), self.tr("Esc"), self)
        close.clicked.connect(self.all_dismissed)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        inner = QWidget()
        inner.setLayout(self._row)
        self._area = QScrollArea()
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        for widget in (self.count, self.more, self.compare):
            head.addWidget(widget)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.addLayout(head)
        column.addWidget(self._area, 1)

    @property
    def cards(self) -> list[Card]:
        return list(self._cards.values())

    def show_alternatives(self, heading: str, shown: Sequence[Alternative]) -> None:
        self.heading.setText(heading)
        for gone in self._cards.keys() - {one.id for one in shown}:
            self._cards.pop(gone).deleteLater()
        for number, one in enumerate(shown, 1):
            if one.id not in self._cards:
                self._cards[one.id] = self._made(one.id)
            self._cards[one.id].show_number(number)
            self._cards[one.id].show_alternative(one)
        self._show_marked()

    def sizeHint(self) -> QSize:
        return QSize(700, 250)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.all_dismissed.emit()
        elif event.modifiers() == ALT and 0 <= place < len(self._cards):
            self.cards[place].take.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(colours_of(self.palette()).line))
        painter.drawLine(0, 0, self.width(), 0)

    def focus_first(self) -> None:
        if self._cards:
            self.focus(next(iter(self._cards)))

    def focus(self, id_: int) -> None:
        """The keyboard to this one, which comes into sight."""
        if (card := self._cards.get(id_)) is not None:
            card.text.setFocus()
            self._area.ensureWidgetVisible(card)

    def _made(self, id_: int) -> Card:
        card = Card()
        card.taken.connect(lambda: self.taken.emit(id_))
        card.dismissed.connect(lambda: self.dismissed.emit(id_))
        card.marked.connect(self._show_marked)
        self._row.addWidget(card, 1)
        return card

    def _marked(self) -> list[int]:
        return [id_ for id_, card in self._cards.items() if card.mark.isChecked()]

    def _show_marked(self) -> None:
        self.compare.setEnabled(len(self._marked()) == 2)
        for card in self._cards.values():
            card.update()

    def _on_compare(self) -> None:
        self.compared.emit(*self._marked())
