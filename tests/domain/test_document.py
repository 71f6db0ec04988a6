import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.document import PlaceGoneError, Splice, applied, inverse, splice_between
from chatapp.domain.edit_log import extended, joined
from chatapp.domain.word_count import Counts, counts_of, recounted

TEXT = st.text("ab \n学。-'😀", max_size=12)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, tuple[Splice, ...]]:
    """A text and splices that fit it one after the other."""
    text = draw(TEXT)
    splices, now = [], text
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(now)))
        end = draw(st.integers(at, len(now)))
        splices.append(Splice(at, now[at:end], draw(TEXT)))
        now = splices[-1].applied(now)
    return text, tuple(splices)


@given(edits())
def test_edits_are_taken_back_and_joined_edits_do_the_same(given_: tuple[str, tuple[Splice, ...]]) -> None:
    text, splices = given_
    after = applied(text, splices)
    assert applied(after, inverse(splices)) == text
    assert applied(text, joined(splices[:2], splices[2:])) == after


@given(TEXT, TEXT)
def test_one_splice_leads_from_any_text_to_any_other(before: str, after: str) -> None:
    splices = splice_between(before, after)
    assert applied(before, splices) == after
    assert len(splices) == (before != after)
    for splice in splices:  # and it is as short as it can be
        assert not splice.removed or not splice.inserted or splice.removed[0] != splice.inserted[0]


@pytest.mark.parametrize("splice", [Splice(4), Splice(-1), Splice(0, "b"), Splice(2, "cd")])
def test_what_does_not_fit_is_refused(splice: Splice) -> None:
    with pytest.raises(PlaceGoneError):
        splice.applied("abc")


def test_places_are_code_points() -> None:
    assert Splice(1, "", "x").applied("😀学") == "😀x学"
    assert Splice(2, "学").applied("a😀学") == "a😀"


def test_a_place_moves_with_what_is_written_before_it() -> None:
    splice = Splice(2, "cd", "xyz")
    assert [splice.moved(place) for place in range(6)] == [0, 1, 2, None, 5, 6]
    assert Splice(2, "", "xy").moved(2) == 4


def typed(keys: str) -> list[str]:
    """What the steps insert when these keys are typed one after the other."""
    steps: list[tuple[Splice, ...]] = []
    for at, key in enumerate(keys):
        grown = extended(steps[-1], Splice(at, "", key)) if steps else None
        steps[-1:] = [grown] if grown is not None else [*steps[-1:], (Splice(at, "", key),)]
    return ["".join(splice.inserted for splice in step) for step in steps]


def test_typing_is_undone_by_words_and_sentences() -> None:
    assert typed("one two  three\nfour") == ["one ", "two  ", "three\n", "four"]
    assert typed("学而时习之，不亦说乎。") == ["学而时习之，", "不亦说乎。"]
    assert all(len(step) <= 40 for step in typed("x" * 100))


def test_deleting_is_one_step_in_one_direction() -> None:
    assert extended((Splice(5, "e"),), Splice(4, "d")) == (Splice(4, "de"),)
    assert extended((Splice(4, "d"),), Splice(4, "e")) == (Splice(4, "de"),)
    assert extended((Splice(4, "d"),), Splice(7, "e")) is None
    assert extended((Splice(4, "", "d"),), Splice(4, "d")) is None
    assert extended((Splice(4, "", "d"),), Splice(5, "", "a pasted sentence")) is None


def test_words_are_counted_as_word_processors_do() -> None:
    assert counts_of("").words == 0
    assert counts_of("Don't stop -- it's well-known… 3 times.").words == 6
    assert counts_of("学习汉字。很好！").words == 6
    assert counts_of("Python很好,ok").words == 4
    assert counts_of("ひらがな カタカナ").words == 8
    assert counts_of("한국어 문장").words == 2
    assert counts_of("ab c\n😀") == Counts(2, 5, 4)


@given(edits())
def test_counting_around_an_edit_is_counting_all(given_: tuple[str, tuple[Splice, ...]]) -> None:
    text, splices = given_
    counts = counts_of(text)
    for splice in splices:
        counts = recounted(counts, text, splice.at, splice.removed, splice.inserted)
        text = splice.applied(text)
        assert counts == counts_of(text)
