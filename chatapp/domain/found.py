"""What a search finds: messages, each with the piece of it that holds the words."""

from dataclasses import dataclass
from datetime import datetime

from chatapp.domain.excerpt import Excerpt
from chatapp.domain.message import Role


@dataclass(frozen=True, slots=True)
class Found:
    """`title` is the conversation's. The branch on which it stands need not be the one that is shown."""

    message_id: int
    conversation_id: int
    title: str
    role: Role
    created_at: datetime
    excerpt: Excerpt
