"""Opens the store at the program's start: saves what damage left, copies, upgrades. GUI thread, before the window.

What a person has to know comes back as notices beside the store; what cannot be helped is a ProblemError.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chatapp.domain.errors import Problem, ProblemError
from chatapp.paths import Paths
from chatapp.presence import Claim
from chatapp.storage import schema
from chatapp.storage.checkup import flaw, log_of
from chatapp.storage.conversations import Conversations
from chatapp.storage.database import Database
from chatapp.storage.problems import SQLITE_ERRORS, busy_opening, in_use, problem_of, problem_of_file, read_only
from chatapp.storage.salvage import rescued, salvage, take_place
from chatapp.storage.version_stamp import copy_before, stamp_version

SECONDS_FOR_ANOTHER_TO_OPEN = 30.0  # it may be salvaging


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """`notices` tell what was found and done on the way, to be shown once."""

    store: Conversations
    notices: tuple[Problem, ...] = ()


def open_store(paths: Paths, is_alone: Callable[[], bool] = lambda: True) -> OpenedStore:
    """ProblemError for a newer schema, a place that cannot be written, a full disk, a lock; the data is as it was.

    One process at a time opens; what replaces or rebuilds the file happens only if no other one works with it.
    """
    try:
        _require_writable(paths.database)
        with _turn(paths.database):
            is_new = not paths.database.exists()
            notices = _make_sound(paths.database, is_alone)
            is_copied = _bring_up_to_date(paths, is_alone) or is_new
            not_copied = () if is_copied else copy_before(paths)
            opened = OpenedStore(Conversations(_opened(paths.database)), (*notices, *not_copied))
            if not not_copied:
                stamp_version(paths)
            return opened
    except SQLITE_ERRORS as error:
        raise ProblemError(problem_of(error)) from error
    except OSError as error:
        raise ProblemError(problem_of_file(error)) from error


@contextmanager
def _turn(database: Path) -> Iterator[None]:
    """Waits until no other process is opening; the system ends a dead one's turn."""
    claim = Claim(database.with_name(database.name + "-opening"))
    if not claim.take_within(SECONDS_FOR_ANOTHER_TO_OPEN):
        raise ProblemError(busy_opening(f"waited {SECONDS_FOR_ANOTHER_TO_OPEN:.0f} s"))
    try:
        yield
    finally:
        claim.release()


def _require_alone(is_alone: Callable[[], bool], reason: str) -> None:
    if not is_alone():
        raise ProblemError(in_use(reason))


def _bring_up_to_date(paths: Paths, is_alone: Callable[[], bool]) -> bool:
    """Whether it had to be, and so was copied."""
    revision = schema.revision_of(paths.database)
    if revision == schema.NEWEST:
        return False
    _require_alone(is_alone, f"revision {revision!r} has to become {schema.NEWEST}")
    schema.migrate(paths.database, paths.backups)
    return True


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


def _make_sound(database: Path, is_alone: Callable[[], bool]) -> tuple[Problem, ...]:
    """Sees to it that the file is there and can be trusted."""
    if rescued(database).exists():
        reason = "the program ended while it saved what was readable"
        _require_alone(is_alone, reason)
        return (take_place(database, reason),)
    if not database.exists() and not log_of(database).exists():
        _create(database)
        return ()
    if not database.exists():
        reason = "the file is gone, its log is there"
        _require_alone(is_alone, reason)
        return (salvage(database, reason),)
    if _is_surely_newer(database):  # before anything that might mend it into the form that we know
        raise ProblemError(schema.newer_schema(database))
    found = flaw(database)
    if found and not is_alone():
        found = flaw(database, is_in_use=True)
        if found:
            raise ProblemError(in_use(found))
    if found:
        return (salvage(database, found),)
    return ()


def _is_surely_newer(database: Path) -> bool:
    try:
        return schema.is_newer(database)
    except SQLITE_ERRORS:
        return False  # what is wrong is for the check that follows to say


def _create(database: Path) -> None:
    """A new file appears under its name only when it is whole: an empty one is always a damage.

    Parts that a crash left are nobody's: this is our turn. The own one is named by process all the same, and a file
    that is there is never replaced, for the place may be one where locks of the system do nothing.
    """
    for left in database.parent.glob(f"{database.name}-new*"):
        left.unlink(missing_ok=True)
    part = database.with_name(f"{database.name}-new-{os.getpid()}")
    schema.upgrade(part)
    _publish(part, database)


def _publish(part: Path, database: Path) -> None:
    try:
        database.hardlink_to(part)
    except FileExistsError:
        pass  # another was first; its file is the one
    except (OSError, NotImplementedError):  # no hard links here
        if not database.exists():
            part.replace(database)
    part.unlink(missing_ok=True)


def _require_writable(database: Path) -> None:
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in (database.parent, database):
        if place.exists() and not os.access(place, os.W_OK):
            raise ProblemError(read_only(f"no right to write to {place}"))
