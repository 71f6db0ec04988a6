"""Copies that are made, counted, kept in turn, and brought back into the open file."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatapp.domain.backup import BackupKind
from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Status
from chatapp.paths import Paths
from chatapp.storage import schema
from chatapp.storage.backup import STAMP
from chatapp.storage.conversations import Conversations
from chatapp.storage.vault import Vault
from tests.exchange.test_archive import sample
from tests.fakes import holding
from tests.storage.exchange.conftest import import_into


@pytest.fixture
def vault(store: Conversations, paths: Paths) -> Vault:
    return Vault(paths)


def titles(store: Conversations) -> list[str]:
    return [conversation.title for conversation in store.conversations()]


def test_a_copy_is_due_once_a_day(store: Conversations, vault: Vault) -> None:
    now = datetime.now(UTC)
    assert vault.is_due(now)
    store.start("one", "question")
    made = vault.make()
    assert (made.kind, made.conversations, made.messages, made.flaw) == (BackupKind.DAILY, 1, 2, "")
    assert not vault.is_due(made.made_at)
    assert vault.is_due(made.made_at + timedelta(days=1))
    assert vault.backups() == [made]


def test_older_copies_make_room_and_those_before_a_migration_stay(vault: Vault, paths: Paths) -> None:
    made = vault.make()
    for age in range(1, 60):
        stamp = (made.made_at - timedelta(days=age)).strftime(STAMP)
        made.path.with_name(f"causerie-daily-{stamp}.sqlite3").write_bytes(b"")
        made.path.with_name(f"causerie-before-0002-{stamp}.sqlite3").write_bytes(b"")
    (paths.backups / "causerie-notes.sqlite3").write_bytes(b"a person's own")
    vault.make()
    kinds = [backup.kind for backup in vault._named()]
    assert kinds.count(BackupKind.MIGRATION) == 59
    assert 8 <= kinds.count(BackupKind.DAILY) <= 11
    assert (paths.backups / "causerie-notes.sqlite3").exists()


def test_a_copy_comes_back_into_the_open_file(store: Conversations, vault: Vault) -> None:
    store.start("kept", "question")
    _, unfinished = store.start("under way", "question")
    made = vault.make()
    store.finish(unfinished.id, "done", Status.COMPLETE)
    store.start("later", "question")
    before = vault.restore(made.path)
    assert titles(store) == ["under way", "kept"]
    assert store.message(unfinished.id).status is Status.INTERRUPTED
    assert (before.kind, before.conversations) == (BackupKind.RESTORE, 3)
    assert holding(store, "question") != []
    store.start("and on", "it goes")
    vault.restore(before.path)
    assert titles(store) == ["later", "under way", "kept"]
    assert store.message(unfinished.id).text == "done"


def test_what_is_open_for_reading_sees_all_or_nothing(store: Conversations, vault: Vault, paths: Paths) -> None:
    store.create("before")
    made = vault.make()
    store.create("after")
    reader = sqlite3.connect(paths.database, isolation_level=None)
    reader.execute("BEGIN")
    query = "SELECT count(*) FROM conversation"
    assert reader.execute(query).fetchone() == (2,)
    vault.restore(made.path)
    assert reader.execute(query).fetchone() == (2,)
    reader.execute("COMMIT")
    assert reader.execute(query).fetchone() == (1,)
    reader.close()


def test_a_damaged_copy_is_told_of_and_changes_nothing(store: Conversations, vault: Vault, paths: Paths) -> None:
    store.create("one")
    made = vault.make()
    made.path.write_bytes(made.path.read_bytes()[:5000])
    assert vault.backups()[0].flaw
    rows = paths.database.read_bytes()
    with pytest.raises(ProblemError, match="damaged and was not brought back"):
        vault.restore(made.path)
    assert titles(store) == ["one"]
    assert paths.database.read_bytes() == rows
    assert [file.name for file in paths.backups.iterdir()] == [made.path.name]


def test_an_older_copy_is_brought_up_to_date(store: Conversations, vault: Vault, paths: Paths, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite3"
    schema.upgrade(old, "0001")
    with sqlite3.connect(old) as connection:
        moment = "2025-01-01T00:00:00.000000+00:00"
        connection.execute(
            "INSERT INTO conversation (uid, has_own_title, created_at, updated_at, title) VALUES (?, 1, ?, ?, 'old')",
            ("a" * 32, moment, moment),
        )
    connection.close()
    vault.restore(old)
    assert titles(store) == ["old"]
    assert schema.revision_of(paths.database) == schema.NEWEST


def test_a_newer_copy_is_refused(store: Conversations, vault: Vault) -> None:
    made = vault.make()
    with sqlite3.connect(made.path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    with pytest.raises(ProblemError, match="newer Causerie"):
        vault.restore(made.path)


def test_an_import_that_was_broken_off_is_not_brought_back(store: Conversations, vault: Vault) -> None:
    with store.archive.intake() as intake:
        intake.add(sample())
        intake._write()
        made = vault.make()
    vault.restore(made.path)
    assert import_into(store.archive, [sample()]) == [(True, 3)]
