"""A damaged database as far as it can be read: rows of each table, page after page, passing over what is broken.

Works on a copy, since SQLite may write even where it is asked to read. Uses sqlite3 alone: the schema may be an old one.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from chatapp.storage.checkup import log_of

Raw = dict[str, object]
HEADER = b"SQLite format 3\0" + bytes([0x10, 0, 2, 2, 0, 64, 32, 32])  # pages of 4096 bytes, with a write-ahead log
SCHEMA_FORMAT, TEXT_ENCODING = (44, 4), (56, 1)  # offset and value of two more words that are the same in every file
FAILURES = 200_000  # of single rows; some seconds
GREATEST = 2**31


class Wreck:
    """Opens a copy of the damaged file and its log beside it; the copy goes away with `close`."""

    def __init__(self, damaged: Path) -> None:
        self._copy = damaged.with_name(damaged.name + "-wreck")
        self._remove()
        if damaged.exists():
            shutil.copyfile(damaged, self._copy)
        if log_of(damaged).exists():
            shutil.copyfile(log_of(damaged), log_of(self._copy))
        else:
            _mend_header(self._copy)
        self._connection = sqlite3.connect(self._copy, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        # Lets a file be opened that is shorter than its header says.
        self._connection.execute("PRAGMA writable_schema = ON")

    def __enter__(self) -> "Wreck":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._remove()

    def rows(self, table: str, key: str = "id") -> dict[int, Raw]:
        """The readable rows by their key; of two with one key the first."""
        found: dict[int, Raw] = {}
        for row in self._scan(f'SELECT * FROM "{table}" WHERE "{key}" BETWEEN ? AND ? ORDER BY "{key}"', table, key):
            found.setdefault(row[key], dict(row))
        return found

    def links(self, column: str) -> dict[int, int]:
        """One column of the messages out of its index, which is readable where the rows themselves may not be."""
        query = f'SELECT id, "{column}" AS link FROM message INDEXED BY "ix_message_{column}" WHERE "{column}" > 0'  # noqa: S608 - our own names
        found: dict[int, int] = {}
        with contextlib.suppress(sqlite3.Error):
            for row in self._connection.execute(query):
                found[row["id"]] = row["link"]
        return found

    def _scan(self, query: str, table: str, key: str) -> Iterator[sqlite3.Row]:
        """Rows in ranges of the key: where one cannot be read on, the rest of it is tried in halves."""
        pending, failures = [(1, self._greatest(table, key))], 0
        while pending and failures < FAILURES:
            low, high = pending.pop()
            reached = low - 1
            try:
                for row in self._connection.execute(query, (low, high)):
                    reached = max(reached, row[key])
                    yield row
            except sqlite3.Error:
                failures += 1
                rest = reached + 1
                if rest < high:
                    middle = (rest + high) // 2
                    pending += [(middle + 1, high), (rest, middle)]

    def _greatest(self, table: str, key: str) -> int:
        """A bound of the keys: the last row, else the counter of the table, else what a file of this size may hold."""
        asked = (
            f'SELECT max("{key}") FROM "{table}"',  # noqa: S608 - our own names
            f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",  # noqa: S608 - our own names
        )
        for query in asked:
            with contextlib.suppress(sqlite3.Error):
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
