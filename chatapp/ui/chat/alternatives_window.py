"""The answers to one question beside each other, also while they are written; one is chosen, or stopped. GUI thread."""

from collections.abc import Set
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from chatapp.domain.branch import Turn
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.dialog_size import open_at
from chatapp.ui.transcript.message_view import MessageView

SIZE = (980, 600)
LEAST_WIDTH = 228
MOST = 8
FRAME_MS = 50


class _Well(QScrollArea):
    """What is higher than its column scrolls, and what is wider than the window."""

    resized = Signal()

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is inside has the keyboard, and passes on what scrolls
        self.setWidget(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class Column(QFrame):
    def __init__(self, message_id: int, number: int) -> None:
        super().__init__()
        self.message_id = message_id
        self.is_whole = False
        name = self.tr("Answer {0}").format(number)
        self.text = MessageView(name, is_markdown=True)
        self.text.grown.connect(self.lay_out)
        self._well = _Well(self.text)
        self._well.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._well.viewport().setAutoFillBackground(False)
        self._well.resized.connect(self.lay_out)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.choose = QPushButton(self.tr("Take this one"))
        self.choose.setAccessibleName(self.tr("Take answer {0}").format(number))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setAccessibleName(self.tr("Stop answer {0}").format(number))
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose, 1)
        buttons.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self._well, 1)
        column.addLayout(buttons)
        self.setMinimumWidth(LEAST_WIDTH)

    def lay_out(self) -> None:
        width = self._well.viewport().width()
        self.text.resize(width, self.text.height_for(width))

    def show_text(self, text: str, *, is_live: bool) -> None:
        self.is_whole = not is_live
        self.text.show_text(text, is_whole=not is_live)
        self.stop.setVisible(is_live)
        self.lay_out()


class AlternativesWindow(QDialog):
    chosen = Signal(int)  # the message to show in the conversation

    def __init__(self, services: Services, asking: Asking, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._asking = asking
        self._question_id: int | None = None
        self._columns: dict[int, Column] = {}
        row = QWidget()
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._clock = QTimer(self, interval=FRAME_MS)
        self._clock.timeout.connect(self._show_texts)
        self.setWindowTitle(self.tr("Answers side by side"))
        open_at(self, SIZE)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        well = _Well(row)
        well.setWidgetResizable(True)
        whole.addWidget(well)

    @property
    def columns(self) -> list[Column]:
        return list(self._columns.values())

    def show_answer(self, answer: Turn) -> None:
        """All its versions, of many the newest."""
        self._question_id = answer.message.parent_id
        self.show()
        self.raise_()
        self.activateWindow()
        self.refresh()

    def follow(self, shown_ids: Set[int]) -> None:
        """Another path is shown in the conversation's window: without the question there is nothing to compare."""
        if self._question_id in shown_ids:
            self.refresh()
        else:
            self.hide()

    def refresh(self) -> None:
        """New versions get a column; a question that is gone leaves nothing to compare."""
        versions = self._asking.answer(self._versions)
        if not versions:
            self.hide()
            return
        for message_id in self._columns.keys() - set(versions):
            self._columns.pop(message_id).deleteLater()
        for number, message_id in enumerate(versions, 1):
            if message_id not in self._columns:
                self._made(message_id, number)
        self._clock.start()
        self._show_texts()

    def _show_texts(self) -> None:
        """Those that are written show what came, one that has just ended all of it. Rests once all are whole."""
        lives = {message_id: self._services.answers.live(message_id) for message_id in self._columns}
        for message_id, column in self._columns.items():
            live = lives[message_id]
            if live is not None:
                column.show_text(live.text, is_live=True)
            elif not column.is_whole:
                message = self._asking.answer(partial(self._services.conversations.message, message_id))
                if message is not None:
                    column.show_text(message.text, is_live=False)
        if all(live is None for live in lives.values()):
            self._clock.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def _versions(self) -> list[int]:
        if self._question_id is None:
            return []
        message = self._services.conversations.message(self._question_id)
        tree = self._services.branches.tree(message.conversation_id)
        return list(tree.children.get(self._question_id, ()))[-MOST:]

    def _made(self, message_id: int, number: int) -> Column:
        column = self._columns[message_id] = Column(message_id, number)
        column.choose.clicked.connect(lambda: self.chosen.emit(message_id))
        column.stop.clicked.connect(lambda: self._asking(lambda: self._services.answers.stop(message_id)))
        self._row.addWidget(column, 1)
        return column
