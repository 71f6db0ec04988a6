"""Copies of all conversations, and which of them are kept. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

DAYS, WEEKS, RESTORES, VERSIONS = 7, 4, 3, 3


class BackupKind(StrEnum):
    """Daily ones make room for later ones; the others were made before something that could go wrong."""

    DAILY = "daily"
    MIGRATION = "migration"
    RESTORE = "restore"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Backup:
    """`flaw` says what is wrong with the copy, "" if nothing is; the counts are known once it was opened."""

    path: Path
    kind: BackupKind
    made_at: datetime
    size_bytes: int
    conversations: int = 0
    messages: int = 0
    flaw: str = ""


def superfluous(backups: Iterable[Backup]) -> list[Backup]:
    """Which may go: of the daily ones all but the last of each of seven days and of each of four weeks, counted from
    the newest; of those before a restoring or a new version all but three. Those before a migration stay."""
    newest_first = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
    daily = [backup for backup in newest_first if backup.kind is BackupKind.DAILY]
    restores = [backup for backup in newest_first if backup.kind is BackupKind.RESTORE]
    versions = [backup for backup in newest_first if backup.kind is BackupKind.VERSION]
    days: dict[object, Backup] = {}
    weeks: dict[object, Backup] = {}
    for backup in daily:
        local = backup.made_at.astimezone()
        days.setdefault(local.date(), backup)
        weeks.setdefault(local.isocalendar()[:2], backup)
    kept = [*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS], *restores[:RESTORES], *versions[:VERSIONS]]
    return [backup for backup in (*daily, *restores, *versions) if backup not in kept]
