"""How many tokens are worth guessing: what a guess costs and how often it holds, both measured in the run itself."""

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field

SIZES = (2, 3, 4, 5, 7, 11)
"""Guesses at a time. With the token before them all but the first fill the compiled kernels' columns."""
MATCH_BORDERS = (1, 2, 3, 4, 8)
"""Matches of so many tokens or more are counted apart: the longer, the surer."""
FIRST_SHARES = (0.35, 0.35, 0.3, 0.5, 0.7, 0.9)
"""How often a guess holds, after matches shorter than each border and the longest, until it is known. Those of less
than two tokens are what a copy goes on with after a change."""
MOST = 0.99
FIRST_COST = 0.08
"""What a guess adds to a step, in steps, until it is known."""
FADE = 0.9
"""What an observation still counts for after the next one of its kind."""
GAIN = 1.05
"""A guess is made where it promises so many times the speed: what it costs to find one is not measured."""
FIRST_STEPS = 2
PROBE_AFTER, PROBE_AT_MOST = 16, 256
"""Opportunities that are passed up, where guessing does not pay, before one is taken to see whether it still does
not; twice as many each time that it does not."""
LOOK_AFTER = 16
"""After so many guesses a step without one, and a guess of the next size, show what they cost by now."""

SHORTEST = 1e-9
"""No time is none, whatever a coarse clock says."""


def _recent() -> deque[float]:
    return deque(maxlen=5)


@dataclass(slots=True)
class Cost:
    """The least of the last few times: whatever else the machine does can only add to it."""

    recent: deque[float] = field(default_factory=_recent)

    @property
    def seconds(self) -> float:
        return max(min(self.recent, default=0.0), SHORTEST)


class Wager:
    """Chooses the size with the most tokens per second. A guess holds only after all before it did (Leviathan et al.
    2023, equation 1), and is then as sure as the first one after a match that much longer."""

    def __init__(self) -> None:
        self._step = Cost()
        self._extend = {size: Cost() for size in SIZES}
        self._held = [share * 2 for share in FIRST_SHARES]
        self._tried = [2.0] * len(FIRST_SHARES)
        self._count = 0
        self._passed_up = 0
        self._patience = PROBE_AFTER

    def size(self, match_length: int) -> int:
        """How many guesses to make after a match so long; 0 for none."""
        if len(self._step.recent) < FIRST_STEPS:
            return 0
        expected = self._expected(match_length)
        rates = [expected[size] * self._step.seconds / self._cost(size) for size in SIZES]
        best = max(range(len(SIZES)), key=rates.__getitem__)
        if rates[best] < GAIN:
            return self._probe()
        self._patience, self._passed_up = PROBE_AFTER, 0
        self._count += 1
        if self._count % LOOK_AFTER == 0:
            return 0
        return SIZES[min(best + (self._count % LOOK_AFTER == LOOK_AFTER // 2), len(SIZES) - 1)]

    def stepped(self, seconds: float) -> None:
        self._step.recent.append(seconds)

    def extended(self, count: int, seconds: float) -> None:
        """`count` guesses were computed together with the token before them."""
        if count in self._extend:
            self._extend[count].recent.append(seconds)

    def settled(self, match_length: int, held: int, *, is_refuted: bool) -> None:
        """So many guesses held, and the one after them did not, or was never tried."""
        kinds = [bisect_right(MATCH_BORDERS, match_length + place) for place in range(held + is_refuted)]
        for kind in set(kinds):
            tried = kinds.count(kind)
            self._held[kind] = self._held[kind] * FADE + tried - (is_refuted and kind == kinds[-1])
            self._tried[kind] = self._tried[kind] * FADE + tried

    def _probe(self) -> int:
        self._passed_up += 1
        if self._passed_up < self._patience:
            return 0
        self._passed_up, self._patience = 0, min(2 * self._patience, PROBE_AT_MOST)
        self._extend[SIZES[0]].recent.clear()
        return SIZES[0]

    def _expected(self, match_length: int) -> list[float]:
        """How many tokens so many guesses make together with the one that is drawn after them, by their number."""
        shares = [min(held / tried, MOST) for held, tried in zip(self._held, self._tried, strict=True)]
        chance, expected = 1.0, [1.0]
        for place in range(SIZES[-1]):
            chance *= shares[bisect_right(MATCH_BORDERS, match_length + place)]
            expected.append(expected[-1] + chance)
        return expected

    def _cost(self, size: int) -> float:
        """Measured, or else what the nearest smaller size that was measured lets expect."""
        step = self._step.seconds
        for known in (known for known in reversed(SIZES) if known <= size):
            if self._extend[known].recent:
                added = (self._extend[known].seconds - step) / known
                return max(step + added * size, step * 0.5)
        return step * (1 + FIRST_COST * size)
