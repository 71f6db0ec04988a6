"""Profiles to export from and to import into."""

from collections.abc import Iterable
from pathlib import Path
from threading import Event as Flag

from chatapp.exchange.record import ConversationRecord
from chatapp.paths import Paths
from chatapp.storage.exchange.archive import Archive
from chatapp.storage.opening import open_store


def profile(home: Path) -> Archive:
    """An empty one."""
    open_store(Paths(home)).store.close()
    return Archive(Paths(home).database, Flag())


def import_into(archive: Archive, records: Iterable[ConversationRecord]) -> list[tuple[bool, int]]:
    with archive.intake() as intake:
        added = [intake.add(record) for record in records]
        intake.finish()
    return added


def exported(archive: Archive) -> list[ConversationRecord]:
    return list(archive.records(archive.ids(with_bin=True)))
