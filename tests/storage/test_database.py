import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.message import Status
from chatapp.paths import Paths
from chatapp.storage.conversations import Conversations
from chatapp.storage.database import Database, suspicion
from tests.fakes import holding


def test_pragmas(store: Conversations, paths: Paths) -> None:
    database = Database(paths.database)
    with database.writing() as session:
        for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("secure_delete", 1)):
            assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value
    with database.checkpointing() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar() == 1
    database.close()


def test_what_is_raised_in_a_session_undoes_it(store: Conversations, paths: Paths) -> None:
    database = Database(paths.database)
    made = store.create("before")

    def fails() -> None:
        with database.writing() as session:
            session.execute(text("UPDATE conversation SET title = 'after'"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    database.close()
    assert store.conversation(made.id).title == "before"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE message SET text = 'other' WHERE status = 'complete'",
        "UPDATE message SET status = 'queued' WHERE status = 'complete'",
        "UPDATE message SET note = 'other' WHERE status = 'interrupted'",
        "UPDATE message SET status = 'stopped', text = 'other' WHERE status = 'interrupted'",
        "UPDATE message SET status = 'queued' WHERE status = 'streaming'",
        "UPDATE message SET parent_id = NULL WHERE parent_id IS NOT NULL",
        "UPDATE message SET role = 'system'",
        "UPDATE message SET conversation_id = 2",
        "UPDATE conversation SET head_id = 1 WHERE id = 2",
        "UPDATE message SET status = 'unknown' WHERE status = 'streaming'",
        "DELETE FROM message WHERE id = 1",
        "INSERT INTO message (uid, conversation_id, parent_id, role, status, created_at, note, text) "
        "VALUES ('u', 2, 1, 'user', 'complete', 'now', '', '')",
        "INSERT INTO message (uid, conversation_id, role, status, created_at, note, text) "
        "VALUES ('u', 77, 'user', 'complete', 'now', '', '')",
    ],
)
def test_the_tables_keep_the_laws_themselves(store: Conversations, paths: Paths, statement: str) -> None:
    here = store.create()
    store.create()
    asked, interrupted = store.add_turn(here.id, None, "words")
    store.finish(interrupted.id, "half", Status.INTERRUPTED)
    store.checkpoint(store.add_answer(asked.id).id, "streaming")
    before = store.tree(here.id)
    database = Database(paths.database)
    with pytest.raises(ProblemError) as caught, database.writing() as session:
        session.execute(text(statement))
    database.close()
    assert caught.value.problem.kind is ProblemKind.DATABASE
    assert isinstance(caught.value.__cause__, IntegrityError)
    assert store.tree(here.id) == before
    assert not suspicion(paths.database).exists()


def test_a_locked_file(store: Conversations, paths: Paths) -> None:
    impatient = Conversations(Database(paths.database, busy_seconds=0.05))
    made = impatient.create("before")
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProblemError) as caught:
            impatient.rename(made.id, "after", own=True)
        other.execute("ROLLBACK")
    assert "Another program" in caught.value.problem.sentence
    assert caught.value.problem.remedies
    impatient.rename(made.id, "after", own=True)
    assert store.conversation(made.id).title == "after"
    impatient.close()


@pytest.mark.parametrize(
    "read",
    [
        lambda store: store.conversations(),
        lambda store: store.tree(1),
        lambda store: store.path(1),
        lambda store: holding(store, "words"),
        lambda store: store.add_turn(1, None, "x"),
    ],
)
def test_damage_met_in_use_is_told_and_remembered(
    store: Conversations, paths: Paths, read: Callable[[Conversations], object]
) -> None:
    store.add_turn(store.create().id, None, "words")
    store.close()
    content = bytearray(paths.database.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    paths.database.write_bytes(content)
    broken = Conversations(Database(paths.database))
    with pytest.raises(ProblemError) as caught:
        read(broken)
    broken.close()
    assert "damaged" in caught.value.problem.sentence
    assert suspicion(paths.database).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE message SET created_at = 'yesterday'",
        "UPDATE message SET role = 'poet'",
    ],
)
def test_values_that_cannot_be(store: Conversations, paths: Paths, statement: str) -> None:
    made = store.create()
    store.add_turn(made.id, None, "words")
    with closing(sqlite3.connect(paths.database)) as raw, raw:
        for trigger in ("message_is_final", "message_keeps_its_place"):
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(statement)
    with pytest.raises(ProblemError) as caught:
        store.tree(made.id)
    assert caught.value.problem.kind is ProblemKind.DATABASE


def test_one_broken_character_keeps_nothing_from_being_read(store: Conversations, paths: Paths) -> None:
    made = store.create()
    asked, _ = store.add_turn(made.id, None, "words")
    with closing(sqlite3.connect(paths.database)) as raw, raw:
        raw.execute("DROP TRIGGER message_is_final")
        raw.execute("UPDATE message SET text = CAST(x'77c36f' AS TEXT) WHERE id = ?", (asked.id,))
    assert store.tree(made.id).messages[asked.id].text == "w\N{REPLACEMENT CHARACTER}o"
