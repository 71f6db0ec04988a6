"""Which version of the program worked with the database last, in a file beside it; before another one does, the
database is copied. GUI thread, before the window is there."""

import contextlib
import logging

from chatapp import __version__
from chatapp.domain.errors import Problem, ProblemError
from chatapp.paths import Paths
from chatapp.storage.backup import copy_database

log = logging.getLogger(__name__)

BEFORE_VERSION = "before-version"


def last_version(paths: Paths) -> str:
    """ "" where none has left its stamp."""
    try:
        return paths.version.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def copy_before(paths: Paths, version: str = __version__) -> tuple[Problem, ...]:
    """Nothing where this version was here last. A copy that can't be made is told and does not keep anybody from what
    they wrote: nothing is rebuilt in the file."""
    if last_version(paths) == version:
        return ()
    try:
        copy_database(paths.database, paths.backups, f"{BEFORE_VERSION}-{version}")
    except ProblemError as error:
        return (_not_copied(error.problem),)
    return ()


def stamp_version(paths: Paths, version: str = __version__) -> None:
    """Where it can't be written, the next start makes one more copy."""
    if last_version(paths) == version:
        return
    part = paths.version.with_suffix(".part")
    try:
        part.write_text(f"{version}\n", encoding="utf-8")
        part.replace(paths.version)
    except OSError as error:
        log.warning("the version was not written down: %s", error)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _not_copied(problem: Problem) -> Problem:
    return Problem(
        problem.kind,
        "The conversations could not be copied before the first start of this version; they are as they were. "
        "The next start tries again.",
        ("Free some space on the disk", "Make a backup by hand"),
        problem.details,
    )
