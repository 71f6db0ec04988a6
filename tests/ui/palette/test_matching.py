from hypothesis import given
from hypothesis import strategies as st

from chatapp.ui.palette.matching import best, folded, marks

TITLES = [
    "How does a rainbow form?",
    "给房东的信：暖气问题",
    "Names for a bookshop",
    "彩虹是怎样形成的？",
    "ＦＵＬＬ width",
]
FOLDED = [folded(title) for title in TITLES]


def found(words: str) -> list[str]:
    return [TITLES[place] for place in best(words, FOLDED, 10)]


def test_words_are_found_anywhere_in_any_order_and_case() -> None:
    assert found("RAIN") == ["How does a rainbow form?"]
    assert found("form rain") == ["How does a rainbow form?"]
    assert found("full") == ["ＦＵＬＬ width"]
    assert found("nothing of that") == []


def test_chinese_is_found_sign_by_sign() -> None:
    assert found("暖气") == ["给房东的信：暖气问题"]
    assert found("虹 形成") == ["彩虹是怎样形成的？"]
    assert found("房暖") == ["给房东的信：暖气问题"]


def test_the_beginning_of_a_word_comes_first_and_scattered_letters_last() -> None:
    titles = [folded(title) for title in ("Reshape", "A shape", "Shape", "S h a p e")]
    assert [titles[place] for place in best("shape", titles, 9)] == ["shape", "a shape", "reshape", "s h a p e"]


@given(st.text(max_size=12), st.lists(st.text(max_size=20), max_size=20))
def test_whatever_is_typed_places_are_given_once_and_in_bounds(words: str, titles: list[str]) -> None:
    places = best(words, [folded(title) for title in titles], 7)
    assert len(places) == len(set(places)) <= 7
    assert all(0 <= place < len(titles) for place in places)


@given(st.text(min_size=1, max_size=20))
def test_a_title_is_found_by_itself(title: str) -> None:
    if folded(title).split():
        assert best(title, [folded(title)], 1) == [0]


@given(st.text(max_size=8), st.text(max_size=20))
def test_marks_lie_in_the_title(words: str, title: str) -> None:
    for start, length in marks(words, title):
        assert start >= 0
        assert length > 0
        assert start + length <= len(title)
