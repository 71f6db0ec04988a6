"""The copies of the database in their folder: made, looked into, brought back. Implements exchange_ports.Vault.

A copy is brought back into the open file through SQLite itself, as one transaction: who has the file open sees all of
the change or nothing. Called on a thread that is not the GUI's, but for `is_due`.
"""

import contextlib
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from chatapp.domain.backup import Backup, BackupKind, superfluous
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.paths import Paths
from chatapp.storage import schema
from chatapp.storage.arriving import ARRIVING
from chatapp.storage.backup import STAMP, copy_database
from chatapp.storage.columns import time_text
from chatapp.storage.database import BUSY_SECONDS
from chatapp.storage.problems import SQLITE_ERRORS, problem_of, problem_of_file
from chatapp.storage.version_stamp import BEFORE_VERSION

DAILY, BEFORE_RESTORE = "daily", "before-restore"
STAMP_LENGTH = len("20260101-000000-000000")
COUNTS = ("SELECT count(*) FROM conversation", "SELECT count(*) FROM message")


class Vault:
    def __init__(self, place: Paths) -> None:
        self._database = place.database
        self._folder = place.backups

    def is_due(self, now: datetime) -> bool:
        today = now.astimezone().date()
        daily = (backup for backup in self._named() if backup.kind is BackupKind.DAILY)
        return all(backup.made_at.astimezone().date() != today for backup in daily)

    def make(self) -> Backup:
        made = self._looked_into(self._described(copy_database(self._database, self._folder, DAILY)))
        for backup in superfluous(self._named()):
            with contextlib.suppress(OSError):  # it goes another day
                backup.path.unlink(missing_ok=True)
        return made

    def backups(self) -> list[Backup]:
        return [self._looked_into(backup) for backup in self._named()]

    def restore(self, source: Path) -> Backup:
        """ProblemError leaves everything as it was."""
        part = self._folder / f"restoring-{uuid4().hex}.part"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(source, part)
            _prepare(part, source.name)
            before = copy_database(self._database, self._folder, BEFORE_RESTORE)
            with (
                contextlib.closing(sqlite3.connect(part)) as old,
                contextlib.closing(sqlite3.connect(self._database, timeout=BUSY_SECONDS)) as new,
            ):
                old.backup(new)
            return self._looked_into(self._described(before))
        except SQLITE_ERRORS as error:
            raise ProblemError(problem_of(error)) from error
        except OSError as error:
            raise ProblemError(problem_of_file(error)) from error
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                part.with_name(part.name + ending).unlink(missing_ok=True)

    def copy_to(self, folder: Path) -> Path:
        return copy_database(self._database, folder, "profile")

    def _named(self) -> list[Backup]:
        """By their names alone, the newest first."""
        if not self._folder.is_dir():
            return []
        files = self._folder.glob(f"{self._database.stem}-*{self._database.suffix}")
        found: list[Backup] = []
        for file in files:
            with contextlib.suppress(ValueError, OSError):  # what is named otherwise is none of ours
                found.append(self._described(file))
        return sorted(found, key=lambda backup: backup.made_at, reverse=True)

    def _described(self, file: Path) -> Backup:
        label, stamp = file.stem[:-STAMP_LENGTH], file.stem[-STAMP_LENGTH:]
        made_at = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
        return Backup(file, _kind(label.removeprefix(f"{self._database.stem}-")), made_at, file.stat().st_size)

    def _looked_into(self, backup: Backup) -> Backup:
        conversations = messages = 0
        try:
            flaw = _flaw(backup.path)
            if not flaw:
                with contextlib.closing(sqlite3.connect(backup.path)) as connection:
                    conversations, messages = (connection.execute(query).fetchone()[0] for query in COUNTS)
        except SQLITE_ERRORS as error:
            flaw = str(error)
        return Backup(backup.path, backup.kind, backup.made_at, backup.size_bytes, conversations, messages, flaw)


def _kind(label: str) -> BackupKind:
    kinds = {DAILY: BackupKind.DAILY, BEFORE_RESTORE: BackupKind.RESTORE, BEFORE_VERSION: BackupKind.VERSION}
    return next((kind for start, kind in kinds.items() if label.startswith(f"{start}-")), BackupKind.MIGRATION)


def _prepare(part: Path, name: str) -> None:
    """Checks the copy, brings it up to date, and ends what was under way when it was made."""
    try:
        flaw = _flaw(part)
    except SQLITE_ERRORS as error:
        raise ProblemError(_damaged(name, str(error))) from error
    if flaw:
        raise ProblemError(_damaged(name, flaw))
    if schema.is_newer(part):
        raise ProblemError(schema.newer_schema(part))
    if schema.revision_of(part) != schema.NEWEST:
        schema.upgrade(part)
    with contextlib.closing(sqlite3.connect(part)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("UPDATE message SET status = 'interrupted' WHERE status IN ('queued', 'streaming')")
        connection.execute("DELETE FROM conversation WHERE deleted_at = ?", (time_text(ARRIVING),))


def _flaw(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if verdict != "ok":
        return verdict
    revision = schema.revision_of(path)
    return "" if schema.is_known(revision) or schema.is_newer(path) else f"no revision of ours: {revision!r}"


def _damaged(name: str, details: str) -> Problem:
    return Problem(
        ProblemKind.DATABASE,
        f"{name} is damaged and was not brought back; nothing was changed.",
        ("Choose another backup",),
        details,
    )
