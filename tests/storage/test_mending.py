from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.message import Role, Status
from chatapp.storage.mending import Mended, Survivors, mend

NOW = datetime(2026, 1, 1, tzinfo=UTC)
anything = st.none() | st.integers(-3, 12) | st.text(max_size=3) | st.binary(max_size=3) | st.floats()
words = st.sampled_from([*Role, *Status]).map(str)
ids = st.integers(-3, 12)
messages = st.dictionaries(
    ids,
    st.fixed_dictionaries(
        {"text": st.text() | anything, "conversation_id": st.integers(-1, 3) | anything},
        optional={
            "parent_id": ids | anything,
            "role": words | anything,
            "status": words | anything,
            "created_at": st.just("2026-01-01T00:00:00+00:00") | anything,
            "uid": st.just("u" * 32) | anything,
            "note": anything,
        },
    ),
)
conversations = st.dictionaries(
    st.integers(-1, 5), st.dictionaries(st.sampled_from(["title", "head_id", "uid", "updated_at"]), anything)
)


def mended(
    of: dict[int, dict[str, object]],
    conversations: dict[int, dict[str, object]] | None = None,
    parents: dict[int, int] | None = None,
) -> Mended:
    return mend(Survivors(conversations or {}, of, {}, parents or {}), NOW)


@given(messages, conversations, st.dictionaries(ids, ids))
def test_whatever_survived_becomes_whole_trees(
    of: dict[int, dict[str, object]], conversations: dict[int, dict[str, object]], parents: dict[int, int]
) -> None:
    made = mended(of, conversations, parents)
    by_id = {row["id"]: row for row in made.messages}
    assert list(by_id) == sorted(
        message_id
        for message_id, raw in of.items()
        if message_id > 0
        and isinstance(raw["text"], str)
        and isinstance(raw["conversation_id"], int)
        and raw["conversation_id"] > 0
    )
    for row in made.messages:
        parent = by_id.get(row["parent_id"])
        assert row["parent_id"] is None or (parent and parent["conversation_id"] == row["conversation_id"])
        assert isinstance(row["role"], Role)
        assert isinstance(row["status"], Status)
        assert isinstance(row["created_at"], datetime)
    homes = {row["id"]: row for row in made.conversations}
    assert {row["conversation_id"] for row in made.messages} <= homes.keys()
    for home in made.conversations:
        mine = [row["id"] for row in made.messages if row["conversation_id"] == home["id"]]
        assert home["head_id"] in mine if mine else home["head_id"] is None
    uids = [row["uid"] for row in (*made.messages, *made.conversations)]
    assert len(set(uids)) == len(uids)


def test_a_child_of_lost_messages_goes_to_the_nearest_ancestor() -> None:
    of: dict[int, dict[str, object]] = {
        1: {"conversation_id": 1, "parent_id": None, "text": "first"},
        5: {"conversation_id": 1, "parent_id": 4, "text": "fifth"},
        8: {"conversation_id": 1, "parent_id": 7, "text": "eighth"},
    }
    made = mended(of, parents={4: 3, 3: 1})
    assert [row["parent_id"] for row in made.messages] == [None, 1, None]


def test_a_lost_conversation_takes_its_title_from_the_first_words() -> None:
    (home,) = mended({4: {"conversation_id": 2, "text": "# How trees grow\nand more"}}).conversations
    assert (home["id"], home["title"], home["head_id"], home["has_own_title"]) == (2, "How trees grow", 4, False)


def test_unreadable_words_get_their_likeliest_meaning() -> None:
    made = mended(
        {
            1: {"conversation_id": 1, "role": "usfr", "status": "??", "text": "question"},
            2: {"conversation_id": 1, "parent_id": 1, "role": None, "status": 7, "text": "answer"},
        }
    )
    assert [(row["role"], row["status"]) for row in made.messages] == [
        (Role.USER, Status.COMPLETE),
        (Role.ASSISTANT, Status.INTERRUPTED),
    ]
