import contextlib
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.message import Status
from chatapp.paths import Paths
from chatapp.storage import schema
from chatapp.storage.database import engine_on
from chatapp.storage.opening import open_store
from chatapp.storage.tables import Base
from tests.fakes import holding

REVISIONS = [script.revision for script in reversed([*ScriptDirectory(schema.FOLDER).walk_revisions()])]


def populated(path: Path, revision: str) -> None:
    """A file of that revision with what each later one has to carry over, written as that revision knew it."""
    schema.upgrade(path, revision)
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.executescript(
            """
            INSERT INTO conversation (id, uid, has_own_title, created_at, updated_at, title)
            VALUES (1, 'c1', 1, '2026-01-01T00:00:00.000000+00:00', '2026-01-01T00:00:00.000000+00:00', 'old');
            INSERT INTO message (id, uid, conversation_id, parent_id, role, status, created_at, note, text) VALUES
            (1, 'm1', 1, NULL, 'user', 'complete', '2026-01-01T00:00:00.000000+00:00', '', 'question'),
            (2, 'm2', 1, 1, 'assistant', 'complete', '2026-01-01T00:00:01.000000+00:00', '', 'answer');
            UPDATE conversation SET head_id = 2;
            """
        )


def test_the_newest_revision_is_named_and_numbers_are_in_order() -> None:
    assert ScriptDirectory(schema.FOLDER).get_current_head() == schema.NEWEST
    assert [int(revision) for revision in REVISIONS] == list(range(1, len(REVISIONS) + 1))


def test_the_tables_are_what_the_migrations_make(tmp_path: Path) -> None:
    schema.upgrade(tmp_path / "new.sqlite3")
    engine = engine_on(tmp_path / "new.sqlite3", ())

    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or not str(name).startswith(("message_index", "passage_index", "attachment_index"))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours, "compare_type": True})
        with pytest.warns(match="unresolvable cycles"):  # conversation and message point to each other
            assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_populated_file_of_each_revision_is_brought_up_to_date(paths: Paths, revision: str) -> None:
    paths.home.mkdir()
    populated(paths.database, revision)
    schema.migrate(paths.database, paths.backups)
    (copy,) = paths.backups.iterdir()
    assert schema.revision_of(paths.database) == schema.NEWEST
    opened = open_store(paths)
    assert opened.notices == ()
    assert [message.text for message in opened.store.path(2)] == ["question", "answer"]
    assert opened.store.conversations("old")[0].head_id == 2
    assert holding(opened.store, "answer") == [2]
    opened.store.close()
    with contextlib.closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT text FROM message ORDER BY id").fetchall() == [("question",), ("answer",)]


def test_a_file_before_the_first_revision_is_upgraded_after_a_copy(paths: Paths) -> None:
    """The base: a database that Alembic has marked and in which no table stands yet."""
    paths.home.mkdir()
    with contextlib.closing(sqlite3.connect(paths.database)) as raw:
        raw.executescript(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY); PRAGMA user_version = 0;"
        )
    schema.migrate(paths.database, paths.backups)
    assert len(list(paths.backups.iterdir())) == 1
    store = open_store(paths).store
    assert store.count() == (0, 0)
    store.close()


def test_an_upgrade_that_fails_leaves_the_file_and_names_the_copy(paths: Paths) -> None:
    """A table of ours stands in the way of the first revision."""
    paths.home.mkdir()
    with contextlib.closing(sqlite3.connect(paths.database)) as raw:
        raw.executescript("CREATE TABLE run (words TEXT); INSERT INTO run VALUES ('kept');")
    before = paths.database.read_bytes()
    with pytest.raises(ProblemError) as caught:
        schema.migrate(paths.database, paths.backups)
    (copy,) = paths.backups.iterdir()
    assert any(str(copy) in remedy for remedy in caught.value.problem.remedies)
    assert paths.database.read_bytes() == before


def test_no_upgrade_without_a_copy(paths: Paths) -> None:
    paths.home.mkdir()
    schema.upgrade(paths.database)
    before = paths.database.read_bytes()
    paths.backups.write_text("a file where the folder belongs")
    with pytest.raises(ProblemError):
        schema.migrate(paths.database, paths.backups)
    assert paths.database.read_bytes() == before


def test_a_newer_file_is_refused_and_left_untouched(paths: Paths) -> None:
    store = open_store(paths).store
    _asked, answer = store.add_turn(store.create().id, None, "from the future")
    store.finish(answer.id, "answer", Status.COMPLETE)
    store.close()
    with contextlib.closing(sqlite3.connect(paths.database)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0417'")
        raw.execute("PRAGMA user_version = 417")
    before = {file.name: file.read_bytes() for file in paths.home.iterdir() if file.is_file()}
    with pytest.raises(ProblemError) as caught:
        open_store(paths)
    assert caught.value.problem.kind is ProblemKind.DATABASE
    assert "newer" in caught.value.problem.sentence
    assert {file.name: file.read_bytes() for file in paths.home.iterdir() if file.is_file()} == before


def test_a_revision_that_only_looks_newer_is_a_damage(paths: Paths) -> None:
    store = open_store(paths).store
    asked, _ = store.add_turn(store.create().id, None, "words")
    store.close()
    with contextlib.closing(sqlite3.connect(paths.database)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0801'")
    opened = open_store(paths)
    assert len(opened.notices) == 1
    assert opened.store.message(asked.id) == asked
    opened.store.close()


def test_the_folder_may_have_any_name(tmp_path: Path) -> None:
    home = tmp_path / "100 % ü 汉 'quoted'"
    store = open_store(Paths(home)).store
    made = store.create("here")
    assert store.conversations() == [made]
    store.close()
    assert schema.revision_of(Paths(home).database) == schema.NEWEST


def test_attachments_of_an_older_file_are_found_once_they_are_read(paths: Paths) -> None:
    """Not while the window waits for the upgrade. One that is deleted before leaves the index whole."""
    paths.home.mkdir()
    populated(paths.database, "0004")
    with contextlib.closing(sqlite3.connect(paths.database)) as raw, raw:
        for number in range(1, 31):
            row = (number, number % 2 + 1, f"file {number}.txt", f"xylokarp {number}")
            raw.execute("INSERT INTO attachment VALUES (?, ?, 'text/plain', ?, ?)", row)
    store = open_store(paths).store
    assert holding(store, "xylokarp") == []
    with contextlib.closing(sqlite3.connect(paths.database)) as raw, raw:
        raw.execute("DELETE FROM attachment WHERE id = 7")
    turns = iter(range(10))
    assert store.archive.index(lambda: next(turns, None) is not None) is False
    assert store.archive.index(lambda: True) is True
    assert holding(store, "xylokarp") == [2, 1]
    assert holding(store, "29.txt xylokarp") == [2]
    with contextlib.closing(sqlite3.connect(paths.database)) as raw, raw:
        assert raw.execute("SELECT count(*) FROM attachment_index_docsize").fetchone() == (29,)
        raw.execute("DELETE FROM attachment WHERE id = 29")
        raw.execute("INSERT INTO attachment_index(attachment_index, rank) VALUES ('integrity-check', 1)")
    assert holding(store, "29.txt") == []
    store.close()
