"""All conversations as records, for a thread that is not the GUI's: it has a connection of its own. Implements
services.exchange_ports.Archive."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, or_, select

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.exchange.record import ConversationRecord
from chatapp.presence import Claim
from chatapp.storage.arriving import ARRIVING
from chatapp.storage.database import Database
from chatapp.storage.exchange.incoming import Intake
from chatapp.storage.exchange.outgoing import record
from chatapp.storage.tables import ConversationRow

PAUSE_SECONDS = 0.004
"""Between two transactions, so that the window's own is let in: it looks again every few milliseconds."""


class Archive:
    def __init__(self, database: Path) -> None:
        self._path = database

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

    @contextmanager
    def intake(self) -> Iterator[Intake]:
        """For one import at a time, in all processes; what is not finished at the end is undone."""
        claim = Claim(self._path.with_name(self._path.name + "-importing"))
        if not claim.take():
            raise ProblemError(_another())
        try:
            with self._opened() as database:
                intake = Intake(database, lambda: time.sleep(PAUSE_SECONDS))
                try:
                    intake.begin()
                    yield intake
                finally:
                    intake.clear()
        finally:
            claim.release()

    def count(self) -> int:
        with self._opened() as database, database.reading() as session:
            return session.execute(select(func.count()).select_from(ConversationRow)).scalar_one()

    @contextmanager
    def _opened(self) -> Iterator[Database]:
        database = Database(self._path)
        try:
            yield database
        finally:
            database.close()


def _another() -> Problem:
    return Problem(
        ProblemKind.DATABASE,
        "Another import is under way; nothing was changed.",
        ("Wait until it is done", "Then try again"),
    )
