"""Copies of the database that were opened and checked before anybody relies on them. GUI thread before the
window is there, any other one later."""

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from chatapp.domain.errors import ProblemError
from chatapp.storage.problems import SQLITE_ERRORS, problem_of, problem_of_file

STAMP = "%Y%m%d-%H%M%S-%f"


def copy_database(database: Path, folder: Path, label: str) -> Path:
    """A checked copy in `folder`, named by label and time; ProblemError, and no half copy, where that fails."""
    target = folder / f"{database.stem}-{label}-{stamp()}{database.suffix}"
    part = target.with_suffix(".part")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(database)) as old, contextlib.closing(sqlite3.connect(part)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE").close()  # the copy is one file, with no log beside it
        with contextlib.closing(sqlite3.connect(part)) as copy:
            verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {verdict}")
        part.replace(target)
    except SQLITE_ERRORS as error:
        _discard(part)
        raise ProblemError(problem_of(error)) from error
    except OSError as error:
        _discard(part)
        raise ProblemError(problem_of_file(error)) from error
    return target


def _discard(part: Path) -> None:
    with contextlib.suppress(OSError):  # what kept the copy from being made is what has to be told
        part.unlink(missing_ok=True)


def stamp() -> str:
    """The time for a file's name, to the microsecond: two on the same day do not meet."""
    return datetime.now(UTC).strftime(STAMP)
