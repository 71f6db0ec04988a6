"""The tables that compiled code works from, as NumPy structures: one model, its layers, a job per thread, rows.

Every int64 named after an array is that array's address; arrays are float32 unless said otherwise. Written in
Python, from checked shapes; compiled code changes a job's `thread`, `threads` and `phase`
and its place in the attention alone.
"""

import numpy as np
from numba import from_dtype
from numba.types import int64

MATRIX = np.dtype(
    [
        ("nibbles", np.int64),  # uint8, first pass
        ("scales", np.int64),  # float16
        ("low_nibbles", np.int64),  # second pass, 0 where there is none
        ("low_scales", np.int64),
        ("bias", np.int64),  # padded to whole blocks, 0 where there is none
        ("blocks", np.int64),  # of 16 rows
        ("groups", np.int64),  # of 32 columns
    ],
    align=True,
)
NORM = np.dtype([("weight", np.int64), ("bias", np.int64)], align=True)
LAYER = np.dtype(
    [
        ("index", np.int64),
        ("attention_norm", NORM),
        ("query_norm", NORM),  # weight 0 where there is none
        ("key_norm", NORM),
        ("mlp_norm", NORM),
        ("qkv", MATRIX),
        ("output", MATRIX),
        ("enter", MATRIX),
        ("leave", MATRIX),
    ],
    align=True,
)
MODEL = np.dtype(
    [
        ("hidden", np.int64),
        ("heads", np.int64),
        ("kv_heads", np.int64),
        ("head_size", np.int64),
        ("inner", np.int64),
        ("layers", np.int64),
        ("is_rms", np.int64),
        ("is_gated", np.int64),
        ("rotary_pairs", np.int64),  # per head; 0 without rotary
        ("pair_step", np.int64),  # from one pair to the next
        ("pair_width", np.int64),  # from a pair's first to its second
        ("positions", np.int64),  # learned ones, [context][hidden]; 0 without
        ("query_scale", np.float32),
        ("epsilon", np.float32),
        ("final_norm", NORM),
        ("embedding", MATRIX),
        ("head", MATRIX),
    ],
    align=True,
)
JOB = np.dtype(
    [
        ("thread", np.int64),
        ("threads", np.int64),
        ("phase", np.int64),  # barriers passed
        ("barrier", np.int64),  # int64, how many arrivals there were
        ("workers", np.int64),  # int64 [threads][WORKER_WORDS], see teamwork
        ("rows", np.int64),  # through the layers; 0 for the head alone
        ("head_first", np.int64),  # rows whose logits are wanted
        ("head_rows", np.int64),
        ("tiles", np.int64),  # int64 pairs: first row, number of rows, which follow each other in one cache
        ("tile_count", np.int64),
        ("split_pages", np.int64),  # attention's parts per query where pages go to different threads; 0: they do not
        ("kernel_1", np.int64),
        ("kernel_2", np.int64),
        ("kernel_4", np.int64),
        ("kernel_8", np.int64),
        ("kernel_12", np.int64),
        ("cosines", np.int64),  # [positions][pairs]
        ("sines", np.int64),
        ("residual", np.int64),  # [rows][hidden]
        ("normed", np.int64),  # [rows][hidden]
        ("rounded", np.int64),  # int8 [rows][columns of the matrix to come]
        ("rounded_scales", np.int64),  # [rows][groups]
        ("rounded_sums", np.int64),
        ("qkv", np.int64),  # [rows][padded rows of the matrix]
        ("mixed", np.int64),  # [rows][heads * head_size]
        ("entered", np.int64),  # [rows][padded rows of the matrix]
        ("logits", np.int64),  # [head rows][padded vocabulary]
        ("parts", np.int64),  # [rows][heads][split_pages][head_size + 16]
        ("scratch", np.int64),  # this thread's own
        ("tile_first", np.int64),  # where this thread's attention is: first row,
        ("tile_rows", np.int64),
        ("tile_head", np.int64),  # key head,
        ("page", np.int64),  # and page, by its place in the cache
        ("room", np.int64, 8),  # to the next job, which another thread writes to
    ],
    align=True,
)
ROW = np.dtype(
    [
        ("token", np.int64),
        ("position", np.int64),
        ("pages", np.int64),  # int64, addresses of the pages of its cache
    ],
    align=True,
)
FORWARD = from_dtype(MODEL)[::1], from_dtype(LAYER)[::1], from_dtype(JOB)[::1], from_dtype(ROW)[::1], int64
"""The parameters of teamwork.forward: model, layers, jobs, rows, and which thread."""

WORKER_WORDS = 8
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
BLOCK = 16
GROUP = 32


PART_HEAD = 16
"""Floats before a part's sum: the greatest score, the weights' sum, room to the next line of the cache."""


def scratch_floats(head_size: int, queries_per_key: int) -> int:
    """What a thread needs for itself: scores and sums of four queries, and two figures for each of them and for
    each query of a tile."""
    return QUERIES * (PAGE + head_size) + 2 * (QUERIES + ROWS_PER_TILE * queries_per_key)


def page_halves(layers: int, kv_heads: int, head_size: int) -> int:
    """float16 numbers of one page: per layer and head the keys' tiles, then the values by position."""
    return layers * kv_heads * 2 * PAGE * head_size
