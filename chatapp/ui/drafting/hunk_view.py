"""A rewritten passage, decided on hunk by hunk: Alt+A takes, Alt+R leaves, N and P go on and back. GUI thread.

Tells each decision as it is made; what becomes of the document is another's.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chatapp.domain.difference import Piece
from chatapp.ui.drafting.hunk_text import HunkText
from chatapp.ui.drafting.hunks import Decision, Hunk, decided, hunks_in
from chatapp.ui.elided_label import ElidedLabel
from chatapp.ui.icons import Icon
from chatapp.ui.side_panel.comparing import Comparing
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import IconButton

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class HunkView(QWidget):
    taken = Signal(list)  # the numbers of hunks that are taken now, in order
    left = Signal()  # no more is wanted of it
    compared = Signal()  # the hunks of what was shown last are there, if there are any

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ""
        self._hunks: tuple[Hunk, ...] = ()
        self._decisions: list[Decision] = []
        self._current = -1
        self._comparing = Comparing(self)
        self._comparing.found.connect(self._show_found)
        self.heading = ElidedLabel(self, padding=0)
        self.heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.text = HunkText(self)
        self.setFocusProxy(self.text)
        self.previous = IconButton(Icon.UP, self.tr("Previous change"), "P", self)
        self.following = IconButton(Icon.DOWN, self.tr("Next change"), "N", self)
        self.take = self._button(self.tr("Accept"), "Alt+A")
        self.leave = self._button(self.tr("Reject"), "Alt+R")
        self.take_all = self._button(self.tr("Accept all"), "Alt+Shift+A")
        self.leave_all = self._button(self.tr("Reject all"), "Alt+Shift+R")
        self.close_button = IconButton(Icon.CLOSE, self.tr("Close"), self.tr("Esc"), self)
        self._lay_out()
        self._connect()

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        return self._hunks

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(self._decisions)

    @property
    def outcome(self) -> str:
        """The passage with what is taken of it."""
        return decided(self._before, self._hunks, self._decisions)

    @property
    def current(self) -> int:
        return self._current

    def show_coming(self, heading: str, text: str) -> None:
        """The model writes still."""
        self._comparing.forget()
        self._show_plain(heading, text)

    def _show_plain(self, heading: str, text: str) -> None:
        self._hunks, self._decisions, self._current = (), [], -1
        self.heading.setText(heading)
        self.text.show_plain(text)
        self._show_buttons()

    def show_proposal(self, before: str, after: str) -> None:
        """`compared` is told at once, but for long texts."""
        self._before = before
        self._comparing.compare(before, after)
        if self._comparing.is_busy:
            self._show_plain(self.tr("Comparing…"), after)

    def _show_found(self, pieces: Sequence[Piece]) -> None:
        self._hunks = hunks_in(pieces)
        self._decisions = [Decision.OPEN] * len(self._hunks)
        self._current = 0 if self._hunks else -1
        self._show()
        self.compared.emit()

    def decide(self, decision: Decision, *orders: int) -> None:
        """Those that are open still; then on to the next that is."""
        news = [order for order in orders if self._decisions[order] is Decision.OPEN]
        for order in news:
            self._decisions[order] = decision
        if decision is Decision.TAKEN and news:
            self.taken.emit(news)
        self.step(1)
        self._show()
        if Decision.OPEN not in self._decisions:
            self.left.emit()

    def step(self, step: int) -> None:
        """To the next that is not decided yet, around at either end."""
        count = len(self._hunks)
        for distance in range(1, count + 1):
            order = (self._current + step * distance) % count
            if self._decisions[order] is Decision.OPEN:
                self._current = order
                break
        self.text.show_current(self._current)
        self._show_buttons()

    def sizeHint(self) -> QSize:
        return QSize(600, 260)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._on_key(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(colours_of(self.palette()).line))
        painter.drawLine(0, 0, self.width(), 0)

    def _on_key(self, event: QKeyEvent) -> None:
        keys = {
            (Qt.Key.Key_A, ALT): self.take,
            (Qt.Key.Key_R, ALT): self.leave,
            (Qt.Key.Key_A, ALT | SHIFT): self.take_all,
            (Qt.Key.Key_R, ALT | SHIFT): self.leave_all,
            (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier): self.following,
            (Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier): self.previous,
            (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier): self.close_button,
        }
        button = keys.get((Qt.Key(event.key()), event.modifiers()))
        if button is None:
            event.ignore()
            return
        event.accept()
        button.click()

    def _show(self) -> None:
        self.text.show_hunks(self._before, self._hunks, self._decisions)
        self.text.show_current(self._current)
        self._show_buttons()

    def _show_buttons(self) -> None:
        count, open_ = len(self._hunks), self._decisions.count(Decision.OPEN)
        if count:
            self.heading.setText(self.tr("Change {0} of {1}").format(self._current + 1, count))
        is_open = self._current >= 0 and self._decisions[self._current] is Decision.OPEN
        self.take.setEnabled(is_open)
        self.leave.setEnabled(is_open)
        for button in (self.take_all, self.leave_all):
            button.setEnabled(open_ > 0)
        for step in (self.previous, self.following):
            step.setEnabled(open_ > 1)

    def _connect(self) -> None:
        self.text.chosen.connect(self._choose)
        self.text.look_changed.connect(lambda: self._show() if self._hunks else None)
        self.text.key_pressed.connect(self._on_key)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.following.clicked.connect(lambda: self.step(1))
        self.take.clicked.connect(lambda: self.decide(Decision.TAKEN, self._current))
        self.leave.clicked.connect(lambda: self.decide(Decision.LEFT, self._current))
        self.take_all.clicked.connect(lambda: self.decide(Decision.TAKEN, *range(len(self._hunks))))
        self.leave_all.clicked.connect(lambda: self.decide(Decision.LEFT, *range(len(self._hunks))))
        self.close_button.clicked.connect(self.left)

    def _choose(self, order: int) -> None:
        self._current = order
        self.text.show_current(order)
        self._show_buttons()

    def _button(self, words: str, keys: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(f"{words} ({keys})")
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.heading, 1)
        for widget in (self.previous, self.following, self.take, self.leave, self.take_all, self.leave_all):
            row.addWidget(widget)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.addLayout(row)
        column.addWidget(self.text, 1)
