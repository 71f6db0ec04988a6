from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.document import Splice
from chatapp.domain.proposal import Operation, Proposal, Span, Stage, moved

CHARACTERS = "ab \n"
numbers = st.integers(0, 30)
edits = st.lists(st.tuples(numbers, numbers, st.text(CHARACTERS, max_size=4)), max_size=8)


def splice_of(text: str, edit: tuple[int, int, str]) -> Splice:
    """Some edit that fits the text."""
    at = edit[0] % (len(text) + 1)
    removed = edit[1] % (len(text) - at + 1)
    return Splice(at, text[at : at + removed], edit[2])


def proposal(place: Span, base: str = "", text: str = "", stage: Stage = Stage.WRITING) -> Proposal:
    return Proposal(1, 1, 1, Operation.CONTINUE, place, base, text, stage=stage)


@given(st.text(CHARACTERS, max_size=20), numbers, numbers, edits)
def test_a_stretch_holds_the_same_characters_or_is_gone(
    text: str, start: int, length: int, edited: list[tuple[int, int, str]]
) -> None:
    """Each character of the text is told apart from every other one: the model of the law."""
    begin = start % (len(text) + 1)
    end = begin + length % (len(text) - begin + 1)
    if begin == end:
        return
    names, place = list(range(len(text))), Span(begin, end)
    mine, fresh, followed = names[begin:end], iter(range(1000, 9999)), proposal(place, text[begin:end], "new")
    for edit in edited:
        splice, was = splice_of(text, edit), followed
        text = splice.applied(text)
        names[splice.at : splice.at + len(splice.removed)] = [next(fresh) for _ in splice.inserted]
        followed = followed.following((splice,))
        stays = any(names[at : at + len(mine)] == mine for at in range(len(names)))
        assert stays or followed.is_gone
        if followed.place is None:
            assert followed.is_gone
            assert followed.following((splice.inverse,)) == was
            return
        assert names[followed.place.start : followed.place.end] == mine
        assert followed.acceptance.applied(text).count("new") >= 1


@given(st.text(CHARACTERS, max_size=20), numbers, st.text("ab", max_size=9), edits, st.lists(st.booleans(), max_size=9))
def test_a_point_stays_between_its_neighbours_or_is_gone(
    text: str, start: int, proposed: str, edited: list[tuple[int, int, str]], are_taken: list[bool]
) -> None:
    """Text that comes in piece by piece between edits elsewhere stands together, and in its order."""
    point = start % (len(text) + 1)
    followed = replace(proposal(Span(point, point)), text=proposed)
    for edit, is_taken in zip(edited, are_taken, strict=False):
        if is_taken and followed.place is not None and followed.rest:
            splice = Splice(followed.place.start, "", followed.rest[:2])
        else:
            splice = splice_of(text, edit)
        before, was = text, followed
        text = splice.applied(text)
        followed = followed.following((splice,))
        if followed.place is None:
            begin, end = splice.at, splice.at + len(splice.removed)
            assert was.place is None or begin <= was.place.start <= end
            assert followed.following((splice.inverse,)) == was
            return
        at = followed.place.start
        if followed.taken == was.taken:
            assert was.place is not None
            assert text[at:][:1] == before[was.place.start :][:1]
        else:
            assert text[:at].endswith(proposed[: followed.taken][min(was.taken, followed.taken) :])
            assert followed.rest == proposed[followed.taken :]


def test_what_is_typed_along_is_taken_and_given_back() -> None:
    ghost = replace(proposal(Span(3, 3)), text=" went home")
    typed = ghost.following((Splice(3, "", " "), Splice(4, "", "we")))
    assert (typed.place, typed.taken, typed.rest) == (Span(6, 6), 3, "nt home")
    back = typed.following((Splice(5, "e"),))
    assert (back.place, back.rest) == (Span(5, 5), "ent home")
    assert typed.following((Splice(6, "", "x"),)).is_gone
    assert typed.following((Splice(2, "o we"),)).is_gone  # more than what was taken


def test_what_is_complete_is_compared_with_what_stands_there() -> None:
    whole = proposal(Span(2, 9), "one two", "one TWO three", Stage.COMPLETE)
    edited = whole.following((Splice(6, "two", "TWO"),))
    assert (edited.place, edited.base) == (Span(2, 9), "one TWO")
    undone = edited.following((Splice(6, "TWO", "two"),))
    assert undone == whole
    assert whole.following((Splice(8, "o.", ""),)).is_gone  # over its border
    assert replace(whole, stage=Stage.WRITING).following((Splice(6, "two", "TWO"),)).is_gone


def test_a_place_without_a_proposal_and_an_edit_of_nothing() -> None:
    assert moved(Span(1, 1), Splice(1)) == Span(1, 1)
    gone = proposal(Span(1, 1)).following((Splice(1, "", "x"), Splice(0, "", "y")))
    assert gone.is_gone
    assert gone.following((Splice(0, "y"), Splice(1, "x"))).is_gone  # the last edit alone gives it back
    with pytest.raises(ValueError, match="without a place"):
        _ = gone.acceptance
    with pytest.raises(ValueError, match="no place"):
        Span(2, 1)
