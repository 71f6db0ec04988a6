"""The tables that compiled code works from, as NumPy structures: one model, its layers, a job per thread, rows.

Every number named after an array is that array's address; arrays are float32 unless said otherwise. Written in Python,
from checked shapes; compiled code changes a job's `threads`, `phase`, `piece` and place in the attention alone.
"""

from typing import get_type_hints

import numpy as np

from chatapp.lm.kernels.layout import BLOCK_ROWS, GROUP_COLUMNS

ROOM_WORDS = 8


class Room:
    """Words that nobody reads."""


class MatrixRecord:
    """A packed matrix with its bias."""

    nibbles: int  # uint8, first pass
    scales: int  # float16
    low_nibbles: int  # second pass, 0 where there is none
    low_scales: int
    bias: int  # padded to whole blocks, 0 where there is none
    blocks: int  # of 16 rows
    groups: int  # of 32 columns


class NormRecord:
    """Weights of a norm."""

    weight: int
    bias: int


class LayerRecord:
    """A layer, by its place and weights."""

    index: int
    attention_norm: NormRecord
    query_norm: NormRecord  # weight 0 where there is none
    key_norm: NormRecord
    mlp_norm: NormRecord
    qkv: MatrixRecord
    output: MatrixRecord
    enter: MatrixRecord
    leave: MatrixRecord


class ModelRecord:
    """The sizes and kinds of a model, and what stands before and after its layers."""

    hidden: int
    heads: int
    kv_heads: int
    head_size: int
    inner: int
    layers: int
    is_rms: int
    is_gated: int
    rotary_pairs: int  # per head; 0 without rotary
    pair_step: int  # from one pair to the next
    pair_width: int  # from a pair's first to its second
    positions: int  # learned ones, [context][hidden]; 0 without
    has_bytes: int  # keys and values are int8, see byte_pages
    part_bytes: int  # of a page, per layer and key head
    asked_bytes: int  # of a query rounded to int8
    query_scale: float  # scores are powers of two
    epsilon: float
    final_norm: NormRecord
    embedding: MatrixRecord
    head: MatrixRecord


class JobRecord:
    """What a call asks of one thread, and where everything is."""

    thread: int
    threads: int
    call: int  # its number
    phase: int  # of those of all calls, see sharing
    piece: int  # the next one where there is one thread
    clock: int  # int64 [PARTS + 1]: ticks spent in each part, and when the last one ended; 0 where nobody asks
    turn: int  # int64 [2][WORKER_WORDS], see sharing
    workers: int  # int64 [threads][WORKER_WORDS], see teamwork
    rows: int  # through the layers; 0 for the head alone
    head_first: int  # rows whose logits are wanted
    head_rows: int
    tiles: int  # int64 pairs: first row, number of rows, which follow each other in one cache
    tile_count: int
    split_pages: int  # attention's parts per query where pages go to different threads; 0: they do not
    kernels: int  # int64 [MAX_COLUMNS], addresses by the number of rows less one
    wide_kernels: int  # the same for matrices in two passes; 0 where there are none
    cosines: int  # [positions][pairs]
    sines: int
    residual: int  # [rows][hidden]
    normed: int  # [rows][hidden]
    rounded: int  # int8 [rows][columns of the matrix to come]
    rounded_scales: int  # [rows][groups]
    rounded_sums: int
    qkv: int  # [rows][padded rows of the matrix]
    asked: int  # bytes [rows][heads][asked_bytes]: rounded queries, where keys are int8
    mixed: int  # [rows][heads * head_size]
    entered: int  # [rows][padded rows of the matrix]
    logits: int  # [head rows][padded vocabulary]
    parts: int  # [rows][heads][split_pages][PART_HEAD + head_size]
    scratch: int  # this thread's own
    queries: int  # this thread's own, int64 [ROWS_PER_TILE * heads of a key head][QUERY_WORDS]
    tile_first: int  # where this thread's attention is: first row,
    tile_rows: int
    tile_head: int  # key head,
    tile_queries: int  # how many those ask,
    page: int  # and page, by its place in the cache,
    ahead: int  # and bytes from that page's part to the one that is wanted next
    room: Room  # to the next job, which another thread writes to


class RowRecord:
    """A token, its place, and its cache."""

    token: int
    position: int
    pages: int  # int64, addresses of the pages of its cache


def dtype_of(record: type[object]) -> np.dtype[np.void]:
    """A record's annotations as a structure: int64, float32, other records."""
    plain = {int: np.dtype(np.int64), float: np.dtype(np.float32), Room: np.dtype((np.int64, ROOM_WORDS))}
    fields = [(name, plain.get(kind) or dtype_of(kind)) for name, kind in get_type_hints(record).items()]
    return np.dtype(fields, align=True)


MATRIX, NORM, LAYER, MODEL, JOB, ROW = (
    dtype_of(record) for record in (MatrixRecord, NormRecord, LayerRecord, ModelRecord, JobRecord, RowRecord)
)
PARTS = (
    "embedding",
    "norms",
    "qkv",
    "placing",
    "attention",
    "joining",
    "output",
    "enter",
    "activation",
    "leave",
    "head",
)
"""What a call's time goes to, in the order of a layer; each ends where the threads meet."""
WORKER_WORDS = 8
"""int64 per worker, a line of the cache, see teamwork."""
TILE = 64
"""Positions whose keys lie side by side, dimension by dimension."""
PAGE = 128
"""Positions of one page of a cache, and of one part of the attention's sum."""
QUERIES = 4
"""Queries that share one pass over a page."""
ROWS_PER_TILE = 16
"""Rows of a prompt that share the pages they read."""
MAX_COLUMNS = 12
"""Rows of activations that share one pass over the weights."""
BLOCK, GROUP = BLOCK_ROWS, GROUP_COLUMNS
QUERY_WORDS = 3
PART_HEAD = 16
"""Floats before a part's sum: the greatest score, the weights' sum, room to the next line of the cache."""


SHARE_FLOATS = QUERIES * PAGE // 2 + QUERIES
"""Room for the weights of four queries as bytes, high and low ones, and a factor for each."""


def scratch_floats(head_size: int, queries_per_key: int) -> int:
    """What a thread needs for itself: scores and sums of four queries, their weights as bytes, and two figures for each
    of them and for each query of a tile."""
    return QUERIES * (PAGE + head_size) + SHARE_FLOATS + 2 * (QUERIES + ROWS_PER_TILE * queries_per_key)
