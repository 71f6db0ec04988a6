"""What the kernels compute, in NumPy: the product, and each instruction's arithmetic step by step with its widths."""

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.kernels import instruction_set as sets
from chatapp.lm.kernels.instruction_set import InstructionSet
from chatapp.lm.kernels.layout import BLOCK_ROWS, CHUNKS, GROUP_COLUMNS, PackedMatrix, Pass
from chatapp.lm.kernels.rounding import Rounded

Integers = NDArray[np.int64]


def nibbles(part: Pass) -> Integers:
    """(rows, groups, 32), padding included; spelled out per column, unlike the packing."""
    blocks, groups = part.nibbles.shape[:2]
    q = np.zeros((blocks, BLOCK_ROWS, groups, GROUP_COLUMNS), np.int64)
    for column in range(GROUP_COLUMNS):
        chunk, half, j = column // 8, column % 8 // 4, column % 4
        taken = part.nibbles[:, :, chunk, j::4]  # blocks, groups, 16 rows
        q[..., column] = (taken >> 4 * half & 15).transpose(0, 2, 1)
    return q.reshape(blocks * BLOCK_ROWS, groups, GROUP_COLUMNS)


def integer_dots(part: Pass, x: Rounded) -> Integers:
    """(rows of x, rows, groups), exact."""
    values = x.values.astype(np.int64).reshape(x.rows, x.groups, GROUP_COLUMNS)
    dots: Integers = np.einsum("ngk,mgk->mng", nibbles(part), values)
    return dots


def product(matrix: PackedMatrix, x: Rounded) -> NDArray[np.float64]:
    """(rows of x, padded rows), in float64: the kernels add the same terms in float32, group after group."""
    return _summed(matrix, x, magnitudes=False)


def magnitude(matrix: PackedMatrix, x: Rounded) -> NDArray[np.float64]:
    """The sum of the terms' absolute values, to which float32's error is relative."""
    return _summed(matrix, x, magnitudes=True)


def _summed(matrix: PackedMatrix, x: Rounded, *, magnitudes: bool) -> NDArray[np.float64]:
    y = np.zeros((x.rows, matrix.padded_rows))
    dx, sx = x.scales.astype(np.float64), x.sums.astype(np.float64)
    for part in matrix.passes:
        scales = part.scales.view(np.float16).astype(np.float64)
        d, m = (scales[:, :, place].transpose(0, 2, 1).reshape(matrix.padded_rows, -1) for place in range(2))
        dots = integer_dots(part, x) * d * dx[:, None]
        offsets = m * sx[:, None]
        y += (np.abs(dots) + np.abs(offsets) if magnitudes else dots + offsets).sum(2)
    return y


def vpdpbusd(sums: Integers, q: Integers, x: Integers) -> Integers:
    """AVX-512 VNNI and AVX-VNNI: four products of unsigned and signed bytes into 32 bits, wrapping."""
    return _wrapped(sums + ((q & 255) * x).reshape(-1, 4).sum(1), 32)


def vpmaddubsw(q: Integers, x: Integers) -> Integers:
    """AVX2: two products of unsigned and signed bytes, saturated to 16 bits."""
    clipped: Integers = np.clip(((q & 255) * x).reshape(-1, 2).sum(1), -(1 << 15), (1 << 15) - 1)
    return clipped


def vpmaddwd(a: Integers, b: Integers) -> Integers:
    """AVX2: two products of 16 bits, added in 32."""
    return _wrapped((a * b).reshape(-1, 2).sum(1), 32)


def sdot(sums: Integers, q: Integers, x: Integers) -> Integers:
    """ARM: four products of signed bytes into 32 bits, wrapping."""
    return _wrapped(sums + (_wrapped(q, 8) * x).reshape(-1, 4).sum(1), 32)


def group_dots(instructions: InstructionSet, q: Integers, x: Integers) -> Integers:
    """One group the way the set adds it: q (rows, 32) and x (32,) to one sum per row, in the processor's widths."""
    steps = [
        (q[:, first : first + 4].reshape(-1), np.tile(x[first : first + 4], len(q)))
        for first in range(0, CHUNKS * 8, 4)
    ]
    wide, narrow = np.zeros(len(q), np.int64), np.zeros(2 * len(q), np.int64)
    if instructions is sets.AVX2:
        for weights, activations in steps:
            narrow = _wrapped(narrow + vpmaddubsw(weights, activations), 16)
        return vpmaddwd(narrow, np.ones_like(narrow))
    if instructions is sets.NEON:
        lanes = np.zeros(4 * len(q), np.int64)
        for weights, activations in steps:
            lanes = _wrapped(lanes + _wrapped(weights * activations, 16), 16)
        pairs = _wrapped(lanes.reshape(-1, 2).sum(1), 16)
        return _wrapped(pairs.reshape(-1, 2).sum(1), 32)
    for weights, activations in steps:
        wide = (sdot if instructions is sets.NEON_DOT else vpdpbusd)(wide, weights, activations)
    return wide


def _wrapped(values: Integers, bits: int) -> Integers:
    half = 1 << bits - 1
    return (values + half) % (2 * half) - half
