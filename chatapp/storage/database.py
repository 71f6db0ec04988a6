"""The engine on the database file: pragmas, short sessions, errors as problems. Used on the GUI thread; knows no table.

Three kinds of transaction: reading; writing, on the disk when it returns; and checkpointing, which a loss of power
may take back (never a crash of the program), so that text can be stored twice a second while it streams.
"""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from chatapp.domain.errors import ProblemError
from chatapp.storage.problems import SQLITE_ERRORS, DamagedValueError, is_damage, problem_of

BUSY_SECONDS = 5.0  # how long another program's transaction is waited for
LOOK_SECONDS = 0.005
"""How often. SQLite itself looks less and less often, and would miss the moments that an import leaves to others."""
PRAGMAS = (
    "journal_mode = WAL",
    "foreign_keys = ON",
    "secure_delete = ON",  # what a person deletes for good is zeroed in the file
    "fullfsync = ON",  # without it macOS only promises to write
    "journal_size_limit = 16777216",
    "temp_store = MEMORY",  # what is sorted is text as well, and has no place in files of its own
)
START = "start"
VERSION = "version"
READ = ("BEGIN",)
TAKE = "BEGIN IMMEDIATE"
WRITE = ("PRAGMA synchronous = FULL", TAKE)
CHECKPOINT = ("PRAGMA synchronous = NORMAL", TAKE)


class Database:
    """The open file. Every session that it hands out is one transaction, rolled back if anything is raised in it."""

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self.is_wanted = Flag()  # set while this one waits to write or does, for longer work to make room
        self._engine = engine_on(path, PRAGMAS, busy_seconds)

    def reading(self) -> AbstractContextManager[Session]:
        return self._session(READ)

    def writing(self) -> AbstractContextManager[Session]:
        return self._session(WRITE)

    def checkpointing(self) -> AbstractContextManager[Session]:
        return self._session(CHECKPOINT)

    def compact_log(self) -> None:
        """Moves the write-ahead log into the file and empties it: what was deleted for good leaves it as well."""
        with self._told():
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            finally:
                connection.close()

    def was_changed_elsewhere(self) -> bool:
        """Whether another connection, such as another process has, committed something since this was asked last."""
        with self._told():
            connection = self._engine.raw_connection()
            try:
                [version] = connection.cursor().execute("PRAGMA data_version").fetchone()
                before = connection.info.setdefault(VERSION, version)
                connection.info[VERSION] = version
            finally:
                connection.close()
        return bool(before != version)

    def close(self) -> None:
        """Closes the file; the log beside it goes away, which is how the next start knows that all went well."""
        self._engine.dispose()

    @contextmanager
    def _session(self, start: tuple[str, ...]) -> Iterator[Session]:
        if start is not READ:
            self.is_wanted.set()
        try:
            with self._told(), Session(self._engine.execution_options(**{START: start})) as session, session.begin():
                yield session
        finally:
            self.is_wanted.clear()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns errors of the database into problems, and remembers damage so that the next start looks closely."""
        try:
            yield
        except (DBAPIError, DamagedValueError, *SQLITE_ERRORS) as error:
            cause = error.orig or error if isinstance(error, DBAPIError) else error
            if is_damage(cause):
                with contextlib.suppress(OSError):  # the damage itself is what has to be told
                    suspicion(self.path).touch()
            raise ProblemError(problem_of(cause)) from error


def suspicion(path: Path) -> Path:
    """The empty file that stands beside a database which was found damaged while in use."""
    return path.with_name(path.name + "-suspect")


def engine_on(path: Path, pragmas: tuple[str, ...], busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine whose transactions begin when we say so, rather than where Python's sqlite3 guesses."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_seconds, "isolation_level": None},
        hide_parameters=True,  # what is written and searched for is nobody's business but the person's
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        # One flipped byte is to be seen as one odd character, not to keep a whole conversation from being read.
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        for statement in connection.get_execution_options().get(START, WRITE):
            if statement == TAKE:
                _take_turn(connection, busy_seconds)
            else:
                connection.exec_driver_sql(statement)

    return engine


def _take_turn(connection: Connection, busy_seconds: float) -> None:
    """Counts looks and not seconds: the machine may stand still, and all who use the file with it."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(driver)
    driver.execute("PRAGMA busy_timeout = 0").close()
    try:
        for left in reversed(range(max(1, int(busy_seconds / LOOK_SECONDS)))):
            try:
                driver.execute(TAKE).close()
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                    raise
                time.sleep(LOOK_SECONDS)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}").close()
