"""Runs rows of several caches through a model: fills the tables, calls compiled code, gives logits. Engine thread only.

Everything that compiled code will read or write is in place and checked before the call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.architecture import Architecture
from chatapp.lm.cpu.crew import Crew
from chatapp.lm.cpu.kv_form import KvForm
from chatapp.lm.cpu.page_pool import PagePool
from chatapp.lm.cpu.paged_cache import PagedCache, page_count
from chatapp.lm.cpu.records import MAX_COLUMNS, PARTS, ROW, ROWS_PER_TILE
from chatapp.lm.cpu.scratch import Scratch
from chatapp.lm.cpu.tables import Table, Tables
from chatapp.lm.cpu.teamwork import compiled_forward

MAX_ROWS = 16 * MAX_COLUMNS
"""Rows through the layers in one call. More would not save time: each weight is read once per call as it is."""
SPLIT_ROWS = 4
"""Up to so many rows the pages of attention go to different threads; beyond, the rows do."""


class Kernels(Protocol):
    @property
    def addresses(self) -> Mapping[int, int]:
        """By the columns that one takes, 1 and MAX_COLUMNS among them."""

    @property
    def wide(self) -> Mapping[int, int]:
        """The same for matrices in two passes; empty where those are read one after the other."""


@dataclass(frozen=True, slots=True)
class Strand:
    """Tokens that follow what a cache holds."""

    cache: PagedCache
    tokens: Sequence[int]

    @property
    def end(self) -> int:
        return self.cache.length + len(self.tokens)


class Runner:
    """`threads` counts the engine thread, which leads. `close` ends the others."""

    def __init__(
        self, architecture: Architecture, kernels: Kernels, threads: int = 1, form: KvForm = KvForm.HALVES
    ) -> None:
        self.architecture = architecture
        self.form = form
        parts = len(architecture.layers) * architecture.sizes.kv_heads
        self.pool = PagePool(parts * form.part_bytes(architecture.sizes.head_size))
        self._tables = Tables(architecture, form)
        self._scratch = Scratch(architecture, threads)
        self._rows: Table = np.zeros(MAX_ROWS, ROW)
        self._crew = Crew(threads, (self._tables.model, self._tables.layers, self._rows), compiled_forward())
        self._run_rows = 0
        self._kernels = kernels  # whose code the addresses lead to
        self._table, self._wide = _kernel_table(kernels.addresses), _kernel_table(kernels.wide)
        self._crew.jobs[0]["kernels"] = self._table.ctypes.data
        self._crew.jobs[0]["wide_kernels"] = self._wide.ctypes.data if kernels.wide else 0

    def new_cache(self) -> PagedCache:
        return PagedCache(self.pool)

    def run(self, strands: Sequence[Strand], head_rows: int) -> NDArray[np.float32]:
        """Appends every strand's tokens to its cache; returns the logits after the last `head_rows` of all rows,
        (head_rows, vocabulary), good until the next call. MemoryError changes nothing that a cache holds."""
        count = sum(len(strand.tokens) for strand in strands)
        if not 0 <= head_rows <= count <= MAX_ROWS:
            raise ValueError(f"{head_rows} of {count} rows in one call")
        self._check(strands)
        for strand in strands:
            strand.cache.reserve(strand.end)
        tiles = self._lay_out(strands)
        self._prepare((count, head_rows, max((strand.end for strand in strands), default=0)), tiles)
        self._crew.call(self._scratch.fill_own)
        for strand in strands:
            strand.cache.length = strand.end
        return self._scratch.logits(head_rows)

    def head(self, first: int, count: int) -> NDArray[np.float32]:
        """The logits after other rows of the last `run`: `count` from `first` on, good until the next call."""
        job = self._crew.jobs[0]
        if not 0 <= first < first + count <= self._run_rows:
            raise ValueError(f"rows {first} to {first + count} where {self._run_rows} were run")
        self._scratch.fill(job, 0, count, 0)
        job["rows"], job["head_rows"], job["head_first"] = 0, count, first
        self._crew.call(self._scratch.fill_own)
        return self._scratch.logits(count)

    def count_ticks(self) -> NDArray[np.int64]:
        """From now on the calls add up here what each of `records.PARTS` takes; the last figure is not one of them."""
        self._clock = np.zeros(len(PARTS) + 1, np.int64)
        self._crew.jobs[0]["clock"] = self._clock.ctypes.data
        return self._clock

    def close(self) -> None:
        self._crew.close()

    def _check(self, strands: Sequence[Strand]) -> None:
        sizes = self.architecture.sizes
        for strand in strands:
            if strand.end > sizes.positions:
                raise ValueError(f"{strand.end} tokens do not fit the model's {sizes.positions}")
            if strand.tokens and not 0 <= min(strand.tokens) <= max(strand.tokens) < sizes.vocabulary:
                raise ValueError(f"a token that is not one of the vocabulary's {sizes.vocabulary}")

    def _lay_out(self, strands: Sequence[Strand]) -> NDArray[np.int64]:
        """Fills the table of rows; returns the tiles that attention works them through in."""
        tiles, first = [], 0
        for strand in strands:
            count = len(strand.tokens)
            part = self._rows[first] if count == 1 else self._rows[first : first + count]
            part["token"] = strand.tokens[0] if count == 1 else strand.tokens
            part["position"] = strand.cache.length if count == 1 else np.arange(strand.cache.length, strand.end)
            part["pages"] = strand.cache.table_address
            tiles += [(first + at, min(ROWS_PER_TILE, count - at)) for at in range(0, count, ROWS_PER_TILE)]
            first += count
        return np.array(tiles, np.int64).reshape(-1, 2)

    def _prepare(self, extent: tuple[int, int, int], tiles: NDArray[np.int64]) -> None:
        """`extent`: rows through the layers, those through the head, and the positions that they stand in."""
        job = self._crew.jobs[0]
        rows, head_rows, positions = extent
        self._scratch.fill(job, rows, head_rows, positions)
        job["rows"], job["head_rows"], job["head_first"] = rows, head_rows, rows - head_rows
        self._run_rows, self._tiles = rows, tiles  # which the job refers to
        job["tiles"], job["tile_count"] = tiles.ctypes.data, len(tiles)
        pages = page_count(positions)
        job["split_pages"] = pages if len(self._crew) > 1 and rows <= SPLIT_ROWS else 0
        if job["split_pages"]:
            self._scratch.fill_parts(job, rows, pages)


def _kernel_table(addresses: Mapping[int, int]) -> NDArray[np.int64]:
    """For 1 to MAX_COLUMNS rows the kernel of the fewest columns that takes them; surplus columns are computed and not
    looked at."""
    rows = range(1, MAX_COLUMNS + 1) if addresses else ()
    return np.array([addresses[min(columns for columns in addresses if columns >= row)] for row in rows], np.int64)
