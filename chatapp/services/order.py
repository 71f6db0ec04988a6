"""Keeping conversations in order, one or many at once: names, folders, pins, archive, colours, tags, the bin, settings.

Every action is one step that can be taken back: it changes what it names and leaves the rest as it is by then.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from chatapp.domain.changes import Change
from chatapp.domain.colour import Colour
from chatapp.domain.conversation import ChatSettings, Conversation, rearranged
from chatapp.domain.tag import tag_key, tag_name, tag_names
from chatapp.services.ports import ConversationStore
from chatapp.services.undo import Step, Undo

Rearrange = Callable[[Conversation], Conversation]
Pair = tuple[Conversation, Conversation]
"""A conversation before and after."""


class Order:
    def __init__(self, store: ConversationStore, undo: Undo, stop: Callable[[int], None]) -> None:
        """`stop` ends what runs in a conversation."""
        self._store = store
        self._undo = undo
        self._stop = stop

    def rename(self, conversation_id: int, title: str) -> None:
        """A title of the person's own; an empty or unchanged one changes nothing."""
        title = " ".join(title.split())
        if title and title != self._store.conversation(conversation_id).title:
            self.arrange("Rename", (conversation_id,), lambda found: replace(found, title=title, has_own_title=True))

    def delete(self, ids: Sequence[int]) -> None:
        """Into the bin; what runs in them is stopped."""
        for conversation_id in ids:
            self._stop(conversation_id)
        now = datetime.now(UTC)
        self.arrange("Delete", ids, lambda found: found if found.is_deleted else replace(found, deleted_at=now))

    def restore(self, ids: Sequence[int]) -> None:
        self.arrange("Restore", ids, lambda found: replace(found, deleted_at=None))

    def pin(self, ids: Sequence[int], *, is_pinned: bool = True) -> None:
        self.arrange("Pin" if is_pinned else "Unpin", ids, lambda found: replace(found, is_pinned=is_pinned))

    def archive(self, ids: Sequence[int], *, is_archived: bool = True) -> None:
        now = datetime.now(UTC) if is_archived else None

        def moved(found: Conversation) -> Conversation:
            return found if found.is_archived == is_archived else replace(found, archived_at=now)

        self.arrange("Archive" if is_archived else "Unarchive", ids, moved)

    def colour(self, ids: Sequence[int], colour: Colour | None) -> None:
        self.arrange("Colour", ids, lambda found: replace(found, colour=colour))

    def move(self, ids: Sequence[int], folder_id: int | None) -> None:
        """Into a folder, or for None out of any. KeyError for a folder that is not there."""
        self.arrange("Move", ids, lambda found: replace(found, folder_id=folder_id))

    def tag(self, ids: Sequence[int], name: str) -> None:
        if tag_name(name):
            self.arrange("Tag", ids, lambda found: replace(found, tags=tag_names((*found.tags, name))))

    def untag(self, ids: Sequence[int], name: str) -> None:
        key = tag_key(name)

        def without(found: Conversation) -> Conversation:
            return replace(found, tags=tuple(tag for tag in found.tags if tag_key(tag) != key))

        self.arrange("Remove tag", ids, without)

    def give_settings(self, ids: Sequence[int], settings: ChatSettings) -> None:
        """System prompt, persona and parameters of their own."""
        self.arrange("Change settings", ids, lambda found: replace(found, settings=settings))

    def arrange(self, label: str, ids: Iterable[int], change: Rearrange) -> None:
        """One step over all of them; none where nothing changes."""
        pairs = self.changed(ids, change)
        if pairs:
            self._undo.perform(self.step(label, pairs))

    def changed(self, ids: Iterable[int], change: Rearrange) -> list[Pair]:
        """What a change would make of each; those that it leaves as they are are left out."""
        found = [self._store.conversation(conversation_id) for conversation_id in ids]
        return [(before, after) for before in found if (after := change(before)) != before]

    def step(self, label: str, pairs: Sequence[Pair]) -> Step:
        back = [(after, before) for before, after in pairs]
        change = Change(list_changed=True, path_of=frozenset(before.id for before, _ in pairs))
        return Step(label, lambda: self.put(back), lambda: self.put(pairs), change)

    def put(self, pairs: Sequence[Pair]) -> None:
        """What differs in each pair is made as it is in the second."""
        self._store.arrange([rearranged(self._store.conversation(new.id), old, new) for old, new in pairs])
