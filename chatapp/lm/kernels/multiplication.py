"""The compiled kernels behind checked arguments, for tools and tests. Holds no GIL while they run."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.kernels.compiled import Kernels
from chatapp.lm.kernels.layout import PackedMatrix
from chatapp.lm.kernels.rounding import Rounded, rounded

ARGUMENTS, WIDE_ARGUMENTS = 11, 13


class Multiplication:
    def __init__(self, kernels: Kernels) -> None:
        signature = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * ARGUMENTS)
        self._kernels = kernels  # keeps the code in memory
        self._functions = {columns: signature(address) for columns, address in kernels.addresses.items()}
        signature = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * WIDE_ARGUMENTS)
        self._wide = {columns: signature(address) for columns, address in kernels.wide.items()}

    def multiply(self, matrix: PackedMatrix, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """x (any rows, matrix.columns), rounded to int8 on the way; the product is (rows, matrix.rows)."""
        if x.ndim != 2 or x.shape[1] != matrix.columns:
            raise ValueError(f"a matrix of {matrix.columns} columns can't be multiplied with {x.shape}")
        activations = rounded(x)
        y = np.empty((len(x), matrix.padded_rows), np.float32)
        first = 0
        while first < len(x):
            rows = max(columns for columns in self._functions if columns <= len(x) - first)
            self.add(matrix, activations.chosen(first, first + rows), y[first : first + rows], is_added=False)
            first += rows
        return y[:, : matrix.rows]

    def add(self, matrix: PackedMatrix, x: Rounded, y: NDArray[np.float32], *, is_added: bool = True) -> None:
        """y (rows, matrix.padded_rows) += the product, or = it. Rows: as many as some kernel takes at once."""
        self.add_blocks(matrix, (x, y), range(matrix.blocks), is_added=is_added)

    def add_blocks(
        self, matrix: PackedMatrix, x_and_y: tuple[Rounded, NDArray[np.float32]], blocks: range, *, is_added: bool
    ) -> None:
        """The same for some blocks of 16 rows of the matrix; the rest of y stays."""
        self.prepared(matrix, x_and_y, blocks, is_added=is_added)()

    def prepared(
        self, matrix: PackedMatrix, x_and_y: tuple[Rounded, NDArray[np.float32]], blocks: range, *, is_added: bool
    ) -> Callable[[], None]:
        """The same, checked now and done as often as it is called."""
        x, y = x_and_y
        if x.rows not in self._functions or x.groups != matrix.groups:
            raise ValueError(f"no kernel multiplies {x.rows} rows of {x.groups} groups with {matrix.groups} groups")
        if y.shape != (x.rows, matrix.padded_rows) or y.dtype != np.float32:
            raise ValueError(f"the product is float32 {(x.rows, matrix.padded_rows)}, not {y.dtype} {y.shape}")
        if not (y.flags.c_contiguous and y.flags.writeable and y.flags.aligned):
            raise ValueError("the product must be contiguous, aligned and writeable")
        if blocks.step != 1 or blocks.start < 0 or blocks.stop > matrix.blocks:
            raise ValueError(f"{blocks} are not blocks of a matrix of {matrix.blocks}")
        sizes = (blocks.start, blocks.stop, matrix.groups, matrix.padded_rows)
        is_wide = len(matrix.passes) > 1 and bool(self._wide)
        function = (self._wide if is_wide else self._functions)[x.rows]
        calls: list[tuple[int, ...]] = []
        for parts in (matrix.passes,) if is_wide else ((part,) for part in matrix.passes):
            weights = (array for part in parts for array in (part.nibbles, part.scales))
            arrays = (*weights, x.values, x.scales, x.sums, y)
            calls.append((*(array.ctypes.data for array in arrays), *sizes, int(is_added or bool(calls))))

        def call(_kept: object = (self, matrix, x, y)) -> None:
            for arguments in calls:
                function(*arguments)

        return call
