from hypothesis import given
from hypothesis import strategies as st

from chatapp.engine.course import ASTRAY, REACH, Course
from chatapp.engine.lookup import Lookup, Match

SOURCE = list(range(100, 160))


def copied(*parts: list[int]) -> Lookup:
    """A lookup that was asked after every token, of a text that follows its source."""
    lookup = Lookup(SOURCE)
    for token in (token for part in parts for token in part):
        lookup.append(token)
        lookup.find()
    return lookup


def test_an_inserted_token_is_gone_around() -> None:
    lookup = copied(SOURCE[:10], [7])
    assert lookup.find() == Match(10, 0)
    assert lookup.guesses(Match(10, 0), 3) == (110, 111, 112)


def test_a_word_in_place_of_another_is_found_out_and_expected_from_then_on() -> None:
    lookup = copied(SOURCE[:10], [7], SOURCE[11:12])
    assert lookup.find() == Match(12, 1)
    lookup = copied(SOURCE[:10], [7], SOURCE[11:20], [8])
    assert lookup.find() == Match(21, 0)
    lookup = copied(SOURCE[:10], [7], SOURCE[11:20], [8], SOURCE[20:30], [9])
    assert lookup.find() == Match(30, 0)


@given(left_out=st.integers(1, REACH - 1), inserted=st.integers(0, ASTRAY))
def test_what_is_left_out_or_said_anew_is_followed(left_out: int, inserted: int) -> None:
    lookup = copied(SOURCE[:10], list(range(inserted)), SOURCE[10 + left_out : 11 + left_out])
    assert lookup.find() == Match(11 + left_out, 1)


def test_a_course_is_given_up_where_the_text_is_another() -> None:
    lookup = copied(SOURCE[:10], list(range(ASTRAY + 1)), SOURCE[10:11])
    assert lookup.find() is None


def test_a_few_equal_tokens_elsewhere_do_not_lead_away_from_what_is_copied() -> None:
    lookup = Lookup([1, 2, 3, 4, 5, 6, 9, 4, 5])
    for token in (1, 2, 3):
        lookup.append(token)
    assert lookup.find() == Match(3, 3)
    lookup.append(7)
    lookup.append(4)
    assert lookup.find() == Match(4, 1)
    lookup.append(5)
    assert lookup.find() == Match(5, 2)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60), st.data())
def test_a_course_leads_to_places_that_there_are(tokens: list[int], data: st.DataObject) -> None:
    text: list[int] = []
    course = Course(text)
    for token in tokens:
        text.append(token)
        course.advance()
        if data.draw(st.booleans()):
            course.begin(data.draw(st.integers(0, len(text) - 1)))
        if course.next is not None:
            place, said = course.next
            assert 0 < place <= len(text)
            assert said in (0, 1)
