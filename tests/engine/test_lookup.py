from hypothesis import given
from hypothesis import strategies as st

from chatapp.engine.lookup import LONGEST, Lookup, Match

few_tokens = st.lists(st.integers(0, 3), max_size=60)


def common(tokens: list[int], place: int) -> int:
    """How many tokens before `place` equal those at the end."""
    length = 0
    while length < min(place, LONGEST) and tokens[place - 1 - length] == tokens[-1 - length]:
        length += 1
    return length


@given(few_tokens)
def test_a_match_is_what_it_says_and_none_is_missed(tokens: list[int]) -> None:
    match = Lookup(tokens).find()
    lengths = [common(tokens, place) for place in range(2, len(tokens))]
    if match is None:
        assert max(lengths, default=0) < 2
    else:
        assert match.length == common(tokens, match.place)
        assert match.length >= min(max(lengths), 3)


def test_of_several_places_the_one_with_more_before_it_is_taken() -> None:
    tokens = [9, 1, 2, 3, 4, 7, 8, 1, 2, 3, 5, 9, 1, 2, 3]
    lookup = Lookup(tokens)
    assert lookup.find() == Match(4, 4)
    assert lookup.guesses(Match(4, 4), 3) == (4, 7, 8)


def test_of_equal_places_the_latest_is_taken() -> None:
    assert Lookup([1, 2, 3, 8, 1, 2, 4, 9, 1, 2]).find() == Match(6, 2)


def test_guesses_beyond_the_end_repeat() -> None:
    lookup = Lookup([5, 6, 5, 6])
    match = lookup.find()
    assert match is not None
    assert lookup.guesses(match, 5) == (5, 6, 5, 6, 5)


@given(few_tokens, few_tokens)
def test_appending_is_beginning_with_all(tokens: list[int], more: list[int]) -> None:
    lookup = Lookup(tokens)
    for token in more:
        lookup.append(token)
    assert lookup.find() == Lookup([*tokens, *more]).find()
