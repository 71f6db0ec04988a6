import pytest

from chatapp.engine.cancellation import Cancellation


def test_one_is_cancelled_alone_and_all_together() -> None:
    cancellation = Cancellation(3)
    cancellation.cancel(1)
    assert [cancellation.is_set(place) for place in range(3)] == [False, True, False]
    assert not cancellation.is_whole
    cancellation.cancel()
    assert cancellation.is_whole


def test_each_cancelled_alone_is_all_cancelled() -> None:
    cancellation = Cancellation(2)
    for place in range(2):
        cancellation.cancel(place)
    assert cancellation.is_whole


def test_an_alternative_that_was_not_asked_for_is_a_mistake() -> None:
    with pytest.raises(IndexError):
        Cancellation(2).cancel(2)
