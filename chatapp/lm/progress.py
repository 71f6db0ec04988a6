"""How far a piece of work in known stages is, and how long it will still take. No thread, no output of its own."""

from collections.abc import Callable, Mapping
from time import monotonic

from chatapp.domain.model import TaskProgress

LEAST_SEEN = 0.05
"""Below this share of a stage its own speed says nothing yet."""
FACTOR_BOUNDS = (0.5, 5.0)


class StagedProgress:
    """`expected` is what each stage took on a machine we know, in order: only the proportions matter, for this
    machine's speed is learnt from the stages that are over."""

    def __init__(
        self,
        report: Callable[[TaskProgress], None],
        expected: Mapping[str, float],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._report = report
        self._expected = dict(expected)
        self._clock = clock
        self._begun = self._stage_begun = clock()
        self._stage = ""
        self._past = 0.0

    def enter(self, stage: str) -> None:
        """Ends the stage before."""
        self._past += self._expected.get(self._stage, 0.0)
        self._stage = stage
        self._stage_begun = self._clock()
        self.at(0.0)

    def at(self, fraction: float) -> None:
        """`fraction` of the current stage is done."""
        expected = self._expected[self._stage]
        done = (self._past + expected * fraction) / sum(self._expected.values())
        self._report(TaskProgress(self._stage, min(1.0, done), self._seconds_left(expected, fraction)))

    def _seconds_left(self, expected: float, fraction: float) -> float:
        now = self._clock()
        factor = (self._stage_begun - self._begun) / self._past if self._past else 1.0
        factor = min(max(factor, FACTOR_BOUNDS[0]), FACTOR_BOUNDS[1])
        later = sum(self._expected.values()) - self._past - expected
        here = expected * (1 - fraction) * factor
        if fraction > LEAST_SEEN:
            here = (now - self._stage_begun) * (1 - fraction) / fraction
        return max(0.0, here + later * factor)
