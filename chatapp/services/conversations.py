"""Keeping conversations in order: list, open, rename, bin, versions, undo. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chatapp.domain.branch import Turn
from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.domain.message import Message
from chatapp.services.announcement import Announcement
from chatapp.services.ports import ConversationStore

UNDO_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Undoable:
    """What Ctrl+Z would take back, in words, and how."""

    label: str
    undo: Callable[[], None]


class RunningAnswers(Protocol):
    """Those who must hear that a conversation goes."""

    def stop_conversation(self, conversation_id: int) -> None: ...

    def abandon_conversation(self, conversation_id: int) -> None: ...


class Conversations:
    """`forget` frees what the engine remembers of what it read, in memory and on the disk."""

    def __init__(
        self,
        store: ConversationStore,
        answers: RunningAnswers,
        announcement: Announcement,
        forget: Callable[[], object],
    ) -> None:
        self._store = store
        self._forget = forget
        self._answers = answers
        self._announce = announcement.announce
        self._done: list[Undoable] = []

    def listed(self, title_filter: str = "", *, deleted: bool = False) -> list[Conversation]:
        return self._store.conversations(title_filter, deleted=deleted)

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
        self._store.set_head(conversation_id, self._store.tree(conversation_id).newest_leaf(message_id))
        self._announce(Change(path_of=frozenset((conversation_id,))))

    def rename(self, conversation_id: int, title: str) -> None:
        """A title of the person's own; an empty or unchanged one changes nothing."""
        before = self._store.conversation(conversation_id)
        title = " ".join(title.split())
        if not title or title == before.title:
            return
        self._store.rename(conversation_id, title, own=True)
        self._remember("Rename", lambda: self._store.rename(conversation_id, before.title, own=True))
        self._announce(Change(list_changed=True))

    def delete(self, conversation_id: int) -> None:
        """Into the bin; what runs in it is stopped."""
        self._answers.stop_conversation(conversation_id)
        self._store.delete(conversation_id)
        self._remember("Delete", lambda: self._store.restore(conversation_id))
        self._announce(Change(list_changed=True))

    def restore(self, conversation_id: int) -> None:
        self._store.restore(conversation_id)
        self._remember("Restore", lambda: self._store.delete(conversation_id))
        self._announce(Change(list_changed=True))

    def purge(self, conversation_id: int) -> None:
        """For good, from the bin. What was done before can't be undone past this."""
        self._store.purge(conversation_id)
        self._answers.abandon_conversation(conversation_id)
        self._forget()
        self._done.clear()
        self._announce(Change(list_changed=True))

    @property
    def undo_label(self) -> str | None:
        return self._done[-1].label if self._done else None

    def undo(self) -> None:
        """Takes the last change to the list back; nothing where there is none."""
        if self._done:
            self._done[-1].undo()
            self._done.pop()
            self._announce(Change(list_changed=True))

    def _remember(self, label: str, undo: Callable[[], None]) -> None:
        self._done.append(Undoable(label, undo))
        del self._done[:-UNDO_LIMIT]
