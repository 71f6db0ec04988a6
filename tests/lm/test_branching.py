from collections.abc import Sequence

import numpy as np

from chatapp.engine.ports import Logits
from chatapp.lm.branching import SeparateRows


class Counting:
    """A strand whose logits are the sum of its tokens."""

    def __init__(self, kept: list[list[int]]) -> None:
        self.tokens: list[int] = []
        self._kept = kept

    def step(self, token: int) -> Logits:
        self.tokens.append(token)
        return np.array([sum(self.tokens)], np.float32)

    def keep(self) -> None:
        self._kept.append(self.tokens)


def sums(found: Sequence[Logits | None]) -> list[float | None]:
    return [None if logits is None else float(logits[0]) for logits in found]


def test_rows_go_their_own_ways_and_one_is_kept() -> None:
    kept: list[list[int]] = []
    rows = SeparateRows([Counting(kept) for _ in range(3)])
    assert sums(rows.step([1, 2, 3])) == [1, 2, 3]
    assert sums(rows.step([1, None, 3])) == [2, None, 6]
    rows.keep(1)
    rows.close()
    assert kept == [[2]]
