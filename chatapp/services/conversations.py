"""The list of conversations, and each one opened: its turns, its versions, its end for good. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chatapp.domain.branch import Turn
from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.domain.message import Message
from chatapp.services.announcement import Announcement
from chatapp.services.order import Order
from chatapp.services.ports import ConversationStore
from chatapp.services.undo import Undo


class RunningAnswers(Protocol):
    """Those who must hear that a conversation goes."""

    def abandon_conversation(self, conversation_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class ListParts:
    """What the list needs; `forget` frees what the engine remembers of what it read, in memory and on the disk."""

    store: ConversationStore
    order: Order
    undo: Undo
    answers: RunningAnswers
    announcement: Announcement
    forget: Callable[[], object]


class Conversations:
    def __init__(self, parts: ListParts) -> None:
        self._store = parts.store
        self._order = parts.order
        self._undo = parts.undo
        self._answers = parts.answers
        self._announce = parts.announcement.announce
        self._forget = parts.forget

    def listed(self, title_filter: str = "", *, deleted: bool = False) -> list[Conversation]:
        return self._store.conversations(title_filter, deleted=deleted)

    def interrupted(self) -> frozenset[int]:
        """Those whose last answer on the shown branch was cut off by a crash, and neither kept nor continued since."""
        return self._store.interrupted()

    def look_elsewhere(self) -> None:
        """What another process stored in the meantime is announced; cheap where there is nothing."""
        if self._store.was_changed_elsewhere():
            self._announce(Change(list_changed=True))

    def conversation(self, conversation_id: int) -> Conversation:
        """KeyError for an unknown id."""
        return self._store.conversation(conversation_id)

    def message(self, message_id: int) -> Message:
        """KeyError for an unknown id."""
        return self._store.message(message_id)

    def turns(self, conversation_id: int) -> tuple[Turn, ...]:
        """The branch that is shown, each turn with its versions."""
        head_id = self._store.conversation(conversation_id).head_id
        return self._store.tree(conversation_id).path(head_id)

    def show_version(self, message_id: int) -> None:
        """Shows the newest branch that goes through this message."""
        conversation_id = self._store.message(message_id).conversation_id
        self._store.set_head(conversation_id, self._store.newest_leaf(message_id))
        self._announce(Change(path_of=frozenset((conversation_id,))))

    def rename(self, conversation_id: int, title: str) -> None:
        """A title of the person's own; an empty or unchanged one changes nothing."""
        self._order.rename(conversation_id, title)

    def delete(self, conversation_id: int) -> None:
        """Into the bin; what runs in it is stopped."""
        self._order.delete((conversation_id,))

    def restore(self, conversation_id: int) -> None:
        self._order.restore((conversation_id,))

    def purge(self, conversation_id: int) -> None:
        """For good, from the bin. What was done before can't be undone past this."""
        self._store.purge(conversation_id)
        self._answers.abandon_conversation(conversation_id)
        self._forget()
        self._undo.clear()
        self._announce(Change(list_changed=True))

    @property
    def undo_label(self) -> str | None:
        return self._undo.undo_label

    def undo(self) -> None:
        """Takes the last change back; nothing where there is none."""
        self._undo.undo()
