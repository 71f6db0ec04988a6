from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.document import Splice
from chatapp.ui.drafting.places import Places, units_of
from chatapp.ui.drafting.rope import PART, Rope

TEXT = st.text(alphabet="ab\né中😀🎉", max_size=30)


@given(TEXT, TEXT, st.data())
def test_places_are_those_of_the_text_after_any_change(text: str, inserted: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    places = Places(text)
    places.apply(Splice(start, text[start:end], inserted))
    after = text[:start] + inserted + text[end:]
    for place in range(len(after) + 1):
        assert places.to_units(place) == units_of(after[:place])
        assert places.to_place(units_of(after[:place])) == place


def test_the_middle_of_a_pair_is_its_beginning() -> None:
    assert [Places("a😀b").to_place(units) for units in range(5)] == [0, 1, 1, 2, 3]


@given(st.integers(0, 3 * PART), st.integers(0, 50), st.text(max_size=20))
def test_a_rope_is_the_string_that_it_stands_for(start: int, length: int, inserted: str) -> None:
    text = "".join(chr(97 + number % 26) for number in range(2 * PART + 7))
    start = min(start, len(text))
    end = min(start + length, len(text))
    rope = Rope(text)
    assert rope.part(start, end) == text[start:end]
    rope.replace(start, end, inserted)
    rope.replace(0, 0, "begin")
    rope.replace(PART, PART + 3, inserted * 3)
    expected = "begin" + text[:start] + inserted + text[end:]
    assert rope.text == expected[:PART] + inserted * 3 + expected[PART + 3 :]


def test_a_part_that_grew_is_cut() -> None:
    rope = Rope("x")
    rope.replace(1, 1, "y" * 5 * PART)
    assert rope.text == "x" + "y" * 5 * PART
    assert rope.part(PART - 1, PART + 1) == "yy"
