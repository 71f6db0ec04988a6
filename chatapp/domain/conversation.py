"""A conversation: a title, its place and marks, and a pointer to the newest message of the branch that is shown."""

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from chatapp.domain.colour import Colour
from chatapp.domain.parameters import Parameters

TITLE_LENGTH = 60
INCOGNITO_FROM = 2**30
"""Ids from here on are of conversations, and messages, that are never on the disk."""


class Kind(StrEnum):
    """What a row of the list stands for. A document has no messages; its text is services.documents'."""

    CONVERSATION = "conversation"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a conversation has of its own. `system_prompt` None leaves it to the persona, and that to the settings."""

    system_prompt: str | None = None
    persona_id: int | None = None
    parameters: Parameters = field(default_factory=Parameters)


@dataclass(frozen=True, slots=True)
class Conversation:
    """`head_id` is None while nothing was written; `deleted_at` is set while it lies in the bin. Times are UTC.

    `has_model_title`: the model made the title; one that is neither its nor the person's is out of the first message.
    `source` names what it was imported from, "" for one that was written here. `tags` are in order of the alphabet.
    """

    id: int
    title: str
    has_own_title: bool
    head_id: int | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    has_model_title: bool = False
    is_pinned: bool = False
    archived_at: datetime | None = None
    folder_id: int | None = None
    colour: Colour | None = None
    source: str = ""
    tags: tuple[str, ...] = ()
    settings: ChatSettings = field(default_factory=ChatSettings)
    kind: Kind = Kind.CONVERSATION

    @property
    def is_document(self) -> bool:
        return self.kind is Kind.DOCUMENT

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_incognito(self) -> bool:
        return self.id >= INCOGNITO_FROM


def rearranged(now: Conversation, before: Conversation, after: Conversation) -> Conversation:
    """The conversation with what differs between two states of it as it is in the second; the rest stays."""
    names = [one.name for one in fields(Conversation) if getattr(before, one.name) != getattr(after, one.name)]
    changes: dict[str, Any] = {name: getattr(after, name) for name in names}
    return replace(now, **changes)


def title_from(text: str) -> str:
    """A title out of the first line of what the person wrote, cut at a word, or "" where there is nothing to take."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = " ".join(line.lstrip("#>*- ").split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line[:TITLE_LENGTH]
    at_word = cut.rfind(" ")
    return (cut[:at_word] if at_word > TITLE_LENGTH // 2 else cut).rstrip(" ,;:.") + "…"


def title_by_model(answer: str) -> str:
    """The title in what a model wrote when it was asked for one, or "" where there is none."""
    line = next((line.strip() for line in answer.splitlines() if line.strip(" \t\"'*#`")), "")
    line = line.removeprefix("Title:").removeprefix("Name:")
    return title_from(line.strip(" \t\"'*#`“”‘’「」《》").rstrip("."))


def days_ago(moment: datetime, today: date) -> int:
    """Whole days between a moment, in its own local time, and today; never negative, whatever the clock did."""
    return max(0, (today - moment.astimezone().date()).days)
