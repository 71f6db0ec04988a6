from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.storage.columns import storable, time_text

moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.timezones())  # noqa: DTZ001 - Hypothesis wants naive bounds


@given(moments, moments)
def test_the_order_of_texts_is_that_of_times(one: datetime, other: datetime) -> None:
    assert (time_text(one) < time_text(other)) == (one.astimezone(UTC) < other.astimezone(UTC))
    assert datetime.fromisoformat(time_text(one)) == one.astimezone(UTC)


def test_a_time_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        time_text(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


@given(st.text())
def test_what_is_stored_is_utf8_and_stays_what_it_was(text: str) -> None:
    stored = storable(text)
    assert stored.encode().decode() == stored == storable(stored)
    assert len(stored) == len(text)
