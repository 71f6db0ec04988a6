"""What the model reads for the answer that is shown: a strip of its turns, each with its tokens. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from chatapp.domain.context import ContextReport, TurnShare
from chatapp.domain.mark import ContextMark
from chatapp.domain.prompt import Summary
from chatapp.ui.elided_label import ElidedLabel
from chatapp.ui.icons import Icon
from chatapp.ui.quantities import count
from chatapp.ui.side_panel.context_rows import ROW, ContextRows, Shown
from chatapp.ui.theme import colours_of
from chatapp.ui.transcript.wording import name_of
from chatapp.ui.widgets.icon_button import IconButton

STRIP = 14
LEAST = 2.0  # pixels that the smallest turn takes


class Strip(QWidget):
    """As wide as the window of the model: what is in is filled, what is out only has an edge."""

    def __init__(self) -> None:
        super().__init__()
        self._turns: tuple[TurnShare, ...] = ()
        self._limit = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, STRIP)

    def show_turns(self, report: ContextReport, limit: int) -> None:
        self._turns, self._limit = report.turns, max(limit, 1)
        self.setAccessibleName(
            self.tr("{0} of {1} tokens of the model's window are in use").format(count(report.tokens_in), count(limit))
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.track))
        painter.drawRoundedRect(self.rect(), 3, 3)
        left = 0.0
        for turn in self._turns:
            if turn.is_in:
                width = max(LEAST, self.width() * turn.tokens / self._limit)
                painter.setBrush(QColor(colours.accent))
                painter.drawRect(QRectF(left, 0, max(1.0, width - 1), self.height()))
                left += width


class TurnRow(QWidget):
    marked = Signal(object)  # a ContextMark or None

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        share = shown.share
        state = self.tr("in") if share.is_in else self.tr("out")
        words = ElidedLabel(padding=0)
        words.setText(self.tr("{0}: {1}").format(name_of(share.role), shown.words))
        words.setEnabled(share.is_in)
        words.setToolTip(shown.words)
        tokens = QLabel(self.tr("{0} · {1}").format(count(share.tokens), state))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(words, 1)
        row.addWidget(tokens)
        if shown.message_id is not None:
            row.addWidget(self._button(Icon.PIN, self.tr("Keep in context"), ContextMark.PINNED, shown.mark))
            row.addWidget(self._button(Icon.EXCLUDE, self.tr("Leave out of context"), ContextMark.EXCLUDED, shown.mark))

    def _button(self, name: Icon, words: str, mark: ContextMark, current: ContextMark | None) -> IconButton:
        button = IconButton(name, words)
        button.setCheckable(True)
        button.setChecked(current is mark)
        button.clicked.connect(lambda is_on: self.marked.emit(mark if is_on else None))
        return button


class TurnList(QListView):
    """Thousands of rows; only those that were seen are made."""

    marked = Signal(int, object)  # message id, a ContextMark or None

    def __init__(self) -> None:
        super().__init__()
        self.rows = ContextRows()
        self.setModel(self.rows)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._made: dict[int, TurnRow] = {}
        self._later = QTimer(self, singleShot=True, interval=0)  # where a list may not ask itself what it shows
        self._later.timeout.connect(self._make_seen)

    def show_turns(self, turns: Sequence[Shown], summary: Summary | None) -> None:
        """Where it was scrolled to it stays: it is filled anew with each turn."""
        place = self.verticalScrollBar().value()
        self._made.clear()  # they go with the rows
        self.rows.show(turns, summary)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(place)
        self._make_seen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._later.start()

    def _make_seen(self) -> None:
        first = max(0, self.indexAt(self.viewport().rect().topLeft()).row())
        seen = range(first, min(self.rows.rowCount(), first + self.viewport().height() // ROW + 2))
        for row in seen:
            turn = self.rows.turn(row)
            if turn is not None and row not in self._made:
                self._made[row] = self._make(turn)
                self.setIndexWidget(self.rows.index(row), self._made[row])

    def _make(self, turn: Shown) -> TurnRow:
        row = TurnRow(turn)
        row.marked.connect(lambda mark: self.marked.emit(turn.message_id, mark))
        return row


class ContextMap(QFrame):
    marked = Signal(int, object)  # message id, a ContextMark or None
    chosen = Signal(int)  # a message to be looked at
    summary_chosen = Signal(str)  # its text, to be read whole

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What the model reads"))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.strip = Strip()
        self.list = TurnList()
        self.list.setAccessibleName(self.tr("Turns that the model reads"))
        self.list.marked.connect(self.marked)
        self.list.activated.connect(self._on_activated)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.strip)
        column.addWidget(self.list, 1)

    def show_turns(self, turns: Sequence[Shown], limit: int, summary: Summary | None = None) -> None:
        """None: nothing is known of the answer yet. A summary that was read instead of old turns stands first."""
        report = ContextReport(tuple(shown.share for shown in turns))
        self.strip.setVisible(bool(turns))
        self.strip.show_turns(report, limit)
        self.summary.setText(self._sentence(report, limit))
        self.list.show_turns(turns, summary)

    def _sentence(self, report: ContextReport, limit: int) -> str:
        if not report.turns:
            return self.tr("Once an answer is written, this shows what the model read for it.")
        out = sum(not turn.is_in for turn in report.turns)
        read = self.tr("The model read {0} of its {1} tokens.").format(count(report.tokens_in), count(limit))
        left = self.tr("1 turn was left out.") if out == 1 else self.tr("{0} turns were left out.").format(count(out))
        return self.tr("{0} {1}").format(read, left) if out else read

    def _on_activated(self, index: QModelIndex) -> None:
        turn, summary = self.list.rows.turn(index.row()), self.list.rows.summary
        if turn is None and summary is not None:
            self.summary_chosen.emit(summary.text)
        elif turn is not None and turn.message_id is not None:
            self.chosen.emit(turn.message_id)
