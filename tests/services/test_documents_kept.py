"""Documents beside conversations in the list, and when the disk refuses: nothing that was written is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chatapp.domain.changes import Change
from chatapp.domain.document import Notes, Splice, Splices
from chatapp.domain.edit_log import Saving
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.paths import Paths
from chatapp.services.announcement import Announcement
from chatapp.services.documents import Documents
from chatapp.services.order import Order
from chatapp.services.undo import Undo
from chatapp.storage.conversations import Conversations
from chatapp.storage.documents import Documents as Store
from chatapp.storage.opening import open_store


@dataclass
class Desk:
    store: Conversations
    announcement: Announcement = field(default_factory=Announcement)
    changes: list[Change] = field(default_factory=list)
    now: float = 1000.0
    wakes: int = 0

    def __post_init__(self) -> None:
        self.documents = Documents(self.store.documents, self.announcement, lambda: self.now)
        self.documents.watch(self.wake)
        self.undo = Undo(self.announcement)
        self.order = Order(self.store, self.undo, lambda _id: None)
        self.announcement.subscribe(self.changes.append)

    def wake(self) -> None:
        self.wakes += 1

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.documents.save_due()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = open_store(Paths(tmp_path)).store
    yield Desk(store)
    store.close()


def has_problem(desk: Desk) -> bool:
    return desk.documents.problem is not None


def on_disk(desk: Desk, document_id: int) -> str:
    return Documents(desk.store.documents, Announcement()).text(document_id)


def test_a_document_is_kept_in_order_as_a_conversation_is(desk: Desk) -> None:
    folder = desk.store.folders.create("Letters")
    id_ = desk.documents.create(text="Dear Ann,\nhow are you?", folder_id=folder.id).id
    asked, _ = desk.store.start("Beside it", "question")
    listed = {row.id: row for row in desk.store.conversations()}
    assert {row.id: row.is_document for row in listed.values()} == {id_: True, asked.conversation_id: False}
    assert (listed[id_].title, listed[id_].folder_id) == ("Dear Ann,", folder.id)
    desk.order.rename(id_, "To Ann")
    desk.order.tag((id_,), "family")
    desk.order.pin((id_,))
    desk.order.archive((id_,))
    desk.order.delete((id_,))
    (binned,) = desk.store.conversations(deleted=True)
    assert (binned.title, binned.tags, binned.is_pinned, binned.is_archived) == ("To Ann", ("family",), True, True)
    for _ in range(5):
        desk.undo.undo()
    assert desk.store.conversation(id_) == listed[id_]
    assert desk.documents.text(id_) == "Dear Ann,\nhow are you?"


def test_the_first_line_is_the_title_until_the_person_gives_one(desk: Desk) -> None:
    id_ = desk.documents.create().id
    desk.documents.edit(id_, Splice(0, "", "# A day\nIt rained."))
    desk.pass_time(20)
    assert desk.documents.document(id_).title == "A day"
    desk.documents.edit(id_, Splice(2, "A day", "Two days"))
    desk.pass_time(20)
    assert desk.documents.document(id_).title == "Two days"
    desk.order.rename(id_, "Mine")
    desk.documents.edit(id_, Splice(2, "Two", "Three"))
    desk.pass_time(20)
    assert desk.documents.document(id_).title == "Mine"
    assert any(change.list_changed and id_ in change.documents for change in desk.changes)


def test_whoever_follows_is_told_of_every_edit_and_once_to_save(desk: Desk) -> None:
    id_ = desk.documents.create().id
    told: list[Splices] = []
    end = desk.documents.follow(id_, told.append)
    desk.documents.edit(id_, Splice(0, "", "a"))
    desk.documents.edit(id_, [Splice(1, "", "b"), Splice(0, "a", "")], "Rewrite")
    desk.documents.undo(id_)
    assert (desk.wakes, desk.documents.is_pending) == (2, True)  # a version was kept in between
    end()
    desk.documents.redo(id_)
    assert told == [
        (Splice(0, "", "a"),),
        (Splice(1, "", "b"), Splice(0, "a", "")),
        (Splice(0, "", "a"), Splice(1, "b", "")),
    ]
    desk.pass_time(20)
    assert not desk.documents.is_pending


def test_notes_are_kept_with_the_document(desk: Desk) -> None:
    id_ = desk.documents.create("Novel").id
    notes = Notes("It rained.", "Short sentences.", "Ann; Bob")
    desk.documents.set_notes(id_, notes)
    desk.documents.set_notes(id_, notes)
    assert desk.documents.open(id_).document.notes == notes
    assert [change.documents for change in desk.changes if change.documents] == [{id_}]


def test_unknown_documents_and_conversations_are_refused(desk: Desk) -> None:
    asked, _ = desk.store.start("No document", "question")
    for unknown in (99, asked.conversation_id):
        with pytest.raises(KeyError):
            desk.documents.open(unknown)
        with pytest.raises(KeyError):
            desk.documents.set_notes(unknown, Notes("x"))
    with pytest.raises(KeyError):
        desk.documents.create("x", folder_id=99)
    assert len(desk.store.conversations()) == 1


def test_a_disk_that_refuses_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_store: Store, _id: int, _saving: Saving, *, is_lasting: bool = False) -> int | None:
        raise ProblemError(Problem(ProblemKind.DISK_FULL, "full"))

    id_ = desk.documents.create().id
    desk.documents.edit(id_, Splice(0, "", "typed"))
    with monkeypatch.context() as full:
        full.setattr(Store, "save", refuse)
        desk.pass_time(0.6)
        assert has_problem(desk)
        desk.documents.edit(id_, Splice(5, "", " on"))
        desk.documents.close(id_)
        assert desk.documents.text(id_) == "typed on"
        assert desk.documents.is_pending
    assert on_disk(desk, id_) == ""
    desk.pass_time(2.5)
    assert not has_problem(desk)
    assert on_disk(desk, id_) == "typed on"
    assert desk.changes[-1].documents == {id_}


def test_what_another_process_deleted_for_good_is_let_go(desk: Desk) -> None:
    id_ = desk.documents.create().id
    desk.documents.edit(id_, Splice(0, "", "typed"))
    desk.store.delete(id_)
    desk.store.purge(id_)
    desk.pass_time(0.6)
    assert not desk.documents.is_pending
    with pytest.raises(KeyError):
        desk.documents.text(id_)


def test_half_a_surrogate_pair_keeps_its_place(desk: Desk) -> None:
    id_ = desk.documents.create().id
    desk.documents.edit(id_, Splice(0, "", "a\ud83db"))
    desk.documents.edit(id_, Splice(1, "\ud83d", "😀"))
    desk.documents.flush(id_)
    assert on_disk(desk, id_) == "a😀b"
