"""One bar over several legs, with an honest time left."""

from threading import Event

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.model import TaskProgress
from chatapp.library.journey import Journey, Leg


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def journey_of(*legs: Leg) -> tuple[Journey, list[TaskProgress], Clock]:
    said: list[TaskProgress] = []
    clock = Clock()
    return Journey(said.append, Event(), legs, clock), said, clock


def test_a_leg_that_is_a_guess_tells_no_time_before_it_is_measured() -> None:
    journey, said, clock = journey_of(Leg("Fetching", 20, is_guess=True), Leg("Converting", 10))
    journey.enter("Fetching")
    assert said[-1] == TaskProgress("Fetching", 0.0, None)
    clock.now = 0.5
    journey.at(0.1)
    assert said[-1].seconds_left is None
    clock.now = 4.0
    journey.at(0.5)
    assert said[-1] == TaskProgress("Fetching", 10 / 30, 4.0 + 10)


def test_later_legs_count_before_they_begin_and_earlier_ones_as_done() -> None:
    journey, said, clock = journey_of(Leg("Checking", 1), Leg("Converting", 9))
    journey.enter("Checking")
    assert said[-1] == TaskProgress("Checking", 0.0, 10.0)
    journey.enter("Converting")
    assert said[-1] == TaskProgress("Converting", 0.1, 9.0)
    clock.now = 3.0
    journey.at(0.5, seconds_left=2.5)
    assert said[-1] == TaskProgress("Converting", 0.55, 2.5)
    journey.at(7.0)
    assert said[-1] == TaskProgress("Converting", 1.0, 0.0)


def test_reports_are_few() -> None:
    journey, said, clock = journey_of(Leg("Checking", 1))
    journey.enter("Checking")
    for step in range(1000):
        clock.now = step / 1000
        journey.at(step / 1000)
    assert len(said) <= 12


def test_a_cancelled_journey_goes_nowhere() -> None:
    cancelled = Event()
    journey = Journey(lambda _progress: None, cancelled, [Leg("Working", 1)])
    journey.wait(0)
    cancelled.set()
    with pytest.raises(ProblemError) as caught:
        journey.wait(600)
    assert caught.value.problem.kind is ProblemKind.CANCELLED
    with pytest.raises(ProblemError):
        journey.at(0.5)
