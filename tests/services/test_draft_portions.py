from hypothesis import given
from hypothesis import strategies as st

from chatapp.services.draft_portions import Portions, characters, pieces, shortened

TEXTS = st.lists(st.sampled_from(["a", "word", "。", "学习", ". ", " ", "\n", "\n\n", "😀"]), max_size=60).map("".join)


@given(TEXTS, st.integers(1, 40))
def test_the_pieces_are_the_text_and_none_is_too_long(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert "".join(found) == text
    assert all(0 < len(piece) <= longest for piece in found) or text == ""


@given(TEXTS, st.integers(1, 40), st.lists(st.integers(1, 20), max_size=5))
def test_portions_are_the_text_however_often_they_are_cut(text: str, longest: int, others: list[int]) -> None:
    portions, read = Portions(text), ""
    portions.cut(longest)
    for shorter in others:
        assert read + portions.rest == text
        now = portions.now
        if not portions.advance():
            break
        assert now.strip()
        read += now
        portions.cut(shorter)
    assert portions.number <= portions.count


def test_a_text_is_cut_where_a_paragraph_ends_if_it_can_be() -> None:
    assert pieces("One. Two.\n\nThree. Four.", 20) == ["One. Two.\n\n", "Three. Four."]
    assert pieces("One. Two. Three. Four", 14) == ["One. Two. ", "Three. Four"]
    assert pieces("学习。学习。", 4) == ["学习。", "学习。"]
    assert pieces("abcdefgh", 3) == ["abc", "def", "gh"]


def test_a_window_holds_more_letters_than_signs_and_digits() -> None:
    assert characters("plain words and more", 100) == 250
    assert characters("123456", 100) == 120
    assert characters("学习", 100) == 40
    assert characters("", 100) == 1


def test_what_is_shortened_loses_its_middle() -> None:
    assert shortened("short", 5) == "short"
    assert shortened("a" * 20 + "b" * 20, 27) == "a" * 10 + "\n\n[…]\n\n" + "b" * 10
