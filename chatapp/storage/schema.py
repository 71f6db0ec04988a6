"""The shape of a database file: which revision it has, how it gets to ours. Alembic is imported only to upgrade."""

import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.storage.backup import copy_database
from chatapp.storage.database import engine_on
from chatapp.storage.problems import problem_of

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0005"
FOLDER = Path(__file__).resolve().parent / "migrations"
WHILE_MIGRATING = ("foreign_keys = OFF",)  # batch mode drops and rebuilds tables that others point to


def revision_of(path: Path) -> str:
    """The revision of a database file, "" where it has none. sqlite3.Error as the file deserves."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0]) if found else ""


def is_newer(path: Path) -> bool:
    """Whether a later Causerie made the file: two places in it must agree, or a flipped bit would lock it for ever."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
    return f"{number:04}" == revision_of(path) > NEWEST


def is_known(revision: str) -> bool:
    return "0001" <= revision <= NEWEST and revision.isdecimal() and len(revision) == len(NEWEST)


def newer_schema(path: Path) -> Problem:
    return Problem(
        ProblemKind.DATABASE,
        f"A newer Causerie has written {path.name}; this one does not know its form and left it untouched.",
        ("Install the newer Causerie again", "Or choose another folder with --home DIR"),
        f"revision {revision_of(path)}, newest known {NEWEST}",
    )


def migrate(path: Path, backups: Path) -> None:
    """Brings an older file up to date after copying it; on any error it is as it was, and the copy is kept."""
    copy = copy_database(path, backups, f"before-{NEWEST}")
    try:
        upgrade(path)
    except ProblemError as error:
        problem = error.problem
        raise ProblemError(
            Problem(problem.kind, problem.sentence, (*problem.remedies, f"A copy is kept as {copy}"), problem.details)
        ) from error


def upgrade(path: Path, revision: str = NEWEST) -> None:
    """Runs the missing revisions in one transaction, or makes a new file; ProblemError leaves the file as it was."""
    from alembic import command

    engine = engine_on(path, WHILE_MIGRATING)
    try:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise ProblemError(problem_of(sqlite3.IntegrityError("foreign keys after an upgrade")))
            connection.exec_driver_sql(f"PRAGMA user_version = {int(revision)}")
    except DBAPIError as error:
        raise ProblemError(problem_of(error.orig or error)) from error
    finally:
        engine.dispose()


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
