import pytest

from chatapp.domain.model import TaskProgress
from chatapp.lm.progress import StagedProgress


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_time_left_follows_the_machine() -> None:
    clock, reports = Clock(), list[TaskProgress]()
    progress = StagedProgress(reports.append, {"read": 2.0, "write": 6.0, "end": 2.0}, clock)
    progress.enter("read")
    clock.now = 4.0  # twice as slow as expected
    progress.enter("write")
    clock.now = 7.0
    progress.at(0.25)
    assert [(report.stage, report.fraction) for report in reports] == [
        ("read", 0.0),
        ("write", pytest.approx(0.2)),
        ("write", pytest.approx(0.35)),
    ]
    assert [report.seconds_left for report in reports] == [10.0, 16.0, 9.0 + 4.0]


def test_end_is_the_end() -> None:
    reports: list[TaskProgress] = []
    progress = StagedProgress(reports.append, {"all": 1.0}, Clock())
    progress.enter("all")
    progress.at(1.0)
    assert (reports[-1].fraction, reports[-1].seconds_left) == (1.0, 0.0)
