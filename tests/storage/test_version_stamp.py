"""The copy of the database before another version of the program works with it."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from chatapp import __version__
from chatapp.domain.backup import BackupKind
from chatapp.domain.errors import ProblemKind
from chatapp.paths import Paths
from chatapp.storage import schema
from chatapp.storage.backup import copy_database
from chatapp.storage.opening import OpenedStore, open_store
from chatapp.storage.vault import Vault
from chatapp.storage.version_stamp import BEFORE_VERSION, copy_before, last_version


def started(paths: Paths) -> OpenedStore:
    opened = open_store(paths)
    opened.store.close()
    return opened


@pytest.fixture
def written(paths: Paths) -> Paths:
    """By an older version, which left one conversation."""
    opened = open_store(paths)
    opened.store.start("of before", "question")
    opened.store.close()
    paths.version.write_text("0.0.1\n")
    return paths


def titles_in(file: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return [title for (title,) in connection.execute("SELECT title FROM conversation")]


def test_a_new_database_needs_no_copy(paths: Paths) -> None:
    started(paths)
    started(paths)
    assert last_version(paths) == __version__
    assert not paths.backups.exists()


def test_the_first_start_of_another_version_copies_once_before_anything_is_written(written: Paths) -> None:
    opened = open_store(written)
    opened.store.start("of now", "question")
    opened.store.close()
    assert started(written).notices == ()
    (copy,) = written.backups.iterdir()
    assert copy.name.startswith(f"causerie-{BEFORE_VERSION}-{__version__}-")
    assert titles_in(copy) == ["of before"]
    (listed,) = Vault(written).backups()
    assert (listed.kind, listed.conversations, listed.flaw) == (BackupKind.VERSION, 1, "")
    assert last_version(written) == __version__


@pytest.mark.parametrize("stamp", [None, b"", b"\xff\xfe"])
def test_a_version_that_is_not_known_is_another(written: Paths, stamp: bytes | None) -> None:
    written.version.unlink()
    if stamp is not None:
        written.version.write_bytes(stamp)
    started(written)
    assert len(list(written.backups.iterdir())) == 1


def test_a_migration_makes_the_only_copy(written: Paths) -> None:
    written.database.unlink()
    schema.upgrade(written.database, "0001")
    started(written)
    assert [backup.kind for backup in Vault(written).backups()] == [BackupKind.MIGRATION]
    assert last_version(written) == __version__


def test_without_a_copy_the_data_is_open_all_the_same_and_the_next_start_tries_again(written: Paths) -> None:
    written.backups.write_text("a file where the folder belongs")
    opened = open_store(written)
    assert [found.title for found in opened.store.conversations()] == ["of before"]
    opened.store.close()
    (problem,) = opened.notices
    assert problem.kind is ProblemKind.READ_ONLY
    assert "could not be copied" in problem.sentence
    assert last_version(written) == "0.0.1"
    written.backups.unlink()
    assert started(written).notices == ()
    assert len(list(written.backups.iterdir())) == 1


def test_a_damaged_database_is_never_taken_for_its_copy(written: Paths) -> None:
    whole = written.database.read_bytes()
    written.database.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    (problem,) = copy_before(written)
    assert problem.kind is ProblemKind.DATABASE
    assert list(written.backups.iterdir()) == []


def test_three_copies_of_before_a_version_stay(written: Paths) -> None:
    made = [copy_database(written.database, written.backups, f"{BEFORE_VERSION}-0.{n}.0") for n in range(5)]
    Vault(written).make()
    kept = {backup.path for backup in Vault(written).backups() if backup.kind is BackupKind.VERSION}
    assert kept == set(made[-3:])
