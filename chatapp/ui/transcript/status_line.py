"""The line in a turn that says how the answer stands, and what can be done about it. GUI thread."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from chatapp.domain.message import Message, Status
from chatapp.services.live import LiveAnswer, Phase
from chatapp.ui.icons import Icon, icon
from chatapp.ui.key_tips import show_keys
from chatapp.ui.theme import colours_of
from chatapp.ui.transcript import wording
from chatapp.ui.widgets.icon_button import SMALL

_ICONS = {Status.STOPPED: Icon.STOPPED, Status.INTERRUPTED: Icon.ATTENTION, Status.FAILED: Icon.ERROR}


class StatusLine(QWidget):
    continue_asked = Signal()
    keep_asked = Signal()
    retry_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Icon | None = None
        self._row = QHBoxLayout(self)
        self._icon = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 4)
        self._bar.setAccessibleName(self.tr("Reading"))
        self._continue = self._button(self.tr("Continue"), self.tr("Write on from here"))
        self._keep = self._button(self.tr("Keep"), self.tr("Leave it as it is"))
        self._retry = self._button(self.tr("Try again"), self.tr("Ask for another answer"))
        show_keys(self._continue, self._continue.toolTip(), "continue_answer")
        show_keys(self._retry, self._retry.toolTip(), "regenerate")
        self._continue.clicked.connect(self.continue_asked)
        self._keep.clicked.connect(self.keep_asked)
        self._retry.clicked.connect(self.retry_asked)
        self._arrange()
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def show_message(self, message: Message) -> None:
        """How a message ended; nothing where it ended well."""
        status = message.status
        self._show(wording.ending_of(message), _ICONS.get(status))
        self._bar.hide()
        self._continue.setVisible(status.can_continue and bool(message.text))
        self._keep.setVisible(status is Status.INTERRUPTED)
        self._retry.setVisible(status is Status.FAILED or (status.can_continue and not message.text))

    def show_live(self, live: LiveAnswer) -> None:
        self._show(wording.progress_of(live), None)
        is_reading = live.phase is Phase.READING and live.total > 0
        self._bar.setVisible(is_reading)
        if is_reading:
            self._bar.setRange(0, live.total)
            self._bar.setValue(live.done)
        for button in (self._continue, self._keep, self._retry):
            button.hide()

    def buttons(self) -> list[QPushButton]:
        return [button for button in (self._continue, self._keep, self._retry) if not button.isHidden()]

    def height_for(self, width: int) -> int:
        """0 while there is nothing to say."""
        if self.isHidden():
            return 0
        height = self._row.heightForWidth(width) if self._row.hasHeightForWidth() else self._row.sizeHint().height()
        return max(28, height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _show(self, words: str, drawing: Icon | None) -> None:
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._drawing = drawing
        self._draw_icon()
        self.setVisible(bool(words))

    def _draw_icon(self) -> None:
        self._icon.setVisible(self._drawing is not None)
        if self._drawing is not None:
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.ButtonText, colours_of(palette).warning)
            drawn = icon(self._drawing, palette)
            self._icon.setPixmap(drawn.pixmap(SMALL, SMALL))

    def _button(self, label: str, tip: str) -> QPushButton:
        button = QPushButton(label, self)
        button.setToolTip(tip)
        return button

    def _arrange(self) -> None:
        row = self._row
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._bar)
        row.addWidget(self._words, 1)
        for button in (self._continue, self._keep, self._retry):
            row.addWidget(button)
