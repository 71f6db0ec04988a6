"""Activations rounded to eight bits per group of 32 columns: the definition that compiled code follows exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.kernels.layout import ALIGNMENT, GROUP_COLUMNS, aligned_empty, groups_of

GREATEST = np.float32(127)
LEAST = np.float32(4e-37)  # 127 / less is more than a float32 holds


@dataclass(frozen=True, slots=True)
class Rounded:
    """x = scales * values, int8 (rows, 32*groups); scales float32 (rows, groups); sums = scales * each group's sum.

    ValueError where a shape, a type, the order or the alignment is not the kernels'.
    """

    values: NDArray[np.int8]
    scales: NDArray[np.float32]
    sums: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.dtype != np.int8 or self.values.shape[1] % GROUP_COLUMNS:
            raise ValueError(f"rounded activations are a table of int8 in groups of {GROUP_COLUMNS} columns")
        wanted = (self.rows, self.groups)
        if any(part.shape != wanted or part.dtype != np.float32 for part in (self.scales, self.sums)):
            raise ValueError(f"activations of {self.values.shape} have float32 scales and sums of {wanted}")
        if not all(part.flags.c_contiguous for part in (self.values, self.scales, self.sums)):
            raise ValueError("rounded activations must be contiguous")
        if self.values.ctypes.data % ALIGNMENT:
            raise ValueError(f"rounded activations must start at a multiple of {ALIGNMENT} bytes")

    @property
    def rows(self) -> int:
        return int(self.values.shape[0])

    @property
    def groups(self) -> int:
        return int(self.values.shape[1]) // GROUP_COLUMNS

    def chosen(self, first: int, end: int) -> Rounded:
        values = aligned_empty((end - first, self.values.shape[1]), np.int8).astype(np.int8, copy=False)
        values[:] = self.values[first:end]
        return Rounded(values, self.scales[first:end], self.sums[first:end])


def rounded(x: NDArray[np.float32]) -> Rounded:
    """x (rows, columns); columns are padded with zeros to a multiple of 32. A group with nothing over LEAST is zero."""
    if x.ndim != 2 or x.dtype != np.float32:
        raise ValueError("activations are a table of float32")
    rows, columns = x.shape
    groups = groups_of(columns)
    padded = np.zeros((rows, groups * GROUP_COLUMNS), np.float32)
    padded[:, :columns] = x
    grouped = padded.reshape(rows, groups, GROUP_COLUMNS)
    greatest = np.abs(grouped).max(2)
    scales = greatest * (np.float32(1) / GREATEST)
    factors = np.divide(GREATEST, greatest, out=np.zeros_like(greatest), where=greatest > LEAST)
    values = aligned_empty(padded.shape, np.int8).astype(np.int8, copy=False)
    values[:] = np.rint(grouped * factors[..., None]).reshape(padded.shape)
    sums = scales * values.reshape(grouped.shape).sum(2, dtype=np.int32).astype(np.float32)
    return Rounded(values, scales, sums)
