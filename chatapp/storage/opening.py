"""Opens the store at the start of the program: saves what a damage left, copies, upgrades. GUI thread, before the window.

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
from chatapp.storage.database import Database, suspicion
from chatapp.storage.problems import read_only
from chatapp.storage.salvage import rescued, salvage, take_place


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """`notices` tell what was found and done on the way, to be shown once."""

    store: Conversations
    notices: tuple[Problem, ...] = ()


def open_store(paths: Paths) -> OpenedStore:
    """ProblemError for a newer schema, a place that cannot be written, a full disk, a lock; the data is as it was."""
    database = paths.database
    notices = _make_sound(database)
    if schema.is_newer(database):
        raise ProblemError(schema.newer_schema(database))
    if schema.revision_of(database) != schema.NEWEST:
        schema.migrate(database, paths.backups)
    opened = Database(database)
    try:
        with opened.writing():
            pass  # takes the lock that writing needs, so that a read-only file is told of now and not at the first word
    except ProblemError:
        opened.close()
        raise
    return OpenedStore(Conversations(opened), notices)


def _make_sound(database: Path) -> tuple[Problem, ...]:
    """Sees to it that the file is there and can be trusted."""
    _require_writable(database)
    if rescued(database).exists():
        return (take_place(database, "the program ended while it saved what was readable"),)
    if not database.exists() and not log_of(database).exists():
        _create(database)
        return ()
    if not database.exists():
        return (salvage(database, "the file is gone, its log is there"),)
    if found := flaw(database):
        return (salvage(database, found),)
    suspicion(database).unlink(missing_ok=True)
    return ()


def _create(database: Path) -> None:
    """A new file appears under its name only when it is whole: an empty one is always a damage."""
    part = database.with_name(database.name + "-new")
    part.unlink(missing_ok=True)
    schema.upgrade(part)
    part.replace(database)


def _require_writable(database: Path) -> None:
    for place in (database.parent, database):
        if place.exists() and not os.access(place, os.W_OK):
            raise ProblemError(read_only(f"no right to write to {place}"))
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ProblemError(read_only(str(error))) from error
