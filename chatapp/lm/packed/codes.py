"""Weights as small whole numbers with a scale and an offset per 32 columns: what every packing comes down to. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.kernels.layout import GROUP_COLUMNS, PackedMatrix, Pass, groups_of, pack_int4

Values = NDArray[np.float32]
Scalar = TypeVar("Scalar", bound=np.generic)
LEVELS = {1: 16, 2: 256}
"""By the number of passes of a packed matrix."""


@dataclass(frozen=True, slots=True)
class Codes:
    """w = d*q + m. `q` is (rows, columns), below 16 for one pass; `d` and `m` are (rows, groups) of 32 columns."""

    q: NDArray[np.uint8]
    d: Values
    m: Values

    def values(self) -> Values:
        rows, columns = self.q.shape
        grouped = _grouped(self.q).astype(np.float32)
        grouped *= self.d[..., None]
        grouped += self.m[..., None]
        return grouped.reshape(rows, -1)[:, :columns]

    def rounded(self) -> "Codes":
        """With the scales as float16 holds them; the very same object where that changes nothing."""
        d, m = _through_float16(self.d), _through_float16(self.m)
        return self if np.array_equal(d, self.d) and np.array_equal(m, self.m) else Codes(self.q, d, m)

    def packed(self, passes: int) -> PackedMatrix:
        """In one pass, or in two: the high nibble at 16 times the scale, then the low one. ValueError where a scale
        is too large for float16."""
        if passes == 1:
            return pack_int4(self.q, self.d, self.m)
        d = _through_float16(self.d)  # before it is multiplied, so that the passes add up to d*q
        high = pack_int4(self.q >> np.uint8(4), d * 16, self.m)
        low = pack_int4(self.q & np.uint8(15), d, np.zeros_like(d))
        parts: tuple[Pass, ...] = high.passes + low.passes
        return PackedMatrix(high.rows, high.columns, parts)


def stacked(parts: Sequence[Codes]) -> Codes:
    """One below the other."""
    if len(parts) == 1:
        return parts[0]
    return Codes(
        np.concatenate([part.q for part in parts]),
        np.concatenate([part.d for part in parts]),
        np.concatenate([part.m for part in parts]),
    )


def nearest(values: Values, levels: int) -> Codes:
    """The values rounded to `levels` even steps between the least and the greatest of each group, or to steps about
    zero where there are 256, as Q8_0 has them. ValueError for what is not finite."""
    if not np.isfinite(values).all():
        raise ValueError("a weight is not a number, or infinite")
    if levels == 256:
        return _about_zero(values)
    grouped = _grouped(values)
    low, high = grouped.min(axis=-1), grouped.max(axis=-1)
    m = _through_float16(low)
    # Rounded up by what float16 takes away at most, so that the greatest value is still reached.
    d = _through_float16((high - m) / (levels - 1) * np.float32(1 + 2**-11))
    return Codes(_rounded_codes(grouped, d, m, levels)[:, : values.shape[1]], d, m)


def _about_zero(values: Values) -> Codes:
    grouped = _grouped(values)
    d = _through_float16(np.abs(grouped).max(axis=-1) / 127 * np.float32(1 + 2**-11))
    m = d * -128
    return Codes(_rounded_codes(grouped, d, m, 256)[:, : values.shape[1]], d, m)


def _rounded_codes(grouped: Values, d: Values, m: Values, levels: int) -> NDArray[np.uint8]:
    if not (np.isfinite(d).all() and np.isfinite(m).all()):
        raise ValueError("the weights are too large for scales in float16")
    steps = np.divide(1, d, out=np.zeros_like(d), where=d > 0)
    codes = grouped - m[..., None]
    codes *= steps[..., None]
    np.rint(codes, out=codes)
    np.clip(codes, 0, levels - 1, out=codes)
    return codes.astype(np.uint8).reshape(grouped.shape[0], -1)


def _grouped(values: NDArray[Scalar]) -> NDArray[Scalar]:
    """(rows, groups, 32); the last group is filled up with its last column, which changes neither of its ends."""
    rows, columns = values.shape
    missing = groups_of(columns) * GROUP_COLUMNS - columns
    if missing:
        values = np.pad(values, ((0, 0), (0, missing)), mode="edge")
    return values.reshape(rows, -1, GROUP_COLUMNS)


def _through_float16(values: Values) -> Values:
    with np.errstate(over="ignore"):
        return values.astype(np.float16).astype(np.float32)
