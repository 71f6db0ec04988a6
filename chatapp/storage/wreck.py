"""A damaged database as far as it can be read: rows of each table, passing over what is broken, else its bare pages.

Works on a copy, since SQLite may write even where it is asked to read. The schema may be an old one.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from chatapp.storage.checkup import log_of
from chatapp.storage.pages import named_rows
from chatapp.storage.problems import SQLITE_ERRORS

Raw = dict[str, object]
HEADER = b"SQLite format 3\0" + bytes([0x10, 0, 2, 2, 0, 64, 32, 32])  # pages of 4096 bytes, with a write-ahead log
SCHEMA_FORMAT, TEXT_ENCODING = (44, 4), (56, 1)  # offset and value of two more words that are the same in every file
FAILURES = 50_000  # of attempts to read on; about a second
GREATEST = 2**31


@dataclass(frozen=True, slots=True)
class Source:
    """A table to read: its name, its key, its rows in a range of keys, and two ways to ask for the greatest key."""

    table: str
    key: str
    rows: str
    greatest: tuple[str, ...]


CONVERSATION = Source(
    "conversation",
    "id",
    "SELECT * FROM conversation WHERE id BETWEEN ? AND ? ORDER BY id",
    ("SELECT max(id) FROM conversation", "SELECT seq FROM sqlite_sequence WHERE name = 'conversation'"),
)
MESSAGE = Source(
    "message",
    "id",
    "SELECT * FROM message WHERE id BETWEEN ? AND ? ORDER BY id",
    ("SELECT max(id) FROM message", "SELECT seq FROM sqlite_sequence WHERE name = 'message'"),
)
RUN = Source(
    "run",
    "message_id",
    "SELECT * FROM run WHERE message_id BETWEEN ? AND ? ORDER BY message_id",
    ("SELECT max(message_id) FROM run", "SELECT seq FROM sqlite_sequence WHERE name = 'message'"),
)
# Out of the index, which is readable where the rows themselves may not be.
PARENTS = "SELECT id, parent_id FROM message INDEXED BY ix_message_parent_id WHERE parent_id > 0"


class Wreck:
    """Opens a copy of the damaged file and its log beside it; the copy goes away with `close`."""

    def __init__(self, damaged: Path) -> None:
        self._copy = damaged.with_name(damaged.name + "-wreck")
        self._remove()
        if damaged.exists():
            shutil.copyfile(damaged, self._copy)
        if log_of(damaged).exists():
            shutil.copyfile(log_of(damaged), log_of(self._copy))
        _mend_header(self._copy)
        self._is_torn = False
        self._connection = sqlite3.connect(self._copy, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        # Lets a file be opened that is shorter than its header says.
        self._connection.execute("PRAGMA writable_schema = ON")
        with contextlib.suppress(*SQLITE_ERRORS):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()  # what reads bare pages sees no log

    def __enter__(self) -> "Wreck":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._remove()

    def rows(self, source: Source) -> dict[int, Raw]:
        """The readable rows by their key; of two with one key the first."""
        found: dict[int, Raw] = {}
        if self._has(source):
            for row in self._scan(source):
                found.setdefault(row[source.key], dict(row))
        if self._is_torn and source.key != "salvaged":  # these alone can be told by their shape
            found = named_rows(self._copy, source.table) | found
        return found

    def parents(self) -> dict[int, int]:
        """The parents of messages, lost ones included."""
        found: dict[int, int] = {}
        with contextlib.suppress(*SQLITE_ERRORS):
            for row in self._connection.execute(PARENTS):
                found[row["id"]] = row["parent_id"]
        return found

    def _has(self, source: Source) -> bool:
        """Whether the table is known at all; each attempt on one that is not would read the whole schema."""
        try:
            self._connection.execute("EXPLAIN " + source.rows, (1, 1)).close()
        except SQLITE_ERRORS:
            self._is_torn = True
            return False
        return True

    def _scan(self, source: Source) -> Iterator[sqlite3.Row]:
        """Rows in ranges of the key: where one cannot be read on, the rest of it is tried in halves."""
        pending, failures = [(1, self._greatest(source))], 0
        while pending and failures < FAILURES:
            low, high = pending.pop()
            reached = low - 1
            try:
                for row in self._connection.execute(source.rows, (low, high)):
                    reached = max(reached, row[source.key])
                    yield row
            except SQLITE_ERRORS:
                failures += 1
                self._is_torn = True
                rest = reached + 1
                if rest < high:
                    middle = (rest + high) // 2
                    pending += [(middle + 1, high), (rest, middle)]

    def _greatest(self, source: Source) -> int:
        """A bound of the keys: the last row, else the counter of the table, else what a file of this size may hold."""
        for query in source.greatest:
            with contextlib.suppress(*SQLITE_ERRORS):
                row = self._connection.execute(query).fetchone()
                if row is not None and isinstance(row[0], int):
                    return min(row[0], GREATEST)
        return self._copy.stat().st_size

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            self._copy.with_name(self._copy.name + ending).unlink(missing_ok=True)


def _mend_header(path: Path) -> None:
    """Writes what stands at the beginning of every file of ours."""
    if not path.exists() or path.stat().st_size < 100:
        return
    with path.open("r+b") as file:
        file.write(HEADER)
        for offset, value in (SCHEMA_FORMAT, TEXT_ENCODING):
            file.seek(offset)
            file.write(value.to_bytes(4, "big"))
