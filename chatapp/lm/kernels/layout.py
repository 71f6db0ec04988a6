"""A matrix of weights as the compiled kernels read it: 16 rows side by side, 4 bits each, scales per 32 columns.

A `PackedMatrix` that exists is well formed: what compiled code reads through its addresses lies inside its arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

BLOCK_ROWS = 16
GROUP_COLUMNS = 32
CHUNKS = 4  # of 8 columns in a group: byte row*4+j of chunk c has column 8c+j below and column 8c+4+j above
CHUNK_BYTES = 64
ALIGNMENT = 64
MOST_PASSES = 2

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Pass:
    """One reading of the matrix: w = d*q + m with q in 0..15.

    `nibbles` is (blocks, groups, 4, 64); `scales`, float16 by their bits, (blocks, groups, 2, 16): 16 d, then 16 m.
    """

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class PackedMatrix:
    """`rows` and `columns` are the true sizes; the sum of one pass (4 bits) or two (8 bits) is the matrix. Two are the
    high and the low nibbles of one code: the first's d is 16 times the second's, whose m is 0.

    The arrays may lie in a mapped file. ValueError where shape, type, order or alignment is not the kernels'.
    """

    rows: int
    columns: int
    passes: tuple[Pass, ...]

    def __post_init__(self) -> None:
        if self.rows < 1 or self.columns < 1:
            raise ValueError(f"a matrix of {self.rows} x {self.columns} has nothing to multiply")
        if not 1 <= len(self.passes) <= MOST_PASSES:
            raise ValueError(f"a packed matrix has one pass or two, not {len(self.passes)}")
        for part in self.passes:
            _check(part.nibbles, np.uint8, (self.blocks, self.groups, CHUNKS, CHUNK_BYTES))
            _check(part.scales, np.uint16, (self.blocks, self.groups, 2, BLOCK_ROWS))

    @property
    def blocks(self) -> int:
        return blocks_of(self.rows)

    @property
    def groups(self) -> int:
        return groups_of(self.columns)

    @property
    def padded_rows(self) -> int:
        return self.blocks * BLOCK_ROWS

    @property
    def padded_columns(self) -> int:
        return self.groups * GROUP_COLUMNS

    @property
    def byte_count(self) -> int:
        return sum(part.nibbles.nbytes + part.scales.nbytes for part in self.passes)

    def dequantise(self) -> NDArray[np.float32]:
        """The whole matrix, (rows, columns)."""
        return self.dequantised_rows(np.arange(self.rows))

    def dequantised_rows(self, rows: NDArray[np.integer]) -> NDArray[np.float32]:
        """Some rows, (len(rows), columns): how an embedding that is also the head is looked up. IndexError outside."""
        if rows.size and (rows.min() < 0 or rows.max() >= self.rows):
            raise IndexError(f"the matrix has the rows 0 to {self.rows - 1}")
        block, lane = np.divmod(rows, BLOCK_ROWS)
        values = np.zeros((len(rows), self.groups, GROUP_COLUMNS), np.float32)
        for part in self.passes:
            scale, offset = part.scales.view(np.float16)[block, :, :, lane].astype(np.float32).transpose(2, 0, 1)
            values += scale[..., None] * _unpacked(part.nibbles, block, lane) + offset[..., None]
        return values.reshape(len(rows), self.padded_columns)[:, : self.columns]


def blocks_of(rows: int) -> int:
    return -(-rows // BLOCK_ROWS)


def groups_of(columns: int) -> int:
    return -(-columns // GROUP_COLUMNS)


def aligned_empty(shape: tuple[int, ...], dtype: DTypeLike, alignment: int = ALIGNMENT) -> NDArray[np.generic]:
    """Uninitialised, on a cache line of its own, or at a multiple of another number of bytes."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    room = np.empty(size + alignment, np.uint8)
    start = -room.ctypes.data % alignment
    return room[start : start + size].view(dtype).reshape(shape)


def pack_int4(q: NDArray[np.uint8], d: NDArray[np.floating], m: NDArray[np.floating]) -> PackedMatrix:
    """q (rows, columns) in 0..15; d and m (rows, groups) are rounded to float16, which GGUF's scales survive unchanged.

    ValueError where a scale is too large for float16 or not finite.
    """
    if q.ndim != 2 or q.dtype != np.uint8 or q.size == 0 or q.max() > 15:
        raise ValueError("4-bit weights are a table of uint8 from 0 to 15")
    rows, columns = q.shape
    if d.shape != (rows, groups_of(columns)) or m.shape != d.shape:
        raise ValueError(f"weights of {q.shape} in groups of {GROUP_COLUMNS} have no scales of {d.shape} and {m.shape}")
    return PackedMatrix(rows, columns, (Pass(_packed_nibbles(q), _packed_scales(d, m)),))


def pack_int8(q: NDArray[np.int8], d: NDArray[np.floating]) -> PackedMatrix:
    """w = d*q, exact for scales up to 511: the high nibble plus 8 in one pass, the low nibble in another."""
    if q.ndim != 2 or q.dtype != np.int8:
        raise ValueError("8-bit weights are a table of int8")
    # The passes must add up to d*q exactly, so d is rounded before it is multiplied.
    rounded = _as_float16(d).astype(np.float32)
    high = pack_int4(((q >> 4) + np.int8(8)).astype(np.uint8), rounded * 16, rounded * -128)
    low = pack_int4((q & np.int8(15)).astype(np.uint8), rounded, np.zeros_like(rounded))
    return PackedMatrix(high.rows, high.columns, high.passes + low.passes)


def _check(array: NDArray[np.generic], dtype: DTypeLike, shape: tuple[int, ...]) -> None:
    if array.dtype != dtype or array.shape != shape:
        raise ValueError(f"packed weights of {array.dtype} {array.shape} where {np.dtype(dtype)} {shape} belongs")
    if not array.flags.c_contiguous or array.ctypes.data % ALIGNMENT:
        raise ValueError(f"packed weights must be contiguous and start at a multiple of {ALIGNMENT} bytes")


def _packed_nibbles(q: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = q.shape
    blocks, groups = blocks_of(rows), groups_of(columns)
    padded = _padded(q, (blocks * BLOCK_ROWS, groups * GROUP_COLUMNS))
    halves = padded.reshape(blocks, BLOCK_ROWS, groups, CHUNKS, 2, 4)
    packed = (halves[..., 0, :] | halves[..., 1, :] << 4).transpose(0, 2, 3, 1, 4)
    nibbles = aligned_empty((blocks, groups, CHUNKS, CHUNK_BYTES), np.uint8)
    nibbles.reshape(packed.shape)[...] = packed
    return nibbles.astype(np.uint8, copy=False)


def _packed_scales(d: NDArray[np.floating], m: NDArray[np.floating]) -> NDArray[np.uint16]:
    blocks, groups = blocks_of(d.shape[0]), d.shape[1]
    scales = aligned_empty((blocks, groups, 2, BLOCK_ROWS), np.uint16)
    for place, values in enumerate((d, m)):
        padded = _padded(_as_float16(values).view(np.uint16), (blocks * BLOCK_ROWS, groups))
        scales[:, :, place] = padded.reshape(blocks, BLOCK_ROWS, groups).transpose(0, 2, 1)
    return scales.astype(np.uint16, copy=False)


def _as_float16(values: NDArray[np.floating]) -> NDArray[np.float16]:
    with np.errstate(over="ignore"):
        rounded = np.ascontiguousarray(values).astype(np.float16)
    if not np.isfinite(rounded).all():
        raise ValueError("a scale of the weights is not finite, or too large for float16")
    return rounded


def _padded(values: NDArray[Scalar], shape: tuple[int, int]) -> NDArray[Scalar]:
    if values.shape == shape:
        return values
    padded = np.zeros(shape, values.dtype)
    padded[: values.shape[0], : values.shape[1]] = values
    return padded


def _unpacked(nibbles: NDArray[np.uint8], block: NDArray[np.integer], lane: NDArray[np.integer]) -> NDArray[np.uint8]:
    """(rows, groups, 32) of the rows at those places."""
    blocks, groups = nibbles.shape[:2]
    found = nibbles.reshape(blocks, groups, CHUNKS, BLOCK_ROWS, 4)[block, :, :, lane]
    return np.stack((found & 15, found >> 4), axis=3).reshape(len(block), groups, GROUP_COLUMNS)
