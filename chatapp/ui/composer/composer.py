"""The box below the transcript: field and button. GUI thread; asks by signals, knows no conversation but its id."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chatapp.domain.attachment import Attachment
from chatapp.ui.composer.message_edit import MessageEdit
from chatapp.ui.composer.tray import Tray
from chatapp.ui.edged_box import EdgedBox
from chatapp.ui.icons import Icon
from chatapp.ui.key_tips import show_keys
from chatapp.ui.unsent import UnsentTexts
from chatapp.ui.widgets.icon_button import LARGE, IconButton

WIDTH = 720  # of the transcript's column
BUTTON = 32


class Composer(QWidget):
    """Its button sends, or stops the answer that runs while nothing is written."""

    sent = Signal(str)
    stop_asked = Signal()
    edit_last_asked = Signal()

    def __init__(self, unsent: UnsentTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unsent = unsent
        self._conversation_id: int | None = None
        self._is_busy = False
        self.edit = MessageEdit()
        self.edit.setAccessibleName(self.tr("Message"))
        self.edit.submitted.connect(self.submit)
        self.edit.left_upwards.connect(self.edit_last_asked)
        self.edit.textChanged.connect(self._on_text_changed)
        self.tray = Tray()
        self.tray.changed.connect(self._on_attachments_changed)
        self.edit.pasted.connect(self.tray.add_paste)
        self.edit.files_given.connect(self.tray.add_files)
        self.setAcceptDrops(True)
        self.attach = IconButton(Icon.ATTACHMENT, self.tr("Attach a text file"))
        show_keys(self.attach, self.attach.accessibleName(), "attach")
        self.attach.setFixedSize(BUTTON, BUTTON)
        self.attach.clicked.connect(self.tray.ask_for_files)
        self.button = IconButton(Icon.SEND, self.tr("Send"))
        self.button.setIconSize(QSize(LARGE, LARGE))
        self.button.setFixedSize(BUTTON, BUTTON)
        self.button.clicked.connect(self._on_clicked)
        box = self.box = EdgedBox(self.edit, 12)
        column = QVBoxLayout(box)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(0)
        column.addWidget(self.tray)
        row = QHBoxLayout()
        row.setSpacing(4)
        column.addLayout(row)
        row.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.edit, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        box.setMaximumWidth(WIDTH)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(16, 4, 16, 12)
        middle.addStretch(1)
        middle.addWidget(box, 1000)
        middle.addStretch(1)
        self.show_busy(is_busy=False)
        self._restore()

    def open(self, conversation_id: int | None) -> None:
        """Takes up what was written for that conversation and not sent; keeps what stands here."""
        if conversation_id == self._conversation_id:
            return
        self._conversation_id = conversation_id
        self._restore()

    def adopt(self, conversation_id: int) -> None:
        """The conversation written for now exists: what stands here belongs to it."""
        self._conversation_id = conversation_id

    def show_busy(self, *, is_busy: bool) -> None:
        """Whether an answer runs or waits in this conversation: then what is sent waits for its turn."""
        self._is_busy = is_busy
        self.edit.setPlaceholderText(
            self.tr("Write the next message: it waits for its turn") if is_busy else self.tr("Write a message")
        )
        self.edit.viewport().update()  # Qt 6.11 paints a placeholder anew only when it appears or goes
        self._show_button()

    def limit_height(self, pixels: int) -> None:
        self.edit.limit_height(pixels)

    def submit(self) -> None:
        """Nothing but white space is no message. The field is emptied by whoever could send it: see `clear`."""
        text = self.edit.text.strip("\n").rstrip()  # the first line may be indented on purpose
        if text or self.tray.attachments:
            self.sent.emit(text)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What goes with the message."""
        return self.tray.attachments

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on it."""
        if self.edit.canInsertFromMimeData(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.edit.insertFromMimeData(event.mimeData())
        event.acceptProposedAction()

    def suggest(self, text: str) -> None:
        """Writes it for the person, who sends it, or changes it first: beside what stands there, and undone at once."""
        cursor = self.edit.textCursor()
        cursor.setPosition(cursor.position())
        before = cursor.block().text()[: cursor.positionInBlock()]
        cursor.beginEditBlock()  # a step of its own for undo, apart from what was typed before
        cursor.insertText(text if not before or before[-1].isspace() else f" {text}")
        cursor.endEditBlock()
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()

    def add_attachment(self, attachment: Attachment) -> None:
        """To what goes with the message."""
        self.tray.show_attachments([*self.tray.attachments, attachment])

    def clear(self) -> None:
        self.edit.clear()
        self.tray.show_attachments(())

    def _restore(self) -> None:
        self.tray.show_attachments(self._unsent.attachments_of(self._conversation_id))
        self.edit.setPlainText(self._unsent.text(self._conversation_id))
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)

    def _on_text_changed(self) -> None:
        self._unsent.keep(self._conversation_id, self.edit.text)
        self._show_button()

    def _on_attachments_changed(self) -> None:
        self._unsent.keep_attachments(self._conversation_id, self.tray.attachments)
        self._show_button()

    @property
    def _is_blank(self) -> bool:
        return self.edit.is_blank and not self.tray.attachments

    def _on_clicked(self) -> None:
        if self._stops():
            self.stop_asked.emit()
        else:
            self.submit()
        self.edit.setFocus()

    def _stops(self) -> bool:
        return self._is_busy and self._is_blank

    def _show_button(self) -> None:
        stops = self._stops()
        self.button.set_icon(Icon.STOP if stops else Icon.SEND)
        self.button.setEnabled(stops or not self._is_blank)
        if stops:
            self.button.set_label(self.tr("Stop the answer"), self.tr("Esc"))
        else:
            self.button.set_label(self.tr("Send"), self.tr("Enter"))
