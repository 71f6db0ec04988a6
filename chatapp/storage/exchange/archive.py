"""All conversations as records, for a thread that is not the GUI's: it has a connection of its own. Implements
services.exchange_ports.Archive."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Flag

from sqlalchemy import delete, func, or_, select

from chatapp.domain.conversation import Kind
from chatapp.domain.document import Document
from chatapp.domain.edit_log import Stored
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.exchange.record import ConversationRecord
from chatapp.presence import Claim
from chatapp.storage.arriving import ARRIVING
from chatapp.storage.attachment_search import index_next
from chatapp.storage.database import Database
from chatapp.storage.documents import Documents
from chatapp.storage.exchange.incoming import Intake
from chatapp.storage.exchange.outgoing import record
from chatapp.storage.tables import ConversationRow

IMPORTING = "-importing"
PAUSE_SECONDS = 0.004
LONGEST_PAUSE_SECONDS = 1.0
CLEARING_SECONDS = 3.0
"""After an import that failed; of a large one more is left than a person waits for, who may be closing the window."""


class Archive:
    def __init__(self, database: Path, is_wanted: Flag, clearing_seconds: float = CLEARING_SECONDS) -> None:
        """`is_wanted` is set while the window waits to write."""
        self._path = database
        self._is_wanted = is_wanted
        self._clearing_seconds = clearing_seconds

    def ids(self, *, with_bin: bool) -> list[int]:
        """Oldest first."""
        query = select(ConversationRow.id).order_by(ConversationRow.created_at, ConversationRow.id)
        outside = ConversationRow.deleted_at.is_(None)
        there = or_(outside, ConversationRow.deleted_at != ARRIVING) if with_bin else outside
        with self._opened() as database, database.reading() as session:
            return list(session.execute(query.where(there)).scalars())

    def records(self, ids: Sequence[int]) -> Iterator[ConversationRecord]:
        """Each as it stands when its turn comes; one that is gone by then is passed over."""
        with self._opened() as database:
            for conversation_id in ids:
                with database.reading() as session:
                    found = record(session, conversation_id)
                if found is not None:
                    yield found

    def document_ids(self) -> list[int]:
        with self._opened() as database, database.reading() as session:
            there = ConversationRow.kind == Kind.DOCUMENT, ConversationRow.deleted_at.is_(None)
            ids = select(ConversationRow.id).where(*there)
            return list(session.execute(ids.order_by(ConversationRow.created_at, ConversationRow.id)).scalars())

    def documents(self, ids: Sequence[int]) -> Iterator[tuple[Document, Stored]]:
        """Each as it was saved last; one that is gone is passed over."""
        with self._opened() as database:
            store = Documents(database, _now)
            for document_id in ids:
                with suppress(KeyError):
                    yield store.document(document_id), store.read(document_id)

    def add_documents(self, texts: Iterable[tuple[str, str]]) -> list[int]:
        """All or none: those that came before one that could not are taken back."""
        made: list[int] = []
        with self._opened() as database:
            store = Documents(database, _now)
            try:
                for title, text in texts:
                    made.append(store.create(title, text, is_own_title=bool(title)).id)
                    self._make_room()
            except BaseException:
                with database.writing() as session:
                    session.execute(delete(ConversationRow).where(ConversationRow.id.in_(made)))
                raise
        return made

    @contextmanager
    def intake(self) -> Iterator[Intake]:
        """For one import at a time, in all processes; what is not finished at the end is undone."""
        claim = Claim(self._path.with_name(self._path.name + IMPORTING))
        if not claim.take():
            raise ProblemError(_another())
        try:
            with self._opened() as database:
                intake = Intake(database, self._make_room)
                try:
                    intake.begin()
                    yield intake
                finally:
                    end = time.monotonic() + self._clearing_seconds
                    intake.clear(lambda: time.monotonic() < end)
                    with suppress(ProblemError):  # the next one sets it right
                        intake.end()
        finally:
            claim.release()

    def tidy(self, step: Callable[[], None]) -> None:
        """Removes what imports left that were broken off; `step` is called between, and may end it by raising."""
        claim = Claim(self._path.with_name(self._path.name + IMPORTING))
        if not claim.take():
            return
        try:
            with self._opened() as database:
                Intake(database, step).clear()
        finally:
            claim.release()

    def index(self, has_time: Callable[[], bool]) -> bool:
        last: int | None = 0
        with self._opened() as database:
            while last is not None and has_time():
                with database.checkpointing() as session:
                    last = index_next(session, last)
                self._make_room()
        return last is None

    def count(self) -> int:
        with self._opened() as database, database.reading() as session:
            return session.execute(select(func.count()).select_from(ConversationRow)).scalar_one()

    def _make_room(self) -> None:
        """Whoever waits for a lock of SQLite looks now and then, and would not be there in the moment it is free."""
        time.sleep(PAUSE_SECONDS)
        end = time.monotonic() + LONGEST_PAUSE_SECONDS
        while self._is_wanted.is_set() and time.monotonic() < end:
            time.sleep(PAUSE_SECONDS)

    @contextmanager
    def _opened(self) -> Iterator[Database]:
        database = Database(self._path)
        try:
            yield database
        finally:
            database.close()


def _now() -> datetime:
    return datetime.now(UTC)


def _another() -> Problem:
    return Problem(
        ProblemKind.DATABASE,
        "Another import is under way; nothing was changed.",
        ("Wait until it is done", "Then try again"),
    )
