import contextlib
import sqlite3
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.paths import Paths
from chatapp.storage.conversations import Conversations
from chatapp.storage.pages import named_rows, rows

values = (
    st.none()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | st.integers(0, 20_000).map(lambda length: "long 长 " * length)
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(written=st.dictionaries(st.integers(1, 2**63 - 1), values, max_size=20))
def test_rows_read_from_pages_are_those_that_sqlite_wrote(tmp_path: Path, written: dict[int, object]) -> None:
    path = tmp_path / "plain.sqlite3"
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, value)")
        raw.executemany("INSERT INTO plain VALUES (?, ?)", written.items())
    found = {key: row[1] for key, row in rows(path.read_bytes()) if len(row) == 2}
    assert found == written


@given(st.binary(max_size=200), st.integers(0, 4000))
def test_any_bytes_are_read_without_an_error(some: bytes, place: int) -> None:
    page = bytearray(b"\x0d" + b"\x00\x00\x00\x09" + b"\xff" * 4091)
    page[place : place + len(some)] = some
    page = page[:4096].ljust(4096, b"\0")
    assert all(isinstance(key, int) for key, _ in rows(bytes(page) * 2))


def test_our_tables_are_told_apart(store: Conversations, paths: Paths) -> None:
    made = store.create("title")
    asked, answer = store.add_turn(made.id, None, "question")
    store.close()
    found = named_rows(paths.database, "message")
    assert {key: row["text"] for key, row in found.items()} == {asked.id: "question", answer.id: ""}
    assert found[answer.id]["parent_id"] == asked.id
    assert [row["title"] for row in named_rows(paths.database, "conversation").values()] == ["title"]
    assert named_rows(paths.database, "run") == {}


def test_what_was_deleted_for_good_does_not_come_up(store: Conversations, paths: Paths) -> None:
    for number in range(20):
        made = store.create(f"conversation {number}")
        store.add_turn(made.id, None, "words " * 500)
        if number % 2:
            store.delete(made.id)
            store.purge(made.id)
    kept = {conversation.id for conversation in store.conversations()}
    store.close()
    assert named_rows(paths.database, "conversation").keys() == kept
    assert {row["conversation_id"] for row in named_rows(paths.database, "message").values()} == kept
