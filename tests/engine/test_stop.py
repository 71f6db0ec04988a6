from hypothesis import given
from hypothesis import strategies as st

from chatapp.engine.stop import StopFilter

few_letters = st.text(alphabet="ab\n", max_size=12)


@given(st.lists(few_letters, max_size=8), st.lists(few_letters, max_size=3))
def test_text_ends_before_the_first_stop_string(pieces: list[str], stops: list[str]) -> None:
    filter_ = StopFilter(stops)
    shown = "".join(filter_.push(piece) for piece in pieces) + filter_.flush()
    whole = "".join(pieces)
    places = [whole.find(stop) for stop in stops if stop and stop in whole]
    assert shown == (whole[: min(places)] if places else whole)
    assert filter_.has_stopped == bool(places)


@given(st.lists(few_letters, min_size=1, max_size=8), st.lists(few_letters.filter(bool), min_size=1, max_size=3))
def test_nothing_is_held_back_without_need(pieces: list[str], stops: list[str]) -> None:
    filter_ = StopFilter(stops)
    shown, whole = "", ""
    for piece in pieces:
        shown, whole = shown + filter_.push(piece), whole + piece
        if filter_.has_stopped:
            return
        held = whole[len(shown) :]
        assert not held or any(stop.startswith(held) for stop in stops)
