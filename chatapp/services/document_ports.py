"""What the use cases of documents ask of the database (implemented by storage). GUI thread.

Every call is one short transaction; one that fails raises ProblemError and leaves the data as it was. An unknown id is
a KeyError.
"""

from collections.abc import Iterator
from typing import Protocol

from chatapp.domain.document import Document, Notes, Version
from chatapp.domain.edit_log import LastVersion, Saving, Stored


class DocumentStore(Protocol):
    def create(
        self, title: str, text: str = "", folder_id: int | None = None, *, is_own_title: bool = False
    ) -> Document:
        """A text that is there from the beginning is its first version."""

    def document(self, document_id: int) -> Document:
        """One in the bin is found too."""

    def read(self, document_id: int) -> Stored: ...

    def save(self, document_id: int, saving: Saving, *, is_lasting: bool = False) -> int | None:
        """The id of the version, where one was made. `is_lasting`: a loss of power doesn't take it back either."""

    def set_notes(self, document_id: int, notes: Notes) -> None: ...

    def versions(self, document_id: int) -> list[Version]:
        """The newest first."""

    def last_version(self, document_id: int) -> LastVersion | None: ...

    def text_of(self, version_id: int) -> str:
        """As it was, to the byte, else ProblemError."""

    def version(self, version_id: int) -> Version: ...

    def keep_whole(self, version_id: int, text: str) -> Iterator[None]:
        """Keeps a version as a whole beside its delta: a small part of the work at each step of the iteration."""
