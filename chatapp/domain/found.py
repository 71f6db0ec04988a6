"""What a search finds: messages and documents, each with the piece of it that holds the words."""

from dataclasses import dataclass
from datetime import datetime

from chatapp.domain.excerpt import Excerpt
from chatapp.domain.message import Role


@dataclass(frozen=True, slots=True)
class Found:
    """`title` is the conversation's. The branch on which it stands need not be the one that is shown. `attachment` is
    the name of the one that holds the words, "" where the message's own text does."""

    message_id: int
    conversation_id: int
    title: str
    role: Role
    created_at: datetime
    excerpt: Excerpt
    attachment: str = ""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """`at` is where in its text the first of the words stands, in code points; None where only the title holds them.
    The words may stand far apart."""

    document_id: int
    title: str
    updated_at: datetime
    excerpt: Excerpt
    at: int | None = None
