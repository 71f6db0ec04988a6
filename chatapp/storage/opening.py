"""Opens the store at the program's start: saves what damage left, copies, upgrades. GUI thread, before the window.

What a person has to know comes back as notices beside the store; what cannot be helped is a ProblemError.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from chatapp.domain.errors import Problem, ProblemError
from chatapp.paths import Paths
from chatapp.storage import schema
from chatapp.storage.checkup import flaw, log_of
from chatapp.storage.conversations import Conversations
from chatapp.storage.database import Database
from chatapp.storage.problems import SQLITE_ERRORS, problem_of, problem_of_file, read_only
from chatapp.storage.salvage import rescued, salvage, take_place


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """`notices` tell what was found and done on the way, to be shown once."""

    store: Conversations
    notices: tuple[Problem, ...] = ()


def open_store(paths: Paths) -> OpenedStore:
    """ProblemError for a newer schema, a place that cannot be written, a full disk, a lock; the data is as it was."""
    try:
        _require_writable(paths.database)
        notices = _make_sound(paths.database)
        _bring_up_to_date(paths)
        return OpenedStore(Conversations(_opened(paths.database)), notices)
    except SQLITE_ERRORS as error:
        raise ProblemError(problem_of(error)) from error
    except OSError as error:
        raise ProblemError(problem_of_file(error)) from error


def _bring_up_to_date(paths: Paths) -> None:
    if schema.revision_of(paths.database) != schema.NEWEST:
        schema.migrate(paths.database, paths.backups)


def _opened(path: Path) -> Database:
    """Takes the lock that writing needs once, so that a read-only file is told of now and not at the first word."""
    database = Database(path)
    try:
        with database.writing() as session:
            session.connection()
    except ProblemError:
        database.close()
        raise
    return database


def _make_sound(database: Path) -> tuple[Problem, ...]:
    """Sees to it that the file is there and can be trusted."""
    if rescued(database).exists():
        return (take_place(database, "the program ended while it saved what was readable"),)
    if not database.exists() and not log_of(database).exists():
        _create(database)
        return ()
    if not database.exists():
        return (salvage(database, "the file is gone, its log is there"),)
    if _is_surely_newer(database):  # before anything that might mend it into the form that we know
        raise ProblemError(schema.newer_schema(database))
    if found := flaw(database):
        return (salvage(database, found),)
    return ()


def _is_surely_newer(database: Path) -> bool:
    try:
        return schema.is_newer(database)
    except SQLITE_ERRORS:
        return False  # what is wrong is for the check that follows to say


def _create(database: Path) -> None:
    """A new file appears under its name only when it is whole: an empty one is always a damage."""
    part = database.with_name(database.name + "-new")
    for ending in ("", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
    schema.upgrade(part)
    part.replace(database)


def _require_writable(database: Path) -> None:
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in (database.parent, database):
        if place.exists() and not os.access(place, os.W_OK):
            raise ProblemError(read_only(f"no right to write to {place}"))
