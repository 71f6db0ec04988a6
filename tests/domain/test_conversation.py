from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.conversation import TITLE_LENGTH, days_ago, title_from


def test_a_title_is_the_first_line_without_markup() -> None:
    assert title_from("\n\n  ## Letter to   my landlord\nDear Sir") == "Letter to my landlord"
    assert title_from("怎么写一封信？") == "怎么写一封信？"
    assert title_from(" \n ") == ""


def test_a_long_title_is_cut_at_a_word() -> None:
    title = title_from("word " * 40)
    assert title.endswith("word…")
    assert len(title) <= TITLE_LENGTH + 1


@given(st.text())
def test_any_text_gives_one_short_line(text: str) -> None:
    title = title_from(text)
    assert len(title) <= TITLE_LENGTH + 1
    assert "\n" not in title


def test_days_are_counted_in_local_time_and_never_below_zero() -> None:
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    local_day = moment.astimezone().date()
    assert days_ago(moment, local_day) == 0
    assert days_ago(moment, date.fromordinal(local_day.toordinal() + 3)) == 3
    assert days_ago(moment, date.fromordinal(local_day.toordinal() - 1)) == 0
