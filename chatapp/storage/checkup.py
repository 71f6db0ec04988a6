"""Whether a database file can be trusted, found out before it is opened for work. Knows no table but the revision.

Its header and length are checked at every start. What costs time is asked only where there is reason: everything of
a small file (32 MB: 70 ms), the structure (1.5 ms per MB) of one that was not closed properly, which its log shows.
One that was found damaged in use is not asked again.
"""

import contextlib
import sqlite3
from pathlib import Path

from chatapp.domain.errors import ProblemError
from chatapp.storage.database import suspicion
from chatapp.storage.problems import SQLITE_ERRORS, is_damage, problem_of, problem_of_file
from chatapp.storage.schema import is_known, is_newer, revision_of

SMALL = 32 * 1024 * 1024
HEADER_LENGTH = 100
MAGIC = b"SQLite format 3\0"


def flaw(path: Path, *, is_in_use: bool = False) -> str:
    """What is wrong with the file, "" if nothing is; ProblemError where the disk or a lock is to blame.

    While another process uses it only SQLite can say, as header and length change at different moments then, and a
    suspicion is left for a start that can act on it.
    """
    try:
        has_log = _size(log_of(path)) > 0
        if not is_in_use:
            if not has_log and (found := _flaw_of_shape(path)):
                return found
            if suspicion(path).exists():
                return "found damaged while it was in use"
        return _flaw_inside(path, has_log=has_log)
    except OSError as error:
        raise ProblemError(problem_of_file(error)) from error
    except SQLITE_ERRORS as error:
        if is_damage(error):
            return str(error)
        raise ProblemError(problem_of(error)) from error


def _size(path: Path) -> int:
    """0 for no file. Asked once: another process may remove it at any moment."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _flaw_of_shape(path: Path) -> str:
    """The header against the length: SQLite itself reads a file cut inside its last page as if zeros followed."""
    with path.open("rb") as file:
        header = file.read(HEADER_LENGTH)
    length = path.stat().st_size
    if len(header) < HEADER_LENGTH or not header.startswith(MAGIC):
        return f"no header of a database, {length} bytes"
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    if page_size == 0 or length % page_size or length < pages * page_size:
        return f"cut short: {length} bytes where {pages} pages of {page_size} belong"
    return ""


def _flaw_inside(path: Path, *, has_log: bool) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        if path.stat().st_size <= SMALL:
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        elif has_log:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        else:
            verdict = "ok"
    revision = revision_of(path)
    if verdict == "ok" and not is_known(revision) and not is_newer(path):
        return f"no revision of ours: {revision!r}"
    return "" if verdict == "ok" else str(verdict)
