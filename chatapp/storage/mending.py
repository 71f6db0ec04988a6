"""Makes whole trees again out of rows that survived: parents, heads, conversations. Pure; knows no file.

What is doubtful is kept and given the likeliest meaning; only a row without its text is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from chatapp.domain.conversation import title_from
from chatapp.domain.message import Role, Status
from chatapp.storage.tables import new_uid

Raw = Mapping[str, object]
Row = dict[str, object]
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Survivors:
    """What could be read. `parents` come from an index and name those of lost messages too."""

    conversations: Mapping[int, Raw]
    messages: Mapping[int, Raw]
    runs: Mapping[int, Raw]
    parents: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Mended:
    """Rows for a new database; messages in the order of their ids, so that parents come before children."""

    conversations: list[Row]
    messages: list[Row]


def mend(survivors: Survivors, now: datetime) -> Mended:
    mending = _Mending(survivors, now)
    for message_id in sorted(survivors.messages):
        mending.add_message(message_id, survivors.messages[message_id])
    for conversation_id in sorted({*survivors.conversations, *mending.members}):
        mending.add_conversation(conversation_id)
    return Mended(mending.conversations, list(mending.messages.values()))


@dataclass(slots=True)
class _Mending:
    survivors: Survivors
    now: datetime
    conversations: list[Row] = field(default_factory=list)
    messages: dict[int, Row] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    uids: set[str] = field(default_factory=set)

    def add_message(self, message_id: int, raw: Raw) -> None:
        text, conversation_id = raw.get("text"), raw.get("conversation_id")
        if not isinstance(text, str) or not isinstance(conversation_id, int) or min(message_id, conversation_id) < 1:
            return
        parent_id = self._nearest_ancestor(message_id, raw.get("parent_id"), conversation_id)
        role = word(Role, raw.get("role")) or self._likely_role(parent_id)
        status = word(Status, raw.get("status")) or (Status.INTERRUPTED if role is Role.ASSISTANT else Status.COMPLETE)
        self.members.setdefault(conversation_id, []).append(message_id)
        self.messages[message_id] = {
            "id": message_id,
            "uid": self._uid(raw),
            "conversation_id": conversation_id,
            "parent_id": parent_id,
            "role": role,
            "status": status,
            "created_at": moment(raw.get("created_at")) or self.now,
            "note": _text(raw.get("note")),
            "text": text.rstrip("\0"),  # what a file cut short seems to hold beyond its end
        }

    def _nearest_ancestor(self, message_id: int, parent: object, conversation_id: int) -> int | None:
        below = message_id
        while isinstance(parent, int) and 0 < parent < below:
            if parent in self.messages:
                return parent if self.messages[parent]["conversation_id"] == conversation_id else None
            below, parent = parent, self.survivors.parents.get(parent)
        return None

    def _likely_role(self, parent_id: int | None) -> Role:
        above = self.messages[parent_id]["role"] if parent_id is not None else None
        return Role.ASSISTANT if above is Role.USER else Role.USER

    def add_conversation(self, conversation_id: int) -> None:
        if conversation_id < 1:
            return
        raw = self.survivors.conversations.get(conversation_id, {})
        mine = self.members.get(conversation_id, [])
        first, last = (self.messages[mine[0]], self.messages[mine[-1]]) if mine else ({}, {})
        title, head = raw.get("title"), raw.get("head_id")
        row = {
            "id": conversation_id,
            "uid": self._uid(raw),
            "has_own_title": raw.get("has_own_title") == 1,
            "head_id": head if head in mine else max(mine, default=None),
            "created_at": moment(raw.get("created_at")) or first.get("created_at", self.now),
            "updated_at": moment(raw.get("updated_at")) or last.get("created_at", self.now),
            "deleted_at": moment(raw.get("deleted_at")),
            "title": title if isinstance(title, str) else title_from(_text(first.get("text"))),
        }
        self.conversations.append(row)

    def _uid(self, raw: Raw) -> str:
        uid = raw.get("uid")
        if not isinstance(uid, str) or len(uid) != 32 or uid in self.uids:
            uid = new_uid()
        self.uids.add(uid)
        return uid


def word(kind: type[Word], value: object) -> Word | None:
    return kind(value) if isinstance(value, str) and value in set(kind) else None


def moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
