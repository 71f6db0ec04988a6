"""What imports, exports and backups ask of the database (implemented by storage): called on a thread of their own.

Each call opens a connection for itself. One that fails raises ProblemError and leaves the data as it was.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from chatapp.domain.backup import Backup
from chatapp.domain.document import Document
from chatapp.domain.edit_log import Stored
from chatapp.exchange.record import ConversationRecord


class Intake(Protocol):
    """One import: nothing of it is seen before `finish`, and nothing stays if that is not reached."""

    def add(self, record: ConversationRecord) -> tuple[bool, int]:
        """Whether the conversation is new, and how many of its messages are."""

    def finish(self) -> frozenset[int]:
        """The ids of conversations that came or grew."""


class Archive(Protocol):
    def ids(self, *, with_bin: bool) -> list[int]:
        """Of all conversations, the oldest first."""

    def document_ids(self) -> list[int]:
        """Of all documents outside the bin, the oldest first."""

    def documents(self, ids: Sequence[int]) -> Iterator[tuple[Document, Stored]]:
        """Each as it was saved last; one that is gone is passed over."""

    def add_documents(self, texts: Iterable[tuple[str, str]]) -> list[int]:
        """New ones by title and text, all or none; their ids."""

    def records(self, ids: Sequence[int]) -> Iterator[ConversationRecord]: ...

    def tidy(self, step: Callable[[], None]) -> None:
        """Removes what imports left that were broken off; `step` is called between, and may end it by raising."""

    def index(self, has_time: Callable[[], bool]) -> bool:
        """Lets attachments be found that an older Causerie kept, as long as there is time; whether all are."""

    def intake(self) -> AbstractContextManager[Intake]: ...


class Vault(Protocol):
    """The copies of the database and their folder."""

    def is_due(self, now: datetime) -> bool:
        """Whether there is no daily one of this day yet. Quick: it looks at names alone."""

    def make(self) -> Backup:
        """Today's, checked; older ones that are not to be kept make room."""

    def backups(self) -> list[Backup]:
        """The newest first, each opened and counted."""

    def restore(self, source: Path) -> Backup:
        """The copy in the place of what is there, of which a copy is made first and returned."""

    def copy_to(self, folder: Path) -> Path:
        """A checked copy of what is there now."""
