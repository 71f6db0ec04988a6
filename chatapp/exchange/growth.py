"""Makes a sound tree out of whatever nodes a file has: in order of writing, parents first, no circles, none lost. Pure.

A node that is not taken as a message gives its children to the nearest taken one above it.
"""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chatapp.domain.conversation import title_from
from chatapp.domain.message import Role, Status
from chatapp.exchange.moment import BEGINNING, moment
from chatapp.exchange.oddity import Oddity, OddityKind
from chatapp.exchange.record import AttachmentRecord, ConversationRecord, MessageRecord, SettingsRecord, uid_of


@dataclass(frozen=True, slots=True)
class Node:
    """`role` None: there is no message here. `at` is the time as the file has it."""

    parent: str | None
    role: Role | None = None
    text: str = ""
    at: object = None
    status: Status = Status.COMPLETE
    note: str = ""
    attachments: tuple[AttachmentRecord, ...] = ()

    @property
    def is_taken(self) -> bool:
        return self.role is not None and bool(self.text.strip() or self.attachments or self.note)


@dataclass(frozen=True, slots=True)
class Plant:
    """All that a file says about one conversation. `key` is its id there, under which it is known when it comes again;
    `nodes` stand in the order of the file."""

    source: str
    key: str
    nodes: Mapping[str, Node]
    title: object = ""
    current: object = None
    created: object = None
    updated: object = None
    is_pinned: bool = False
    is_archived: bool = False
    system_prompt: str = ""


@dataclass(frozen=True, slots=True)
class Grown:
    """A conversation as it can be kept, and what of it could not. `record` None: there was none."""

    record: ConversationRecord | None
    oddities: tuple[Oddity, ...] = ()


def grow(plant: Plant, oddities: Iterable[Oddity] = ()) -> Grown:
    growing = _Growing(plant, list(oddities))
    messages = growing.messages()
    name = plant.title if isinstance(plant.title, str) else ""
    title = " ".join(name.split()) or title_from(next((message.text for message in messages), ""))
    created = growing.time(plant.created) or min((message.created_at for message in messages), default=BEGINNING)
    latest = max((message.created_at for message in messages), default=created)
    updated = growing.time(plant.updated) or latest
    source = f"{plant.source}:{plant.key}"
    record = ConversationRecord(
        uid=uid_of(source),
        title=title,
        has_own_title=bool(name.strip()),
        created_at=created,
        updated_at=updated,
        head=growing.head(messages),
        source=source,
        is_pinned=plant.is_pinned,
        archived_at=updated if plant.is_archived else None,
        settings=SettingsRecord(system_prompt=plant.system_prompt or None),
        messages=tuple(messages),
    )
    return Grown(record, tuple(growing.oddities))


class _Growing:
    def __init__(self, plant: Plant, oddities: list[Oddity]) -> None:
        self._plant = plant
        self.oddities = oddities
        self._parents = self._sound_parents()
        self._nearest: dict[str, str | None] = {}  # message of each node: itself, or the next above that is one

    def messages(self) -> list[MessageRecord]:
        """Siblings and branches stand by their time where it is known, else as in the file."""
        below: dict[str | None, list[str]] = {}
        for key, node in self._plant.nodes.items():
            if node.is_taken:
                below.setdefault(self._above(key), []).append(key)
        place = {key: number for number, key in enumerate(self._plant.nodes)}
        ready: list[tuple[datetime, int, str]] = []
        found: list[MessageRecord] = []

        def add(parent: str | None, earliest: datetime) -> None:
            for key in below.get(parent, ()):
                at = self.time(self._plant.nodes[key].at) or earliest
                heapq.heappush(ready, (max(at, earliest), place[key], key))

        first_known = (at for node in self._plant.nodes.values() if (at := moment(node.at)) is not None)
        add(None, moment(self._plant.created) or min(first_known, default=BEGINNING))
        while ready:
            at, _, key = heapq.heappop(ready)
            found.append(self._message(key, at))
            add(key, at)
        return found

    def head(self, messages: list[MessageRecord]) -> str | None:
        """The message that the file says is shown, or the nearest above it; else the newest."""
        current = self._plant.current
        key = self._message_of(current) if isinstance(current, str) and current in self._plant.nodes else None
        if key is not None:
            return self._uid(key)
        return messages[-1].uid if messages else None

    def time(self, value: object) -> datetime | None:
        found = moment(value)
        if found is None and value is not None:
            self.oddities.append(Oddity(OddityKind.DATE, repr(value)))
        return found

    def _message(self, key: str, at: datetime) -> MessageRecord:
        node, parent = self._plant.nodes[key], self._above(key)
        return MessageRecord(
            uid=self._uid(key),
            parent=None if parent is None else self._uid(parent),
            role=node.role or Role.USER,
            status=node.status,
            created_at=at,
            note=node.note,
            text=node.text,
            attachments=node.attachments,
        )

    def _uid(self, key: str) -> str:
        return uid_of(self._plant.source, self._plant.key, key)

    def _above(self, key: str) -> str | None:
        parent = self._parents[key]
        return None if parent is None else self._message_of(parent)

    def _message_of(self, key: str) -> str | None:
        passed, at = list[str](), key
        while at not in self._nearest:
            passed.append(at)
            parent = self._parents[at]
            if self._plant.nodes[at].is_taken:
                self._nearest[at] = at
            elif parent is None:
                self._nearest[at] = None
            else:
                at = parent
        for node in passed:
            self._nearest.setdefault(node, self._nearest[at])
        return self._nearest[key]

    def _sound_parents(self) -> dict[str, str | None]:
        """Every way up ends: one that is lost where it is lost, a circle at that member which was met first."""
        nodes = self._plant.nodes
        parents = {key: node.parent for key, node in nodes.items()}
        walk_of: dict[str, str] = {}
        for start in nodes:
            at: str | None = start
            while at is not None and at not in walk_of:
                walk_of[at] = start
                parent = parents[at]
                if parent is not None and parent not in nodes:
                    self.oddities.append(Oddity(OddityKind.PARENT, nodes[at].text))
                    parents[at] = parent = None
                at = parent
            if at is not None and walk_of[at] == start:
                self.oddities.append(Oddity(OddityKind.CIRCLE, nodes[at].text))
                parents[at] = None
        return parents
