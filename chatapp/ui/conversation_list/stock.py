"""The conversations that the list can show, in memory: so that a keystroke or a sent message reads none of the others.

GUI thread; knows values, not the database.
"""

from collections.abc import Iterable
from datetime import datetime

from chatapp.domain.conversation import Conversation


class Stock:
    """Newest first, as the database lists them."""

    def __init__(self) -> None:
        self._by_id: dict[int, Conversation] = {}
        self._folded: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def take(self, conversations: Iterable[Conversation]) -> None:
        """These and no others. Those that are as before stay the same objects, so that nobody looks into them again."""
        known = self._by_id
        self._by_id = {}
        for conversation in conversations:
            before = known.get(conversation.id)
            self._by_id[conversation.id] = before if before == conversation else conversation
        self._folded = {id_: conversation.title.casefold() for id_, conversation in self._by_id.items()}

    def renew(self, conversations: Iterable[Conversation]) -> None:
        """Those that are new or another than before; each goes where its time belongs."""
        for conversation in conversations:
            self._by_id.pop(conversation.id, None)
            self._folded[conversation.id] = conversation.title.casefold()
            newest = next(iter(self._by_id.values()), None)
            self._by_id = {conversation.id: conversation, **self._by_id}
            if newest is not None and _order(conversation) < _order(newest):
                self._by_id = {known.id: known for known in sorted(self._by_id.values(), key=_order, reverse=True)}

    def drop(self, conversation_ids: Iterable[int]) -> None:
        """They are not of this list any more."""
        for conversation_id in conversation_ids:
            self._by_id.pop(conversation_id, None)

    def find(self, conversation_id: int) -> Conversation | None:
        return self._by_id.get(conversation_id)

    def matching(self, words: str) -> list[Conversation]:
        """Those whose title holds the words, whatever their case; all for none."""
        wanted = words.casefold()
        if not wanted:
            return list(self._by_id.values())
        return [conversation for id_, conversation in self._by_id.items() if wanted in self._folded[id_]]


def _order(conversation: Conversation) -> tuple[datetime, int]:
    return conversation.updated_at, conversation.id
