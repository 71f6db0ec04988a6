"""Search through everything that was ever said, as it is typed. GUI thread."""

from dataclasses import dataclass

from chatapp.domain.conversation import Conversation
from chatapp.domain.found import Found, FoundDocument
from chatapp.domain.query import Query, parse
from chatapp.services.ports import FindStore

PAGE = 50


@dataclass(frozen=True, slots=True)
class Results:
    """`query` says what was understood, and which filters were not. `conversations` and `documents` stand on the first
    page alone; `next_id` None says that there is no page after this one."""

    query: Query
    conversations: tuple[Conversation, ...]
    messages: tuple[Found, ...]
    next_id: int | None
    documents: tuple[FoundDocument, ...] = ()


class Search:
    def __init__(self, store: FindStore) -> None:
        self._store = store

    def find(self, text: str, after: Results | None = None, limit: int = PAGE) -> Results:
        """The newest that fit, or those that follow a page which was shown for the same text."""
        query = parse(text)
        found = self._store.messages(query, limit + 1, after.next_id if after is not None else None)
        messages = tuple(found[:limit])
        titles = () if after is not None else tuple(self._store.conversations(query, limit))
        texts = () if after is not None else tuple(self._store.documents(query, limit))
        return Results(query, titles, messages, messages[-1].message_id if len(found) > limit else None, texts)
