"""What the model reads for the answer that is shown: a strip of its turns, each with its tokens. GUI thread."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
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
from chatapp.ui.theme import colours_of
from chatapp.ui.transcript.wording import name_of
from chatapp.ui.widgets.icon_button import IconButton

STRIP = 14
SUMMARY = Qt.ItemDataRole.UserRole + 1
ROW = 28
LEAST = 2.0  # pixels that the smallest turn takes


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn of the report, how it begins, and how the person marked it; `message_id` None for what no message made."""

    share: TurnShare
    words: str
    mark: ContextMark | None = None

    @property
    def message_id(self) -> int | None:
        return self.share.message_ids[0] if self.share.message_ids else None


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
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Turns that the model reads"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._on_activated)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.strip)
        column.addWidget(self.list, 1)

    def show_turns(self, turns: tuple[Shown, ...], limit: int, summary: Summary | None = None) -> None:
        """None: nothing is known of the answer yet. A summary that was read instead of old turns stands first."""
        report = ContextReport(tuple(shown.share for shown in turns))
        self.strip.setVisible(bool(turns))
        self.strip.show_turns(report, limit)
        self.summary.setText(self._sentence(report, limit))
        self.list.clear()
        if summary is not None:
            self._add_summary(summary)
        for shown in turns:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, shown.message_id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._spoken(shown))
            row = TurnRow(shown)
            row.marked.connect(lambda mark, shown=shown: self.marked.emit(shown.message_id, mark))
            item.setSizeHint(row.sizeHint().expandedTo(QSize(0, ROW)))  # also where nothing can be pinned
            self.list.addItem(item)
            self.list.setItemWidget(item, row)

    def _add_summary(self, summary: Summary) -> None:
        words = self.tr("Summary of 1 turn: {1}") if summary.turns == 1 else self.tr("Summary of {0} turns: {1}")
        item = QListWidgetItem(words.format(count(summary.turns), " ".join(summary.text.split())))
        item.setData(SUMMARY, summary.text)
        item.setSizeHint(QSize(0, ROW))
        item.setToolTip(self.tr("Enter or a double click shows the whole summary"))
        self.list.addItem(item)

    def _sentence(self, report: ContextReport, limit: int) -> str:
        if not report.turns:
            return self.tr("Once an answer is written, this shows what the model read for it.")
        out = sum(not turn.is_in for turn in report.turns)
        read = self.tr("The model read {0} of its {1} tokens.").format(count(report.tokens_in), count(limit))
        left = self.tr("1 turn was left out.") if out == 1 else self.tr("{0} turns were left out.").format(count(out))
        return self.tr("{0} {1}").format(read, left) if out else read

    def _spoken(self, shown: Shown) -> str:
        state = self.tr("in") if shown.share.is_in else self.tr("out")
        number = shown.share.tokens
        tokens = self.tr("1 token") if number == 1 else self.tr("{0} tokens").format(count(number))
        return ", ".join((name_of(shown.share.role), shown.words, tokens, state))

    def _on_activated(self, item: QListWidgetItem) -> None:
        message_id, summary = item.data(Qt.ItemDataRole.UserRole), item.data(SUMMARY)
        if isinstance(summary, str):
            self.summary_chosen.emit(summary)
        elif isinstance(message_id, int):
            self.chosen.emit(message_id)
