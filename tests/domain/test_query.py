from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatapp.domain.conversation import Kind
from chatapp.domain.message import Role
from chatapp.domain.query import Query, parse

FULL = 'tag:travel folder:"My work" Pinned:yes archived:no role:user role:ai model:smol before:2026-03 after:2025'
FULL += ' "a b" c'


def test_every_filter_is_understood() -> None:
    assert parse(FULL) == Query(
        words=("a b", "c"),
        tags=("travel",),
        folders=("My work",),
        is_pinned=True,
        is_archived=False,
        roles=frozenset({Role.USER, Role.ASSISTANT}),
        models=("smol",),
        before=date(2026, 3, 1),
        after=date(2025, 1, 1),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two words", ("two", "words")),
        ('"one phrase" word', ("one phrase", "word")),
        ('"not closed yet', ("not closed yet",)),
        ('""', ()),
        ("https://example.org c:\\path note:x", ("https://example.org", "c:\\path", "note:x")),
        ("学习 机器", ("学习", "机器")),
        ("a\0b", ("a", "b")),
        ("   \n", ()),
    ],
)
def test_all_else_is_words_as_they_stand(text: str, words: tuple[str, ...]) -> None:
    assert parse(text) == Query(words=words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("role:writer", "role: takes user"),
        ("kind:novel", "kind: takes document or conversation"),
        ("tag:", "tag: needs a name"),
        ('folder:""', "folder: needs a name"),
        ("pinned:perhaps", "pinned: takes yes or no"),
        ("before:2026-02-30", "before: takes a day"),
        ("after:soon", "after: takes a day"),
    ],
)
def test_a_filter_that_is_not_understood_is_named_and_left_out(text: str, said: str) -> None:
    query = parse(f"word {text} other")
    (fault,) = query.faults
    assert fault.sentence.startswith(said)
    assert f"word {text} other"[fault.start : fault.end] == text
    assert (query.words, query.asks) == (("word", "other"), True)
    assert not parse(text).asks


def test_of_several_days_the_narrowest_counts() -> None:
    query = parse("before:2026 before:2025-06-01 after:2024 after:2024-05 pinned:")
    assert (query.before, query.after, query.is_pinned) == (date(2025, 6, 1), date(2024, 5, 1), True)


@given(st.text() | st.text('tag:role"before-2026 :', max_size=40))
@example('tag:"')
@example(":" * 20)
def test_anything_can_be_typed(text: str) -> None:
    query = parse(text)
    assert all(text[fault.start : fault.end] for fault in query.faults)
    assert all(word.strip() for word in query.words)


def test_kinds_are_asked_for_by_name() -> None:
    assert parse("kind:document").kinds == {Kind.DOCUMENT}
    assert parse("kind:Chat word").wants(Kind.CONVERSATION)
    assert not parse("kind:chat word").wants(Kind.DOCUMENT)
    assert parse("kind:document kind:conversation").kinds == set(Kind)
    assert all(parse("word").wants(kind) for kind in Kind)
