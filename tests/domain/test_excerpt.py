from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.excerpt import LENGTH, excerpt

TEXT = st.text(st.sampled_from("ab \nß学"), max_size=400)


def test_the_first_match_is_shown_from_the_beginning_of_a_word() -> None:
    text = "word " * 100 + "the needle in it, and a Needle more " + "rest " * 100
    found = excerpt(text, ("needle",))
    assert found.text.startswith("word word")
    assert [found.text[start:end] for start, end in found.spans] == ["needle", "Needle"]
    assert (found.is_cut_before, found.is_cut_after) == (True, True)


def test_a_short_text_is_whole_and_on_one_line() -> None:
    found = excerpt("机器\n学习", ("学习", "机"))
    assert (found.text, found.spans) == ("机器 学习", ((0, 1), (3, 5)))
    assert (found.is_cut_before, found.is_cut_after) == (False, False)


def test_a_short_word_beside_longer_ones_is_marked_where_it_is_a_word() -> None:
    found = excerpt("How does a rainbow form? Explain it in a few sentences.", ("a", "rainbow"))
    assert [found.text[start:end] for start, end in found.spans] == ["a", "rainbow", "a"]
    assert excerpt("Explain", ("a", "rainbow")).spans == ((4, 5),)


def test_what_is_not_found_shows_the_beginning() -> None:
    assert excerpt("x" * 500, ("y",)).text == "x" * LENGTH


@given(TEXT, st.lists(st.text("ab ß学", min_size=1, max_size=3), max_size=3))
def test_spans_are_in_order_and_hold_a_word(text: str, words: list[str]) -> None:
    found = excerpt(text, words)
    assert found.text in " ".join(text.splitlines()) or len(found.text) <= len(text)
    assert len(found.text) <= 2 * LENGTH
    ends = [0]
    for start, end in found.spans:
        assert ends[-1] <= start < end <= len(found.text)
        assert found.text[start:end].lower() in [word.lower() for word in words]
        ends.append(end)
    if any(word in text for word in words):
        assert found.spans or any("\n" in word or " " in word for word in words)
