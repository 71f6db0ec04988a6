"""A message in its place: one sentence, what helps, what can be done at once, details. GUI thread.

It never takes the keyboard.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from chatapp.domain.errors import Problem
from chatapp.ui.icons import Icon, icon
from chatapp.ui.theme import colours_of
from chatapp.ui.translation_catalogue import said
from chatapp.ui.widgets.icon_button import LARGE, IconButton

NARROW = 480


class BannerKind(Enum):
    INFORMATION = Icon.INFORMATION
    WARNING = Icon.ATTENTION
    ERROR = Icon.ERROR


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says; what is empty is left out. `hints` are told, `remedies` are the labels of further buttons."""

    kind: BannerKind
    sentence: str
    action: str = ""
    details: str = ""
    hints: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()


def notice_of(problem: Problem, action: str = "", remedies: tuple[str, ...] = (), done: Collection[str] = ()) -> Notice:
    """The problem's own words. Remedies that are `done` by a button are not told beside it."""
    hints = tuple(said(remedy) for remedy in problem.remedies if remedy not in done and said(remedy) != action)
    return Notice(BannerKind.ERROR, said(problem.sentence), action, problem.details, hints, remedies)


class Banner(QWidget):
    """Hidden until something is shown."""

    action_triggered = Signal()
    remedy_triggered = Signal(int)  # its place in the notice
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = Notice(BannerKind.INFORMATION, "")
        self._icon = QLabel(self)
        self._sentence = _words(self)
        self._action = QPushButton(self)
        self._action.clicked.connect(self.action_triggered)
        self._more = QPushButton(self.tr("Details"), self)
        self._more.setFlat(True)
        self._more.setCheckable(True)
        self._more.toggled.connect(self._on_more_toggled)
        self._close = IconButton(Icon.CLOSE, self.tr("Dismiss"), parent=self)
        self._close.clicked.connect(self.dismiss)
        self._hints = _words(self)
        self._hints.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._details = _words(self)
        self._remedies = QHBoxLayout()
        self._arrange()
        self.hide()

    @property
    def notice(self) -> Notice:
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        self._notice = notice
        self._sentence.setText(notice.sentence)
        self._action.setText(notice.action)
        self._action.setVisible(bool(notice.action))
        self._more.setChecked(False)
        self._more.setVisible(bool(notice.details))
        self._details.setText(notice.details)
        self._details.hide()
        hints = self.tr("What helps: {0}.").format(self.tr("; ").join(map(_clause, notice.hints)))
        self._hints.setText(hints)
        self._hints.setVisible(bool(notice.hints))
        self._show_remedies(notice.remedies)
        self.setAccessibleName(notice.sentence)
        self.setAccessibleDescription(hints if notice.hints else "")
        self._draw_icon()
        self.show()

    def dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.line if self._notice.kind is BannerKind.INFORMATION else colours.warning))
        painter.setBrush(QColor(colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the buttons stand below the words."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _show_remedies(self, labels: Sequence[str]) -> None:
        while (item := self._remedies.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()
        for place, label in enumerate(labels):
            button = QPushButton(label, self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._on_remedy, place))
            self._remedies.addWidget(button)

    def _on_remedy(self, place: int, _checked: bool = False) -> None:
        self.remedy_triggered.emit(place)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._hints)
        row = QHBoxLayout()
        row.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._more)
        buttons.addLayout(self._remedies)
        buttons.addWidget(self._action)
        buttons.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(8)
        self._body.addLayout(words, 1)
        self._body.addLayout(buttons)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._body, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._details)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for button in (self._action, self._more, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _draw_icon(self) -> None:
        drawn = icon(self._notice.kind.value, self.palette())
        self._icon.setPixmap(drawn.pixmap(LARGE, LARGE))

    def _on_more_toggled(self, is_open: bool) -> None:
        self._details.setVisible(is_open)


def _clause(sentence: str) -> str:
    """Within another: without its capital, where the word is not a name or a number, and its full stop."""
    first = sentence[:2]
    lowered = sentence[:1].lower() + sentence[1:] if first[1:].islower() or first[1:] == " " else sentence
    return lowered.rstrip(".。")


def _words(parent: QWidget) -> QLabel:
    """Text that wraps and can be copied, and is never taken for HTML."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(80)
    return label
