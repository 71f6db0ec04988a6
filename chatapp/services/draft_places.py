"""Keeps what is proposed for a document in its place while the text is edited, whoever edits it. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass

from chatapp.domain.document import Splices, applied, splice_between
from chatapp.services.documents import Documents


@dataclass(slots=True)
class _Followed:
    """The text as it was when places were last moved."""

    text: str
    end: Callable[[], None]


class DraftPlaces:
    """A document that was closed and opened again is followed by nobody: `catch_up` moves places by what differs."""

    def __init__(self, documents: Documents, move: Callable[[int, Splices], None]) -> None:
        self._documents = documents
        self._move = move
        self._followed: dict[int, _Followed] = {}

    def watch(self, document_id: int) -> None:
        """KeyError for an unknown document."""
        self.catch_up(document_id)
        if (before := self._followed.get(document_id)) is not None:
            before.end()
        end = self._documents.follow(document_id, lambda splices: self._edited(document_id, splices))
        self._followed[document_id] = _Followed(self._documents.text(document_id), end)

    def catch_up(self, document_id: int) -> None:
        """To be called before a place is used."""
        known = self._followed.get(document_id)
        if known is None:
            return
        now = self._documents.text(document_id)
        if now != known.text:
            splices = splice_between(known.text, now)
            known.text = now
            self._move(document_id, splices)

    def forget(self) -> None:
        for known in self._followed.values():
            known.end()
        self._followed.clear()

    def _edited(self, document_id: int, splices: Splices) -> None:
        known, now = self._followed[document_id], self._documents.text(document_id)
        if applied_to(known.text, splices) != now:
            self.catch_up(document_id)
            return
        known.text = now
        self._move(document_id, splices)


def applied_to(text: str, splices: Splices) -> str | None:
    """None where they are of another text."""
    try:
        return applied(text, splices)
    except ValueError:
        return None
