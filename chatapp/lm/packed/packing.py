"""Chooses in how many bits a matrix is kept, and packs it some rows at a time with its error measured. Pure but for
reading the source.

Without loss where the source's own numbers allow it; else the smallest packing whose error is within the bounds here.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from chatapp.lm.kernels.layout import BLOCK_ROWS, PackedMatrix
from chatapp.lm.packed.codes import LEVELS, Codes, Values, nearest, stacked
from chatapp.lm.packed.rows import FLOATS, Part, Rows

SHARE_OF_OWN_ERROR = 0.5
"""Packing once more may cost this much of what the file's own rounding cost: independent errors add as squares, so
the whole grows by an eighth at most, which is less than lies between two neighbouring K-quants."""
EIGHT_BIT_BOUND = 0.01
"""Relative RMS error of eight bits: 0.0055 for normally distributed weights (largest of 32 at 2.07 sigma, 127 steps).
Twice that tells of outliers that eight bits per 32 weights do not serve; such a model stays as it is."""
SLAB_WEIGHTS = 1 << 22
"""Rows are handled in slabs of about this many weights: some 60 MB of working memory."""


class FloatPacking(IntEnum):
    """How weights that come as floats are kept, by the number of passes. Four bits are the caller's choice alone:
    their error of some 0.08 is outside every bound."""

    FOUR_BITS = 1
    EIGHT_BITS = 2


class TooCoarseError(ValueError):
    """Eight bits do not come near enough; the message is a clause."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Squares summed over weights: of what packing changed, and of the weights where something was changed."""

    error: float = 0.0
    weight: float = 0.0

    def __add__(self, other: "Misfit") -> "Misfit":
        return Misfit(self.error + other.error, self.weight + other.weight)

    @property
    def relative(self) -> float:
        """Relative root mean square error."""
        return math.sqrt(self.error / self.weight) if self.weight else 0.0


class Matrix:
    """Parts of a source, one below the other, that become one packed matrix."""

    def __init__(self, parts: Sequence[Part], floats: FloatPacking = FloatPacking.EIGHT_BITS) -> None:
        self._parts = tuple(parts)
        self.rows = sum(part.rows for part in parts)
        self.columns = parts[0].columns
        self.passes = max(_passes(part, floats) for part in parts)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(part.kind for part in self._parts)

    def slabs(self) -> Iterator[tuple[int, PackedMatrix, Misfit]]:
        """From the top: first row, some rows packed, and what that changed. Only the last one's rows may not be a
        multiple of a block's."""
        for start, stop in _slab_bounds(self.rows, self.columns):
            found = [_rounded(part.read(*bounds), self.passes) for part, bounds in self._overlaps(start, stop)]
            codes = stacked([codes for codes, _ in found])
            yield start, codes.packed(self.passes), sum((misfit for _, misfit in found), Misfit())

    def check(self, misfit: Misfit) -> None:
        """TooCoarseError where eight bits err more than they may."""
        if self.passes == FloatPacking.EIGHT_BITS and misfit.relative > EIGHT_BIT_BOUND:
            raise TooCoarseError(f"eight bits miss the weights by {misfit.relative:.2%}")

    def _overlaps(self, start: int, stop: int) -> Iterator[tuple[Part, tuple[int, int]]]:
        above = 0
        for part in self._parts:
            first, last = max(start - above, 0), min(stop - above, part.rows)
            if first < last:
                yield part, (first, last)
            above += part.rows


def _passes(part: Part, floats: FloatPacking) -> int:
    if part.exact_passes is not None:
        return part.exact_passes
    if part.kind in FLOATS:
        return floats
    own, added = 0.0, 0.0
    for start, stop in _slab_bounds(part.rows, part.columns):
        rows = part.read(start, stop)
        slab_own = rows.own_squared_error
        if slab_own == 0:
            return 2  # nothing is known that four bits could be held against
        own += slab_own
        added += _rounded(rows, 1)[1].error
    return 1 if added <= own * SHARE_OF_OWN_ERROR**2 else 2


def _slab_bounds(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    size = max(1, SLAB_WEIGHTS // columns // BLOCK_ROWS) * BLOCK_ROWS
    for start in range(0, rows, size):
        yield start, min(rows, start + size)


def _rounded(rows: Rows, passes: int) -> tuple[Codes, Misfit]:
    """As float16 scales hold it, and how far that is from what the source says."""
    exact = rows.exact
    if exact is not None:
        codes = exact.rounded()
        return codes, Misfit() if codes is exact else _misfit(codes, exact.values())
    values = rows.values
    codes = nearest(values, LEVELS[passes])
    return codes, _misfit(codes, values)


def _misfit(codes: Codes, values: Values) -> Misfit:
    def squared(numbers: Values) -> float:
        flat = numbers.reshape(-1)
        return float(np.dot(flat, flat))

    return Misfit(squared(codes.values() - values), squared(values))
