import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatapp.domain.document import Notes, Splice
from chatapp.exchange import archive as own_json
from chatapp.exchange import markdown, training
from chatapp.exchange.html import Page
from chatapp.exchange.oddity import OddityKind
from chatapp.exchange.record import ConversationRecord
from chatapp.exchange.source import Source
from chatapp.paths import Paths
from chatapp.services.announcement import Announcement
from chatapp.services.documents import Documents
from chatapp.storage.conversations import Conversations
from chatapp.storage.exchange import documents as module
from chatapp.storage.opening import open_store
from tests.storage.exchange.conftest import exported, import_into


def written(store: Conversations) -> int:
    """A document with versions, notes, steps to undo and one to do again; its id."""
    documents = Documents(store.documents, Announcement())
    id_ = documents.create("Novel", "学习 begins.\n😀 ends.").id
    documents.set_notes(id_, Notes("It rained.", "Short sentences.", "Ann; Bob"))
    documents.edit(id_, Splice(2, " ", " really "))
    documents.edit(id_, [Splice(0, "学习", "To learn"), Splice(0, "", "# ")], "Rewrite")
    documents.edit(id_, Splice(0, "# ", ""), "Rewrite")
    documents.undo(id_)
    documents.close_all()
    return id_


def through_a_file(records: list[ConversationRecord], file: Path) -> list[ConversationRecord]:
    """A .zip holds it packed."""
    text = "".join(own_json.pieces(records, datetime.now(UTC)))
    if file.suffix == ".zip":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
            zipped.writestr("causerie/conversations.json", text)
    else:
        file.write_text(text, encoding="utf-8")
    grown = [found.grown for found in Source([file], lambda _read: None).conversations()]
    assert [one.oddities for one in grown] == [()] * len(records)
    return [one.record for one in grown if one.record is not None]


def test_a_document_is_the_same_elsewhere_and_twice_adds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WHOLE_EVERY", 2)
    store = open_store(Paths(tmp_path / "one")).store
    id_ = written(store)
    before = exported(store.archive)
    texts = [store.documents.text_of(version.id) for version in store.documents.versions(id_)]
    store.close()
    other = open_store(Paths(tmp_path / "two")).store
    for name in ("all.json", "all.zip"):
        import_into(other.archive, through_a_file(before, tmp_path / name))
        assert exported(other.archive) == before
    (listed,) = other.conversations()
    assert (listed.is_document, listed.title) == (True, "Novel")
    documents = Documents(other.documents, Announcement())
    assert documents.document(listed.id).notes == Notes("It rained.", "Short sentences.", "Ann; Bob")
    assert documents.text(listed.id) == "# To learn really begins.\n😀 ends."
    assert [documents.text_of(version.id) for version in documents.versions(listed.id)] == texts
    assert (documents.undo_label(listed.id), documents.redo_label(listed.id)) == ("Rewrite", "Rewrite")
    documents.redo(listed.id)
    for _ in range(3):
        documents.undo(listed.id)
    assert documents.text(listed.id) == "学习 begins.\n😀 ends."
    other.close()


def test_a_history_that_does_not_fit_costs_the_history_alone(tmp_path: Path) -> None:
    store = open_store(Paths(tmp_path / "one")).store
    written(store)
    plain = json.loads(exported(store.archive)[0].model_dump_json())
    store.close()
    plain["document"]["steps"][0]["splices"] = [[90, "not", "there"]]
    grown = own_json.parse(plain)
    assert grown.record is not None
    assert grown.record.document is not None
    assert grown.record.document.text == plain["document"]["text"]
    assert grown.record.document.memory == "It rained."
    assert (grown.record.document.steps, grown.record.document.versions) == ((), ())
    assert [oddity.kind for oddity in grown.oddities] == [OddityKind.PART]
    plain["document"] = "no document"
    assert own_json.parse(plain).record is not None


def test_people_read_it_as_it_stands(tmp_path: Path) -> None:
    store = open_store(Paths(tmp_path / "one")).store
    written(store)
    records = exported(store.archive)
    store.close()
    assert "\n# To learn really begins.\n😀 ends.\n" in "".join(markdown.pieces(records))
    assert "<h1>To learn really begins.</h1>" in Page().article(records[0])
    assert list(training.pieces(records)) == []
