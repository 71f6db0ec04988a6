"""How far a long piece of work is, over all its legs, and whether it is to go on. Runs on the library's thread."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import TaskProgress

SECONDS_BETWEEN_REPORTS = 0.1
SECONDS_TO_MEASURE = 1.0


@dataclass(frozen=True, slots=True)
class Leg:
    """One stage and about how many seconds it takes. `is_guess`: so little is known of them that no time left is
    told from them, only the leg's share of the whole."""

    stage: str
    seconds: float
    is_guess: bool = False


class Journey:
    """One stream of progress over several legs. Every call but `enter` raises ProblemError once it is cancelled."""

    def __init__(
        self,
        report: Callable[[TaskProgress], None],
        cancelled: Event,
        legs: Sequence[Leg],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._report = report
        self._cancelled = cancelled
        self._legs = tuple(legs)
        self._clock = clock
        self._place = 0
        self._entered_at = clock()
        self._reported_at = float("-inf")

    @property
    def seconds(self) -> float:
        """Since the leg was entered."""
        return self._clock() - self._entered_at

    def enter(self, stage: str) -> None:
        """Begins the leg of that name; those between are passed over."""
        self._place = next(place for place, leg in enumerate(self._legs) if leg.stage == stage)
        self._entered_at = self._clock()
        self._tell(0.0, None)

    def at(self, fraction: float, seconds_left: float | None = None) -> None:
        """Tells how much of this leg is done; without `seconds_left`, its pace so far says what is left."""
        self.heed()
        fraction = min(max(fraction, 0.0), 1.0)
        if self._clock() - self._reported_at >= SECONDS_BETWEEN_REPORTS or fraction == 1.0:
            self._tell(fraction, seconds_left)

    def wait(self, seconds: float) -> None:
        """Lets time pass, or ends at once when cancelled."""
        self._cancelled.wait(seconds)
        self.heed()

    def heed(self) -> None:
        if self._cancelled.is_set():
            raise ProblemError(
                Problem(ProblemKind.CANCELLED, "Cancelled; nothing of it was kept.", ("Start again when you like",))
            )

    def _tell(self, fraction: float, seconds_left: float | None) -> None:
        self._reported_at = self._clock()
        leg = self._legs[self._place]
        own = self._own_seconds(leg, fraction) if seconds_left is None else seconds_left
        before = sum(other.seconds for other in self._legs[: self._place])
        after = sum(other.seconds for other in self._legs[self._place + 1 :])
        whole = before + leg.seconds + after
        self._report(
            TaskProgress(
                leg.stage,
                (before + leg.seconds * fraction) / whole if whole > 0 else None,
                None if own is None else own + after,
            )
        )

    def _own_seconds(self, leg: Leg, fraction: float) -> float | None:
        elapsed = self.seconds
        if elapsed >= SECONDS_TO_MEASURE and fraction > 0.02:
            return elapsed / fraction * (1 - fraction)
        return None if leg.is_guess else max(leg.seconds * (1 - fraction), 0.0)
