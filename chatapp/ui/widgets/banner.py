"""A message in its place: one sentence, one action, details, dismiss. GUI thread. It never takes the keyboard."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from chatapp.domain.errors import Problem
from chatapp.ui.icons import Icon, icon
from chatapp.ui.theme import colours_of
from chatapp.ui.translation_catalogue import said
from chatapp.ui.widgets.icon_button import LARGE, IconButton


class BannerKind(Enum):
    INFORMATION = Icon.INFORMATION
    WARNING = Icon.ATTENTION
    ERROR = Icon.ERROR


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says. `action` and `details` are left out where they are empty."""

    kind: BannerKind
    sentence: str
    action: str = ""
    details: str = ""


def notice_of(problem: Problem, action: str = "") -> Notice:
    """The problem's own words: what happened, then what to do about it."""
    remedies = " ".join(f"{said(remedy).rstrip('.')}." for remedy in problem.remedies)
    return Notice(BannerKind.ERROR, f"{said(problem.sentence)} {remedies}".strip(), action, problem.details)


class Banner(QWidget):
    """Hidden until something is shown."""

    action_triggered = Signal()
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
        self._details = _words(self)
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
        self.setAccessibleName(notice.sentence)
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._more)
        row.addWidget(self._action)
        row.addWidget(self._close)
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


def _words(parent: QWidget) -> QLabel:
    """Text that wraps and can be copied, and is never taken for HTML."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(80)
    return label
