"""Search by everything that a query can ask for, and words of every length on more than a page of messages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.domain.attachment import Attachment
from chatapp.domain.generation import Figures, GenerationOptions, Run
from chatapp.domain.message import Status
from chatapp.domain.query import Query, parse
from chatapp.services.search import Search
from chatapp.storage import trigrams
from chatapp.storage.conversations import Conversations
from chatapp.storage.database import Database
from tests.fakes import empty_database

TITLES = ("学习机", "机学", "习", "a", "aa 习机a", "学a", "A学", "\n学习\n")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Conversations]:
    """A day passes at each look at the clock."""
    (tmp_path / "days.sqlite3").write_bytes(empty_database())
    days = iter(range(1_000_000))
    store = Conversations(Database(tmp_path / "days.sqlite3"), lambda: START + timedelta(days=next(days)))
    yield store
    store.close()


def said(store: Conversations, title: str, question: str, answer: str) -> int:
    asked, answered = store.start(title, question)
    store.finish(answered.id, answer, Status.COMPLETE)
    store.record_run(Run(answered.id, f"Model of {title}", "f", "cpu", GenerationOptions(), Figures(), None))
    return asked.conversation_id


@pytest.fixture
def homes(store: Conversations) -> list[int]:
    """Trees (in a folder, tagged), Bread (pinned), Zug (archived), and one in the bin."""
    outer = store.folders.create("Outer")
    inner = store.folders.create("Inner work", outer.id)
    ids = [
        said(store, "Trees", "how do trees grow", "trees grow up"),
        said(store, "Bread", "how does bread rise", "it grows in warmth"),
        said(store, "Zug", "wie grow 学习", "so"),
        said(store, "Gone", "grow", "grow"),
    ]
    trees, bread, zug, gone = (store.conversation(one) for one in ids)
    store.arrange(
        [
            replace(trees, folder_id=inner.id, tags=("Nature",)),
            replace(bread, is_pinned=True),
            replace(zug, archived_at=START),
            replace(gone, deleted_at=START),
        ]
    )
    return ids


def found(store: Conversations, text: str) -> list[str]:
    """Titles of conversations found, then the texts of messages."""
    query = parse(text)
    titles = [conversation.title for conversation in store.finder.conversations(query)]
    return [*titles, *(one.excerpt.text for one in store.finder.messages(query))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grow", ["wie grow 学习", "it grows in warmth", "trees grow up", "how do trees grow"]),
        ("tag:nature grow role:assistant", ["trees grow up"]),
        ('folder:"inner WORK" trees', ["Trees", "trees grow up", "how do trees grow"]),
        ("folder:outer up", ["trees grow up"]),
        ("folder:none up", []),
        ("pinned:yes", ["Bread", "it grows in warmth", "how does bread rise"]),
        ("pinned:no archived:no role:user", ["how do trees grow"]),
        ("archived:yes 学习", ["wie grow 学习"]),
        ("archived:yes 习", ["wie grow 学习"]),
        ('model:"of bread"', ["it grows in warmth"]),
        ("before:2026-03-02", ["how do trees grow"]),
        ("grow before:2026-03-02", ["how do trees grow"]),
        ('"trees grow"', ["trees grow up", "how do trees grow"]),
        ('"grow trees"', []),
        ("ZUG", ["Zug"]),
        ("tag:none", []),
        ("", []),
        ("role:nobody", []),
    ],
)
def test_what_is_asked_for_is_found(store: Conversations, homes: list[int], text: str, expected: list[str]) -> None:
    assert found(store, text)[-len(expected) :] == expected if expected else found(store, text) == []


def test_days_are_bounds_of_time_whatever_the_numbers(store: Conversations, homes: list[int]) -> None:
    """An import brings old messages under new numbers."""
    everything = found(store, "grow")
    assert found(store, "grow after:2026-03-01") == everything
    assert found(store, "grow after:2030") == []
    assert found(store, "grow before:2026-03-04 after:2026-03-03") == [
        one for one in everything if one == "it grows in warmth"
    ]


def test_what_was_found_says_where_it_stands(store: Conversations, homes: list[int]) -> None:
    (one,) = store.finder.messages(parse("warmth"))
    assert (one.title, one.conversation_id) == ("Bread", homes[1])
    assert [one.excerpt.text[start:end] for start, end in one.excerpt.spans] == ["warmth"]
    store.branches.delete(one.message_id)
    assert store.finder.messages(parse("warmth")) == []


def test_pages_follow_each_other(store: Conversations) -> None:
    for number in range(7):
        said(store, f"t{number}", f"word {number}", "word too")
    service, pages = Search(store.finder), []
    page = service.find("word", limit=4)
    while page.messages:
        pages.append([one.message_id for one in page.messages])
        if page.next_id is None:
            break
        page = service.find("word", page, 4)
        assert page.conversations == ()
    assert [len(ids) for ids in pages] == [4, 4, 4, 2]
    shown = [message_id for ids in pages for message_id in ids]
    assert shown == sorted(shown, reverse=True)
    assert service.find("role:x word").query.faults != ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(word=st.text("学习机a", min_size=1, max_size=3), many=st.integers(0, 3))
def test_the_index_and_reading_through_find_the_same(
    store: Conversations, word: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not store.conversations():
        for text in TITLES:
            store.start(text, text)
    everything = store.finder.messages(parse(word))
    monkeypatch.setattr(trigrams, "MANY_TRIGRAMS", many)
    assert store.finder.messages(parse(word)) == everything
    assert len(everything) == sum(word.lower() in title.lower() for title in TITLES)


LONG = (
    "ab" * 9 + "ba" * 9,
    "ΜΕΓΑΛΟΣ ΟΔΥΣΣΕΥΣ ΤΑΞΙΔΕΥΕΙ",
    "aab" * 12,
    "b" + "a" * 30 + "b",
    "b" * 16 + "a" * 16,
    "ABBA " * 7,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), tail=st.text("ab", max_size=2))
def test_a_long_phrase_is_found_where_it_stands_and_nowhere_else(
    store: Conversations, data: st.DataObject, tail: str
) -> None:
    """Its trigrams stand near each other in most of the others too."""
    if not store.conversations():
        for text in LONG:
            store.start("", text)
    text = data.draw(st.sampled_from(LONG))
    start = data.draw(st.integers(0, len(text) - 14))
    phrase = (text[start : start + data.draw(st.integers(14, 30))] + tail).strip()
    phrase = data.draw(st.sampled_from([phrase, phrase.lower(), phrase.swapcase()]))
    holding = {place for place, text in enumerate(LONG, start=1) if phrase.casefold() in text.casefold()}
    found = store.finder.messages(Query((phrase,)))
    assert {one.conversation_id for one in found} == holding
    assert store.finder.messages(Query((phrase,)), limit=1) == found[:1]


def test_a_message_is_found_by_what_is_attached_to_it(store: Conversations) -> None:
    asked, _ = store.start(
        "Files", "see this", (Attachment("Notes.txt", "Photosynthese, 光合作用, of long words " * 3),)
    )
    later, _ = store.start("Words", "photosynthese as well", (Attachment("other.txt", "photosynthese"),))
    found = store.finder.messages(parse("photosynthese"))
    assert [(one.message_id, one.attachment) for one in found] == [(later.id, ""), (asked.id, "Notes.txt")]
    assert found[1].title == "Files"
    assert "Photosynthese" in found[1].excerpt.text
    for words in ("光合", "光", "notes.TXT", '"of long words photosynthese"', "合作用 notes", "role:user Synthes 用"):
        assert [one.message_id for one in store.finder.messages(parse(words))][-1:] == [asked.id], words
    for words in ("光作", "光合 absent", '"of long words photosyntheses"', "光合 role:assistant", "光合 pinned:yes"):
        assert store.finder.messages(parse(words)) == [], words
    assert store.finder.messages(parse("photosynthese"), limit=1) == found[:1]
    assert store.finder.messages(parse("photosynthese"), before_id=later.id) == found[1:]
    store.branches.delete(asked.id)
    assert store.finder.messages(parse("光合")) == []
    store.branches.purge(asked.id)
    assert store.finder.messages(parse("光合")) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(word=st.text("学习机a", min_size=1, max_size=3), many=st.integers(0, 3))
def test_the_index_of_attachments_and_reading_through_find_the_same(
    store: Conversations, word: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not store.conversations():
        for text in TITLES:
            store.start("", "?", (Attachment("", text), Attachment("", "")))
    monkeypatch.setattr(trigrams, "MANY_TRIGRAMS", many)
    found = store.finder.messages(parse(word))
    assert len(found) == sum(word.lower() in title.lower() for title in TITLES)
