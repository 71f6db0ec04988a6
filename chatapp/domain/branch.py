"""The tree of a conversation's messages: which path is shown, which versions stand beside each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chatapp.domain.message import Message


@dataclass(frozen=True, slots=True)
class Turn:
    """A message on the shown path, with its versions: ids of the siblings in order of writing, itself among them."""

    message: Message
    versions: tuple[int, ...]

    @property
    def version(self) -> int:
        """The place among the versions, from 1."""
        return self.versions.index(self.message.id) + 1

    def neighbour(self, step: int) -> int | None:
        """The message id `step` versions further (or back, if negative), None past either end."""
        place = self.version - 1 + step
        return self.versions[place] if 0 <= place < len(self.versions) else None


@dataclass(frozen=True, slots=True)
class DeletedBranch:
    """A branch in the bin: the message at which it was cut off, and how many messages went with it, itself included."""

    root: Message
    deleted_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Tree:
    """All messages of one conversation. Ids grow with time, so the newest of several is the greatest."""

    messages: Mapping[int, Message]
    children: Mapping[int | None, tuple[int, ...]] = field(repr=False)

    def path(self, head_id: int | None) -> tuple[Turn, ...]:
        """The turns from the first message to `head_id`; empty for None."""
        turns: list[Turn] = []
        while head_id is not None:
            message = self.messages[head_id]
            turns.append(Turn(message, self.children[message.parent_id]))
            head_id = message.parent_id
        return tuple(reversed(turns))

    def below(self, message_id: int) -> list[Message]:
        """The message and all that follow it, on every branch."""
        found, pending = [], [message_id]
        while pending:
            here = pending.pop()
            found.append(self.messages[here])
            pending.extend(self.children.get(here, ()))
        return found

    def newest_leaf(self, message_id: int) -> int:
        """The newest leaf among a message's descendants: where switching to this version leads."""
        newest, pending = message_id, [message_id]
        while pending:
            here = pending.pop()
            below = self.children.get(here, ())
            if not below:
                newest = max(newest, here)
            pending.extend(below)
        return newest


def tree_of(messages: Iterable[Message]) -> Tree:
    """Builds the tree; KeyError later if a parent is missing, which foreign keys exclude."""
    by_id = {message.id: message for message in sorted(messages, key=lambda message: message.id)}
    children: dict[int | None, tuple[int, ...]] = {}
    for message in by_id.values():
        children[message.parent_id] = (*children.get(message.parent_id, ()), message.id)
    return Tree(by_id, children)
