"""The block types of GGUF that hold one scale for 32 weights, taken apart without loss. Pure; the format is ggml's.

The others (two scales for 32 weights, tables of levels, floats) go through gguf.dequantize.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.packed.codes import Codes, Values

Blocks = NDArray[np.uint8]
"""(blocks, bytes of a block)."""

SUPER_BLOCK = 256


def codes_of(kind: str, rows: NDArray[np.uint8]) -> Codes | None:
    """`rows` are the bytes of whole rows, (rows, bytes); None for a type that has no exact form in codes."""
    if kind not in _READERS:
        return None
    size, read = _READERS[kind]
    count = len(rows)
    found = read(rows.reshape(-1, size))
    return Codes(found.q.reshape(count, -1), found.d.reshape(count, -1), found.m.reshape(count, -1))


def passes_of(kind: str) -> int | None:
    """How many passes the type needs without loss; None where it has no exact form."""
    if kind not in _READERS:
        return None
    return 1 if kind in ("Q4_0", "Q4_1", "Q4_K") else 2


def _floats(blocks: Blocks, start: int) -> Values:
    return np.ascontiguousarray(blocks[:, start : start + 2]).view(np.float16).astype(np.float32)


def _nibbles(blocks: Blocks) -> Blocks:
    """32 numbers of 16 bytes: the low halves, then the high ones."""
    return np.concatenate([blocks & 15, blocks >> 4], axis=1)


def _fifth_bits(blocks: Blocks) -> Blocks:
    bits: Blocks = np.unpackbits(np.ascontiguousarray(blocks), axis=1, bitorder="little")
    return bits << np.uint8(4)


def _q4_0(blocks: Blocks) -> Codes:
    d = _floats(blocks, 0)
    return Codes(_nibbles(blocks[:, 2:]), d, d * -8)


def _q4_1(blocks: Blocks) -> Codes:
    return Codes(_nibbles(blocks[:, 4:]), _floats(blocks, 0), _floats(blocks, 2))


def _q5_0(blocks: Blocks) -> Codes:
    d = _floats(blocks, 0)
    return Codes(_nibbles(blocks[:, 6:]) | _fifth_bits(blocks[:, 2:6]), d, d * -16)


def _q5_1(blocks: Blocks) -> Codes:
    q = _nibbles(blocks[:, 8:]) | _fifth_bits(blocks[:, 4:8])
    return Codes(q, _floats(blocks, 0), _floats(blocks, 2))


def _q8_0(blocks: Blocks) -> Codes:
    d = _floats(blocks, 0)
    return Codes(blocks[:, 2:] ^ np.uint8(0x80), d, d * -128)  # int8 plus 128


def _q4_k(blocks: Blocks) -> Codes:
    d, m = _k_scales(blocks)
    return Codes(_k_nibbles(blocks[:, 16:]), d, m)


def _q5_k(blocks: Blocks) -> Codes:
    d, m = _k_scales(blocks)
    # Bit i of byte j is the fifth bit of number j in the group i.
    high = np.unpackbits(np.ascontiguousarray(blocks[:, 16:48])[..., None], axis=2, bitorder="little")
    q = _k_nibbles(blocks[:, 48:]) | high.transpose(0, 2, 1).reshape(len(blocks), SUPER_BLOCK) << np.uint8(4)
    return Codes(q, d, m)


def _k_nibbles(blocks: Blocks) -> Blocks:
    """256 numbers of 128 bytes: of every 32 bytes the low halves are one group, the high ones the next."""
    parts = blocks.reshape(len(blocks), 4, 32)
    return np.stack([parts & 15, parts >> 4], axis=2).reshape(len(blocks), SUPER_BLOCK)


def _k_scales(blocks: Blocks) -> tuple[Values, Values]:
    """Eight scales and eight offsets of 6 bits in 12 bytes, times the two float16 before them."""
    low, middle, high = (blocks[:, start : start + 4] for start in (4, 8, 12))
    scales = np.concatenate([low & 63, (high & 15) | (low >> 2 & 48)], axis=1)
    offsets = np.concatenate([middle & 63, (high >> 4) | (middle >> 2 & 48)], axis=1)
    return _floats(blocks, 0) * scales, -(_floats(blocks, 2) * offsets)


_READERS: dict[str, tuple[int, Callable[[Blocks], Codes]]] = {
    "Q4_0": (18, _q4_0),
    "Q4_1": (20, _q4_1),
    "Q5_0": (22, _q5_0),
    "Q5_1": (24, _q5_1),
    "Q8_0": (34, _q8_0),
    "Q4_K": (144, _q4_k),
    "Q5_K": (176, _q5_k),
}


def own_squared_error(kind: str, rows: NDArray[np.uint8]) -> float:
    """What rounding to these steps is expected to have cost, summed over the weights: a twelfth of a step squared
    each. Known where the steps are looked at before packing (Q2_K, Q3_K), else 0."""
    if kind not in _STEPS:
        return 0.0
    size, read = _STEPS[kind]
    steps = read(rows.reshape(-1, size))
    return float(np.square(steps, dtype=np.float64).sum()) * 16 / 12


def _q2_k_steps(blocks: Blocks) -> Values:
    return _floats(blocks, 80) * (blocks[:, :16] & 15)


def _q3_k_steps(blocks: Blocks) -> Values:
    low, high = blocks[:, 96:104], blocks[:, 104:108]
    nibbles = np.concatenate([low & 15, low >> 4], axis=1)
    tops = np.concatenate([high >> shift & 3 for shift in (0, 2, 4, 6)], axis=1)
    steps: Values = _floats(blocks, 108) * ((nibbles | tops << 4).astype(np.float32) - 32)
    return steps


_STEPS: dict[str, tuple[int, Callable[[Blocks], Values]]] = {"Q2_K": (84, _q2_k_steps), "Q3_K": (110, _q3_k_steps)}
"""Each step holds for 16 weights."""
