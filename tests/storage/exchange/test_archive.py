"""Export then import is the identity, a second import adds nothing, a failed one leaves nothing."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Status
from chatapp.exchange.record import ConversationRecord, uid_of
from chatapp.paths import Paths
from chatapp.storage.exchange.archive import Archive
from chatapp.storage.opening import open_store
from tests.exchange.test_archive import sample
from tests.exchange.trees import conversations
from tests.fakes import holding
from tests.storage.exchange.conftest import exported, import_into, profile


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a new profile, to be copied."""
    home = tmp_path_factory.mktemp("empty")
    profile(home)
    return Paths(home).database


@pytest.fixture
def another(empty: Path, tmp_path: Path) -> Callable[[], Archive]:
    """Makes a new profile at every call: Hypothesis asks for many."""
    made = iter(range(10_000))

    def make() -> Archive:
        home = tmp_path / str(next(made))
        home.mkdir()
        return Archive(shutil.copyfile(empty, Paths(home).database), Flag())

    return make


def by_uid(records: list[ConversationRecord]) -> dict[str, ConversationRecord]:
    return {record.uid: record for record in records}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(conversations(), max_size=3, unique_by=lambda record: record.source or record.uid))
def test_export_then_import_is_the_identity_and_twice_adds_nothing(
    another: Callable[[], Archive], records: list[ConversationRecord]
) -> None:
    first, second = another(), another()
    assert import_into(first, records) == [(True, len(record.messages)) for record in records]
    before = exported(first)
    for record in records:
        kept = by_uid(before)[record.uid]
        assert kept.messages == record.messages
        assert (kept.title, kept.head, kept.source) == (record.title, record.head, record.source)
    import_into(second, before)
    assert by_uid(exported(second)) == by_uid(before)
    assert import_into(second, records) == [(False, 0) for _ in records]
    assert by_uid(exported(second)) == by_uid(before)


def test_what_grew_is_added_and_nothing_else_changes(tmp_path: Path) -> None:
    archive = profile(tmp_path)
    whole = sample()
    import_into(archive, [whole.model_copy(update={"messages": whole.messages[:2]})])
    assert import_into(archive, [whole.model_copy(update={"title": "Another"})]) == [(False, 1)]
    assert exported(archive) == [whole]


def test_one_conversation_twice_in_a_file_is_one(tmp_path: Path) -> None:
    archive = profile(tmp_path)
    whole = sample()
    part = whole.model_copy(update={"messages": whole.messages[:2]})
    assert import_into(archive, [part, whole, whole]) == [(True, 2), (False, 1), (False, 0)]
    assert exported(archive) == [whole]


def test_messages_that_another_conversation_has_come_under_ids_of_their_own(tmp_path: Path) -> None:
    archive = profile(tmp_path)
    copy = sample().model_copy(update={"uid": "f" * 32})
    import_into(archive, [sample()])
    assert import_into(archive, [copy]) == [(True, 3)]
    assert import_into(archive, [copy]) == [(False, 0)]
    first, second = exported(archive)
    assert [message.text for message in second.messages] == [message.text for message in first.messages]
    assert second.head == second.messages[1].uid


def test_a_failed_import_leaves_everything_as_it_was(tmp_path: Path) -> None:
    archive = profile(tmp_path)
    import_into(archive, [sample()])
    before = Path(Paths(tmp_path).database)
    rows = contents(before)
    grown = sample().model_copy(update={"uid": "a" * 32, "folder": (), "title": "x" * 300_000})

    def fail() -> None:
        with archive.intake() as intake:
            intake.add(grown)
            intake.add(grown.model_copy(update={"uid": "b" * 32}))
            raise OSError("the file was cut short")

    with pytest.raises(OSError, match="cut short"):
        fail()
    assert contents(before) == rows


def contents(database: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    tables = ("conversation", "message", "run", "folder", "tag", "persona")
    found = [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - our own
    connection.close()
    return found


def test_what_arrives_is_seen_only_when_all_is_there(tmp_path: Path) -> None:
    archive = profile(tmp_path)
    store = open_store(Paths(tmp_path)).store
    long = sample().model_copy(
        update={"messages": tuple(m.model_copy(update={"text": "w" * 150_000}) for m in sample().messages)}
    )
    with archive.intake() as intake:
        intake.add(long)
        assert store.count()[1] == 3  # it is there
        assert store.conversations() == store.conversations(deleted=True) == []
        assert holding(store, "wwww") == []
        assert store.create("meanwhile").title == "meanwhile"  # and others can write
        intake.finish()
    assert {conversation.title for conversation in store.conversations()} == {"Sample", "meanwhile"}
    store.close()


IMPORTING = """
import sys
from pathlib import Path
from threading import Event
from chatapp.storage.exchange.archive import Archive
from tests.storage.exchange.test_archive import long_records
with Archive(Path(sys.argv[1]), Event()).intake() as intake:
    for record in long_records(3):
        print("next", flush=True)
        intake.add(record)
    print(len(intake.finish()))
"""


def long_records(count: int) -> Iterator[ConversationRecord]:
    """Each with an answer after the other, of many more words than are written at once."""
    (first, *_), text = sample().messages, " ".join(f"word{number}" for number in range(1000))
    for number in range(count):
        uids = [uid_of(str(number), str(place)) for place in range(20)]
        messages = tuple(
            first.model_copy(update={"uid": uid, "parent": above, "text": f"{place} {text}"})
            for place, (uid, above) in enumerate(zip(uids, [None, *uids], strict=False))
        )
        told = {"uid": uid_of(str(number)), "messages": messages, "head": uids[-1], "source": ""}
        yield sample().model_copy(update=told)


def test_a_window_sends_while_another_process_imports(tmp_path: Path) -> None:
    """It has no way to ask that process for room."""
    profile(tmp_path)
    store = open_store(Paths(tmp_path)).store
    command = [sys.executable, "-c", IMPORTING, str(Paths(tmp_path).database)]
    asked: list[int] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as importing:
        assert importing.stdout is not None
        assert importing.stdout.readline() == "next\n"
        while importing.poll() is None:
            question, answer = store.start("meanwhile", f"question {len(asked)}")
            store.finish(answer.id, "answer", Status.COMPLETE)
            asked.append(question.id)
        assert importing.stdout.read().splitlines()[-1] == "3"
    assert [store.message(id_).text for id_ in asked] == [f"question {place}" for place in range(len(asked))]
    assert len(store.conversations()) == len(asked) + 3
    come = next(one for one in store.conversations() if one.title == "Sample")
    assert len(store.path(come.head_id or 0)) == 20
    assert len(asked) > 3
    store.close()


def test_what_there_was_no_time_to_remove_is_seen_by_nobody_and_goes_later(tmp_path: Path) -> None:
    profile(tmp_path)
    archive = Archive(Paths(tmp_path).database, Flag(), clearing_seconds=0)
    with archive.intake() as intake:
        intake.add(sample())
        intake._write()
        archive.tidy(lambda: None)  # not while an import runs
    assert (archive.count(), exported(archive)) == (1, [])
    steps: list[int] = []
    archive.tidy(lambda: steps.append(1))
    assert (archive.count(), steps) == (0, [1])


def test_what_a_crash_left_is_removed_by_the_next_import(tmp_path: Path) -> None:
    archive = profile(tmp_path)
    killed = archive.intake()
    intake = killed.__enter__()
    intake.add(sample())
    intake._write()
    assert exported(archive) == []
    assert archive.count() == 1
    with pytest.raises(ProblemError, match="Another import"):
        import_into(archive, [sample()])
    (tmp_path / "causerie.sqlite3-importing").unlink()  # as the system does when a process dies
    import_into(archive, [sample()])
    assert exported(archive) == [sample()]
