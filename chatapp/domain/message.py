"""A message of a conversation: a node of a tree, immutable once its status is terminal."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chatapp.domain.attachment import Attachment


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Status(StrEnum):
    """Where a message stands. QUEUED and STREAMING are the only states that its text may still leave."""

    QUEUED = "queued"
    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"

    @property
    def is_terminal(self) -> bool:
        return self not in (Status.QUEUED, Status.STREAMING)

    @property
    def can_continue(self) -> bool:
        """Whether the answer was cut before the model had ended it."""
        return self in (Status.STOPPED, Status.INTERRUPTED, Status.FAILED)


@dataclass(frozen=True, slots=True)
class Message:
    """One node. `parent_id` is None for the first message of a conversation; `note` says why a message failed."""

    id: int
    conversation_id: int
    parent_id: int | None
    role: Role
    text: str
    status: Status
    created_at: datetime
    note: str = ""
    attachments: tuple[Attachment, ...] = ()
