"""The buffers that compiled code works in: one set per loaded model, grown to the most rows ever asked for.

Engine thread only.
"""

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.architecture import Architecture
from chatapp.lm.cpu.kv_form import asked_bytes
from chatapp.lm.cpu.records import GROUP, MAX_COLUMNS, PART_HEAD, QUERY_WORDS, ROWS_PER_TILE, scratch_floats
from chatapp.lm.kernels.layout import aligned_empty

Buffers = dict[str, NDArray[np.generic]]


class Scratch:
    """Each `fill…` makes room and writes the addresses into a job; MemoryError leaves what was there before. `fill` is
    given the same job each time, and writes what is new to it."""

    def __init__(self, architecture: Architecture, threads: int) -> None:
        self._architecture = architecture
        sizes = architecture.sizes
        floats = scratch_floats(sizes.head_size, sizes.heads // sizes.kv_heads)
        queries = ROWS_PER_TILE * sizes.heads // sizes.kv_heads
        self._own = [
            (aligned_empty((floats,), np.float32), aligned_empty((queries, QUERY_WORDS), np.int64))
            for _ in range(threads)
        ]
        self._own_places = [(floats.ctypes.data, queries.ctypes.data) for floats, queries in self._own]
        self._is_told = False  # whether the job has the addresses of what there is
        self._rows = 0
        self._buffers: Buffers = {}
        self._logits = aligned_empty((0,), np.float32)
        self._parts = aligned_empty((0,), np.float32)
        self._angles = self._angle_table(0)

    def fill(self, job: np.void, rows: int, head_rows: int, positions: int) -> None:
        """For so many rows through the layers and through the head, of positions below `positions`."""
        rows, head_rows = padded(max(rows, head_rows)), padded(head_rows)
        if rows > self._rows:
            self._buffers = self._row_buffers(rows)
            self._rows, self._is_told = rows, False
        width = self._architecture.head.matrix.padded_rows
        if head_rows * width > self._logits.size:
            self._logits = zeros((head_rows * width,), np.float32)
            self._is_told = False
        if positions > len(self._angles[0]):
            limit = self._architecture.sizes.positions
            self._angles = self._angle_table(min(limit, max(positions, 2 * len(self._angles[0]), 2048)))
            self._is_told = False
        if not self._is_told:
            for name, array in self._buffers.items():
                job[name] = array.ctypes.data
            job["logits"] = self._logits.ctypes.data
            job["cosines"], job["sines"] = (table.ctypes.data for table in self._angles)
            self._is_told = True

    def fill_parts(self, job: np.void, rows: int, pages: int) -> None:
        sizes = self._architecture.sizes
        size = rows * sizes.heads * pages * (PART_HEAD + sizes.head_size)
        if size > self._parts.size:
            self._parts = aligned_empty((2 * size,), np.float32)
        job["parts"] = self._parts.ctypes.data

    def fill_own(self, job: np.void, thread: int) -> None:
        """What a thread has for itself."""
        job["scratch"], job["queries"] = self._own_places[thread]

    def logits(self, rows: int) -> NDArray[np.float32]:
        """(rows, vocabulary), a view that lasts until the next call of compiled code."""
        width = self._architecture.head.matrix.padded_rows
        whole = self._logits[: rows * width].reshape(rows, width).view(np.float32)
        return whole[:, : self._architecture.sizes.vocabulary]

    def _row_buffers(self, rows: int) -> Buffers:
        sizes, layer = self._architecture.sizes, self._architecture.layers[0]
        widest = max(sizes.hidden, sizes.query_width, sizes.inner)
        return {
            "residual": zeros((rows, sizes.hidden), np.float32),
            "normed": zeros((rows, sizes.hidden), np.float32),
            "rounded": zeros((rows, widest), np.int8),
            "rounded_scales": zeros((rows, widest // GROUP), np.float32),
            "rounded_sums": zeros((rows, widest // GROUP), np.float32),
            "qkv": zeros((rows, layer.qkv.matrix.padded_rows), np.float32),
            "asked": zeros((rows, sizes.heads * asked_bytes(sizes.head_size)), np.int8),
            "mixed": zeros((rows, sizes.query_width), np.float32),
            "entered": zeros((rows, layer.enter.matrix.padded_rows), np.float32),
        }

    def _angle_table(self, positions: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        rotary = self._architecture.rotary
        if rotary is None:
            return np.zeros((positions, 0), np.float32), np.zeros((positions, 0), np.float32)
        angles = np.outer(np.arange(positions), rotary.frequencies.astype(np.float64))
        scaling = rotary.scaling
        return (np.cos(angles) * scaling).astype(np.float32), (np.sin(angles) * scaling).astype(np.float32)


def padded(rows: int) -> int:
    """Room for the columns that a kernel computes beyond the rows that are wanted."""
    return -(-rows // MAX_COLUMNS) * MAX_COLUMNS


def zeros(shape: tuple[int, ...], dtype: type[np.generic]) -> NDArray[np.generic]:
    made = aligned_empty(shape, dtype)
    made.fill(0)
    return made
