import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chatapp.domain.message import Status
from chatapp.storage.conversations import Conversations
from tests.fakes import holding

TEXTS = (
    "The quick brown fox jumps over the lazy dog",
    "机器学习是人工智能的一个分支",
    'He said "stop" and * NEAR( the end',
    "100% of a_b is c:\\path",
    "Über die Straße, ΑΒΓ",
)


@pytest.fixture
def ids(store: Conversations) -> list[int]:
    made = store.create()
    return [store.add_turn(made.id, None, text)[0].id for text in TEXTS]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("quick", [0]),
        ("QUICK", [0]),
        ("uic", [0]),
        ("lazy quick", [0]),
        ("lazy slow", []),
        ("机器学习", [1]),
        ("人工智", [1]),
        ("学习", [1]),
        ("习", [1]),
        ("分支 机器学习", [1]),
        ('"stop"', [2]),
        ('"', [2]),
        ("NEAR(", [2]),
        ("*", [2]),
        ("%", [3]),
        ("_", [3]),
        ("a_b", [3]),
        ("a%b", []),
        ("_b", [3]),
        ("\\", [3]),
        ("c:\\path", [3]),
        ("über", [4]),
        ("ü", [4]),
        ("αβγ", [4]),
        ("αβ", [4]),
        ("e", [4, 2, 0]),
        ("the", [2, 0]),
        ("the NOT quick", []),
        ("quick OR 机器学习", []),
        ("", []),
        ("  \n", []),
    ],
)
def test_words_are_found_as_they_stand(store: Conversations, ids: list[int], words: str, places: list[int]) -> None:
    assert holding(store, words) == [ids[place] for place in places]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=12) | st.text(alphabet="\"*^:(){}-+NEAROTD %_\\'\0a,.", max_size=20))
@example('"""')
@example("\ud800")
@example("a\0b")
@example("message_index:x")
def test_no_words_are_an_error(store: Conversations, words: str) -> None:
    assert isinstance(holding(store, words), list)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_every_piece_of_a_text_finds_it(store: Conversations, ids: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(TEXTS) - 1))
    text = TEXTS[place]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start:end].strip():
        assert ids[place] in holding(store, text[start:end])


def test_only_finished_text_is_searched(store: Conversations) -> None:
    _, answer = store.add_turn(store.create().id, None, "question")
    store.checkpoint(answer.id, "photosynthesis qz")
    assert holding(store, "photosynthesis") == holding(store, "qz") == []
    store.finish(answer.id, "photosynthesis qz, whole", Status.STOPPED)
    assert holding(store, "photosynthesis") == [answer.id]
    assert holding(store, "qz") == [answer.id]


def test_keeping_an_answer_leaves_it_searchable(store: Conversations) -> None:
    _, answer = store.add_turn(store.create().id, None, "question")
    store.finish(answer.id, "photosynthesis", Status.INTERRUPTED)
    store.keep(answer.id)
    assert holding(store, "photosynthesis") == [answer.id]
    assert store.message(answer.id).status is Status.STOPPED


def test_the_bin_is_not_searched_and_the_newest_comes_first(store: Conversations, ids: list[int]) -> None:
    made = store.create()
    newer, _ = store.add_turn(made.id, None, "another quick fox")
    assert holding(store, "quick") == [newer.id, ids[0]]
    assert holding(store, "quick", limit=1) == [newer.id]
    assert holding(store, "fo") == [newer.id, ids[0]]
    store.delete(made.id)
    assert holding(store, "quick") == [ids[0]]
    assert holding(store, "fo") == [ids[0]]
    store.restore(made.id)
    assert len(holding(store, "quick")) == 2
