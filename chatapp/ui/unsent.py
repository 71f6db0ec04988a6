"""What was written and not sent: the next message of each conversation, and messages being changed. GUI thread.

Knows no widget and no file: whoever shows a text keeps it here with each change.
"""

from PySide6.QtCore import QObject, Signal

from chatapp.domain.attachment import Attachment


class UnsentTexts(QObject):
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.messages: dict[int | None, str] = {}
        """By conversation; None stands for the one that does not exist yet."""
        self.attachments: dict[int | None, tuple[Attachment, ...]] = {}
        """What is to go with those messages."""
        self.edits: dict[int, str] = {}
        """By the message that is being changed, which still says what it said."""

    def keep_attachments(self, conversation_id: int | None, attachments: tuple[Attachment, ...]) -> None:
        if attachments == self.attachments_of(conversation_id):
            return
        if attachments:
            self.attachments[conversation_id] = attachments
        else:
            del self.attachments[conversation_id]
        self.changed.emit()

    def attachments_of(self, conversation_id: int | None) -> tuple[Attachment, ...]:
        return self.attachments.get(conversation_id, ())

    def keep(self, conversation_id: int | None, text: str) -> None:
        if text == self.text(conversation_id):
            return
        if text:
            self.messages[conversation_id] = text
        else:
            del self.messages[conversation_id]
        self.changed.emit()

    def text(self, conversation_id: int | None) -> str:
        return self.messages.get(conversation_id, "")

    def keep_edit(self, message_id: int, text: str) -> None:
        if self.edits.get(message_id) != text:
            self.edits[message_id] = text
            self.changed.emit()

    def forget_edit(self, message_id: int) -> None:
        if self.edits.pop(message_id, None) is not None:
            self.changed.emit()
