"""The tree of a conversation's messages: which path is shown, which versions stand beside each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from chatapp.domain.message import Message

_ID = attrgetter("id")


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
    _turns: dict[int, Turn] = field(default_factory=dict, init=False, repr=False, compare=False)

    def path(self, head_id: int | None) -> tuple[Turn, ...]:
        """The turns from the first message to `head_id`; empty for None. Two paths share the turns that they have in
        common."""
        turns: list[Turn] = []
        made, messages, children = self._turns, self.messages, self.children
        while head_id is not None:
            turn = made.get(head_id)
            if turn is None:
                message = messages[head_id]
                turn = made[head_id] = Turn(message, children[message.parent_id])
            turns.append(turn)
            head_id = turn.message.parent_id
        turns.reverse()
        return tuple(turns)

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
    by_id = {message.id: message for message in sorted(messages, key=_ID)}
    children: dict[int | None, tuple[int, ...]] = {}
    for id_, message in by_id.items():
        parent_id = message.parent_id
        children[parent_id] = (*children[parent_id], id_) if parent_id in children else (id_,)
    return Tree(by_id, children)
