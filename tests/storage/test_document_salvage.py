"""What is left of documents in a file that is damaged, or that lost some of their rows."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.domain.document import Notes, Splice
from chatapp.domain.errors import ProblemError
from chatapp.domain.query import parse
from chatapp.paths import Paths
from chatapp.services.announcement import Announcement
from chatapp.services.documents import Documents
from chatapp.storage.database import suspicion
from chatapp.storage.opening import OpenedStore, open_store

TEXT = "".join(f"Line {number} of the novel 学习 😀.\n" for number in range(400))
NOTES = Notes("It rained.", "Short.", "Ann")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with a document of some passages and versions, as bytes."""
    paths = Paths(tmp_path_factory.mktemp("sound"))
    store = open_store(paths).store
    documents = Documents(store.documents, Announcement())
    id_ = documents.create("Novel", TEXT).id
    documents.set_notes(id_, NOTES)
    for number in range(20):
        documents.edit(id_, Splice(number * 100, "", f"<{number}>"), "Rewrite")
        documents.flush(id_)
    for _ in range(20):
        documents.undo(id_)
    documents.close_all()
    store.close()
    return paths.database.read_bytes()


def salvaged(home: Path, content: bytes, *damage: str) -> OpenedStore:
    home.mkdir(exist_ok=True)
    paths = Paths(home)
    paths.database.write_bytes(content)
    with contextlib.closing(sqlite3.connect(paths.database)) as raw, raw:
        for statement in damage:
            raw.execute(statement)
    suspicion(paths.database).touch()
    opened = open_store(paths)
    assert len(opened.notices) == 1
    return opened


def test_a_document_comes_out_of_a_wreck_as_it_was(tmp_path: Path, sound: bytes) -> None:
    store = salvaged(tmp_path, sound).store
    (listed,) = store.conversations()
    documents = Documents(store.documents, Announcement())
    assert (listed.title, listed.is_document, documents.document(listed.id).notes) == ("Novel", True, NOTES)
    assert documents.text(listed.id) == TEXT
    assert documents.redo_label(listed.id) == "Rewrite"
    assert documents.text_of(documents.versions(listed.id)[-1].id) == TEXT
    assert [one.document_id for one in store.finder.documents(parse("学习"))] == [listed.id]
    store.close()


@pytest.mark.parametrize(
    "damage",
    [
        ("DELETE FROM passage WHERE id % 2 = 0",),
        ("DELETE FROM document",),
        ("DELETE FROM conversation",),
        ("DELETE FROM conversation", "DELETE FROM document", "DELETE FROM passage"),
        ("DELETE FROM edit_step WHERE number = 2",),
        ("UPDATE edit_step SET splices = x'6a5b5d5d' WHERE number = 2",),
        ("UPDATE edit_step SET number = 90 WHERE number = 2",),
    ],
)
def test_lost_rows_cost_no_text(tmp_path: Path, sound: bytes, damage: tuple[str, ...]) -> None:
    store = salvaged(tmp_path, sound, *damage).store
    (listed,) = store.conversations()
    documents = Documents(store.documents, Announcement())
    assert documents.text(listed.id) == TEXT
    assert listed.is_document
    assert listed.title in ("Novel", "Line 0 of the novel 学习 😀.")
    documents.edit(listed.id, Splice(0, "", "On. "))
    documents.undo(listed.id)
    assert documents.text(listed.id) == TEXT
    documents.close_all()
    store.close()


def test_a_version_that_cannot_be_read_is_told_and_the_text_stays(tmp_path: Path, sound: bytes) -> None:
    store = salvaged(tmp_path, sound, "UPDATE document_version SET delta = x'7a00', whole = NULL WHERE id = 3").store
    (listed,) = store.conversations()
    documents = Documents(store.documents, Announcement())
    assert documents.text(listed.id) == TEXT
    with pytest.raises(ProblemError):
        documents.text_of(3)
    assert documents.text_of(2)
    store.close()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(4096, 200_000), length=st.sampled_from([1, 100, 5000]))
def test_any_damaged_stretch_leaves_documents_that_open(
    tmp_path_factory: pytest.TempPathFactory, sound: bytes, at: int, length: int
) -> None:
    start = at % (len(sound) - length)
    content = sound[:start] + b"\xa5" * length + sound[start + length :]
    home = tmp_path_factory.mktemp("damaged")
    Paths(home).database.write_bytes(content)
    suspicion(Paths(home).database).touch()
    store = open_store(Paths(home)).store
    documents = Documents(store.documents, Announcement())
    for listed in store.conversations():
        if listed.is_document:
            documents.open(listed.id)
            documents.edit(listed.id, Splice(0, "", "x"))
            while documents.undo(listed.id):
                pass
            for version in documents.versions(listed.id):
                with contextlib.suppress(ProblemError):
                    documents.text_of(version.id)
    documents.close_all()
    assert documents.problem is None
    store.close()
