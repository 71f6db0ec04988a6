import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from chatapp.domain.attachment import Attachment
from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Role, Status
from chatapp.paths import Paths
from chatapp.services.ports import ConversationStore
from chatapp.storage import schema
from chatapp.storage.conversations import Conversations
from chatapp.storage.database import Database
from chatapp.storage.opening import open_store
from tests.fakes import holding

START = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def ticking(tmp_path: Path) -> Iterator[Conversations]:
    """A store whose clock moves on by a minute at each look."""
    schema.upgrade(tmp_path / "ticking.sqlite3")
    minutes = iter(range(1_000_000))
    store = Conversations(Database(tmp_path / "ticking.sqlite3"), lambda: START + timedelta(minutes=next(minutes)))
    yield store
    store.close()


def test_it_is_the_store_that_the_services_ask_for(store: Conversations) -> None:
    port: ConversationStore = store
    assert port.conversations() == []


def test_a_new_conversation_is_found_again(store: Conversations) -> None:
    made = store.create("Trees")
    assert (made.title, made.has_own_title, made.head_id) == ("Trees", False, None)
    assert store.conversation(made.id) == made
    assert store.conversations() == [made]
    assert not store.create().has_own_title


def test_times_are_utc_and_aware(ticking: Conversations) -> None:
    made = ticking.create()
    found = ticking.conversation(made.id)
    assert found.created_at == START
    assert found.created_at.tzinfo is UTC
    asked, _ = ticking.add_turn(made.id, None, "hello")
    assert ticking.message(asked.id).created_at.utcoffset() == timedelta(0)


def test_the_newest_stands_first_and_a_turn_makes_it_newest(ticking: Conversations) -> None:
    first, second = ticking.create("one"), ticking.create("two")
    assert [found.id for found in ticking.conversations()] == [second.id, first.id]
    ticking.add_turn(first.id, None, "again")
    ticking.rename(second.id, "renamed", own=True)
    assert [found.id for found in ticking.conversations()] == [first.id, second.id]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Über Bäume", "ÜBER"),
        ("Über Bäume", "bäume"),
        ("关于树木", "树"),
        ("100 %", "%"),
        ("a_b", "_"),
        ("Straße", "SS"),
    ],
)
def test_titles_are_filtered_whatever_their_case(store: Conversations, title: str, wanted: str) -> None:
    made = store.create(title)
    store.create("something else")
    assert [found.id for found in store.conversations(wanted)] == [made.id]


def test_an_automatic_title_never_replaces_an_own_one(store: Conversations) -> None:
    made = store.create()
    store.rename(made.id, "automatic", own=False)
    assert store.conversation(made.id).title == "automatic"
    store.rename(made.id, "mine", own=True)
    store.rename(made.id, "automatic again", own=False)
    found = store.conversation(made.id)
    assert (found.title, found.has_own_title) == ("mine", True)


def test_the_bin_and_back(store: Conversations) -> None:
    made = store.create("kept")
    store.add_turn(made.id, None, "words")
    before = store.conversation(made.id)
    store.delete(made.id)
    assert store.conversations() == []
    (binned,) = store.conversations(deleted=True)
    assert binned.is_deleted
    store.delete(made.id)
    assert store.conversation(made.id) == binned, "deleting again changes nothing"
    store.restore(made.id)
    assert store.conversation(made.id) == before


def test_purging_needs_the_bin_and_leaves_nothing(store: Conversations, paths: Paths) -> None:
    made, other = store.create(), store.create()
    secret = "a word that nobody else has: Xylokarpie"
    asked, answer = store.add_turn(made.id, None, secret)
    store.finish(answer.id, secret, Status.COMPLETE)
    other_asked, _ = store.add_turn(other.id, None, "stays")
    with pytest.raises(ValueError, match="bin"):
        store.purge(made.id)
    store.delete(made.id)
    store.purge(made.id)
    for gone in (lambda: store.conversation(made.id), lambda: store.message(asked.id), lambda: store.tree(made.id)):
        with pytest.raises(KeyError):
            gone()
    assert holding(store, "Xylokarpie") == []
    assert store.message(other_asked.id).text == "stays"
    store.close()
    assert b"Xylokarpie" not in paths.database.read_bytes()


def test_purging_leaves_no_trigram_of_the_words_in_any_file(store: Conversations, paths: Paths) -> None:
    """Characters that nothing else here uses, so that each one found would be of the index. In many pieces, as days
    of writing leave it."""
    letters = "ꙮꙁꙃꙅꙇꙉ"
    made, other = store.create(f"about {letters}"), store.create()
    for number in range(40):
        _, answer = store.add_turn(
            made.id, None, f"word {number} {letters}", (Attachment(letters, f"{letters} {number}"),)
        )
        store.finish(answer.id, letters[::-1] * number, Status.COMPLETE)
        store.add_turn(other.id, None, f"stays {number}")
    found = [file for file in paths.home.iterdir() if letters.encode() in file.read_bytes()]
    assert found != []
    store.delete(made.id)
    store.purge(made.id)
    for closed in (False, True):
        content = b"".join(file.read_bytes() for file in paths.home.iterdir() if not file.name.endswith("-shm"))
        assert [letter for letter in letters if letter.encode() in content] == [], f"closed: {closed}"
        store.close()
    again = open_store(paths).store
    assert len(holding(again, "stays")) == 40
    again.close()


def test_a_conversation_starts_as_a_whole(ticking: Conversations) -> None:
    asked, answer = ticking.start("Trees \ud800", "What is a tree?")
    (made,) = ticking.conversations()
    assert (made.title, made.has_own_title, made.head_id) == ("Trees ?", False, answer.id)
    assert made.created_at == made.updated_at == asked.created_at == answer.created_at
    assert (asked.role, asked.status, asked.parent_id) == (Role.USER, Status.COMPLETE, None)
    assert (answer.role, answer.status, answer.parent_id, answer.text) == (Role.ASSISTANT, Status.QUEUED, asked.id, "")
    assert ticking.path(answer.id) == [asked, answer]
    ticking.rename(made.id, "automatic", own=False)
    assert ticking.conversation(made.id).title == "automatic"


def test_a_start_that_fails_leaves_no_empty_conversation(store: Conversations, paths: Paths) -> None:
    with contextlib.closing(sqlite3.connect(paths.database)) as raw, raw:
        raw.execute(
            "CREATE TRIGGER no_answer BEFORE INSERT ON message WHEN new.role = 'assistant' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    with pytest.raises(ProblemError):
        store.start("title", "text")
    assert store.count() == (0, 0)


def test_a_turn_is_a_message_and_a_queued_answer(store: Conversations) -> None:
    made = store.create()
    asked, answer = store.add_turn(made.id, None, "What is a tree?")
    assert (asked.role, asked.status, asked.parent_id) == (Role.USER, Status.COMPLETE, None)
    assert (answer.role, answer.status, answer.parent_id, answer.text) == (Role.ASSISTANT, Status.QUEUED, asked.id, "")
    assert store.conversation(made.id).head_id == answer.id
    assert store.path(answer.id) == [asked, answer]
    assert [store.message(asked.id), store.message(answer.id)] == [asked, answer]


def test_versions_stand_beside_each_other(store: Conversations) -> None:
    made = store.create()
    asked, first = store.add_turn(made.id, None, "one")
    second = store.add_answer(asked.id, "it begins")
    edited, third = store.add_turn(made.id, None, "one, edited")
    tree = store.tree(made.id)
    assert [turn.versions for turn in tree.path(second.id)] == [(asked.id, edited.id), (first.id, second.id)]
    assert store.message(second.id).text == "it begins"
    assert store.conversation(made.id).head_id == third.id
    store.set_head(made.id, first.id)
    assert store.conversation(made.id).head_id == first.id
    store.set_head(made.id, None)
    assert store.conversation(made.id).head_id is None
    assert len(store.tree(made.id).messages) == 5


def test_an_answer_streams_and_ends(store: Conversations) -> None:
    _, answer = store.add_turn(store.create().id, None, "question")
    store.checkpoint(answer.id, "The")
    assert store.message(answer.id).status is Status.STREAMING
    assert [found.id for found in store.unfinished()] == [answer.id]
    store.checkpoint(answer.id, "The ans")
    store.finish(answer.id, "The answer.", Status.FAILED, "out of memory")
    found = store.message(answer.id)
    assert (found.text, found.status, found.note) == ("The answer.", Status.FAILED, "out of memory")
    assert store.unfinished() == []


@pytest.mark.parametrize("status", [status for status in Status if status.is_terminal])
def test_a_finished_answer_never_changes(store: Conversations, status: Status) -> None:
    asked, answer = store.add_turn(store.create().id, None, "question")
    store.finish(answer.id, "answer", status)
    before = store.message(answer.id)
    for message_id in (answer.id, asked.id):
        with pytest.raises(ValueError, match="never changes"):
            store.checkpoint(message_id, "other")
        with pytest.raises(ValueError, match="never changes"):
            store.finish(message_id, "other", Status.COMPLETE)
    assert store.message(answer.id) == before


def test_only_a_terminal_status_finishes(store: Conversations) -> None:
    _, answer = store.add_turn(store.create().id, None, "question")
    for status in (Status.QUEUED, Status.STREAMING):
        with pytest.raises(ValueError, match="end"):
            store.finish(answer.id, "x", status)
    assert store.message(answer.id) == answer


def test_only_an_interrupted_answer_is_kept(store: Conversations) -> None:
    asked, answer = store.add_turn(store.create().id, None, "question")
    store.finish(answer.id, "half an ans", Status.INTERRUPTED)
    store.keep(answer.id)
    found = store.message(answer.id)
    assert (found.text, found.status) == ("half an ans", Status.STOPPED)
    for message_id in (answer.id, asked.id):
        with pytest.raises(ValueError, match="not interrupted"):
            store.keep(message_id)


def test_what_was_cut_off_is_known_while_it_ends_what_is_shown(store: Conversations) -> None:
    made = store.create()
    asked, answer = store.add_turn(made.id, None, "question")
    assert store.interrupted() == frozenset()
    store.finish(answer.id, "half an ans", Status.INTERRUPTED)
    assert store.interrupted() == {made.id}
    again = store.add_answer(asked.id)
    assert store.interrupted() == frozenset()
    store.set_head(made.id, answer.id)
    assert store.interrupted() == {made.id}
    store.keep(answer.id)
    assert store.interrupted() == frozenset()
    assert again.status is Status.QUEUED


def test_what_others_store_is_noticed_once_and_what_is_its_own_never(store: Conversations, paths: Paths) -> None:
    store.was_changed_elsewhere()
    store.create("mine")
    assert not store.was_changed_elsewhere()
    other = open_store(paths).store
    other.create("another's")
    assert store.was_changed_elsewhere()
    assert not store.was_changed_elsewhere()
    other.close()


def test_what_a_crash_leaves_is_unfinished(paths: Paths) -> None:
    opened = open_store(paths).store
    _, streaming = opened.add_turn(opened.create().id, None, "one")
    opened.checkpoint(streaming.id, "half")
    _, queued = opened.add_turn(opened.create().id, None, "two")
    opened.close()
    again = open_store(paths).store
    assert [(found.id, found.status) for found in again.unfinished()] == [
        (streaming.id, Status.STREAMING),
        (queued.id, Status.QUEUED),
    ]
    again.close()


def test_unknown_ids(store: Conversations) -> None:
    made = store.create()
    _asked, _ = store.add_turn(made.id, None, "words")
    for call in (
        lambda: store.conversation(99),
        lambda: store.rename(99, "x", own=True),
        lambda: store.delete(99),
        lambda: store.restore(99),
        lambda: store.purge(99),
        lambda: store.tree(99),
        lambda: store.message(99),
        lambda: store.path(99),
        lambda: store.add_turn(99, None, "x"),
        lambda: store.add_turn(made.id, 99, "x"),
        lambda: store.add_answer(99),
        lambda: store.set_head(99, None),
        lambda: store.set_head(made.id, 99),
        lambda: store.checkpoint(99, "x"),
        lambda: store.finish(99, "x", Status.COMPLETE),
        lambda: store.keep(99),
    ):
        with pytest.raises(KeyError):
            call()
    assert len(store.tree(made.id).messages) == 2


def test_what_belongs_elsewhere_is_refused(store: Conversations) -> None:
    here, there = store.create(), store.create()
    _asked, answer = store.add_turn(here.id, None, "words")
    with pytest.raises(ValueError, match="not in conversation"):
        store.set_head(there.id, answer.id)
    with pytest.raises(ValueError, match="not in conversation"):
        store.add_turn(there.id, answer.id, "words")
    with pytest.raises(ValueError, match="not the user's"):
        store.add_answer(answer.id)
    assert store.conversation(there.id) == there
    assert len(store.tree(here.id).messages) == 2


@pytest.mark.parametrize("text", ["", "\0 in the middle", "汉字 👩‍👩‍👧 العربية", "half a \ud83d pair", "x" * 1_000_000])
def test_any_text_can_be_written(store: Conversations, text: str) -> None:
    made = store.create(text[:100])
    asked, answer = store.add_turn(made.id, None, text)
    store.checkpoint(answer.id, text)
    store.finish(answer.id, text, Status.COMPLETE, text[:100])
    assert store.message(asked.id) == asked
    assert asked.text == text.encode("utf-8", "replace").decode()
    assert store.message(answer.id).text == asked.text
    assert store.conversation(made.id).title == made.title


def test_counting_includes_the_bin(store: Conversations) -> None:
    made = store.create()
    store.add_turn(made.id, None, "words")
    store.delete(made.id)
    store.create()
    assert store.count() == (2, 2)


def test_a_deep_conversation_keeps_its_path(store: Conversations) -> None:
    made = store.create()
    parent = None
    for number in range(300):
        _asked, answer = store.add_turn(made.id, parent, str(number))
        parent = answer.id
    path = store.path(answer.id)
    assert [message.text for message in path if message.role is Role.USER] == [str(number) for number in range(300)]
    assert [turn.message for turn in store.tree(made.id).path(answer.id)] == path


def test_what_was_read_before_is_read_anew_where_it_may_have_changed(store: Conversations) -> None:
    made, other = store.create(), store.create()
    asked, answer = store.add_turn(made.id, None, "question")
    for text in ("on", "one"):
        store.checkpoint(answer.id, text)
        assert store.tree(made.id).messages == {asked.id: asked, answer.id: store.message(answer.id)}
    store.finish(answer.id, "one more", Status.INTERRUPTED)
    assert store.tree(made.id).messages[answer.id].text == "one more"
    store.keep(answer.id)
    assert store.tree(made.id).messages[answer.id].status is Status.STOPPED
    assert store.newest_leaf(asked.id) == answer.id
    store.branches.delete(answer.id)
    assert store.tree(made.id).messages == {asked.id: asked}
    assert store.newest_leaf(asked.id) == asked.id
    store.branches.restore(answer.id)
    assert store.tree(other.id).messages == {}
    assert store.tree(made.id).messages.keys() == {asked.id, answer.id}
