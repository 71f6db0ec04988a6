"""Rows of GGUF's block types: quantised where gguf's Python can, else valid blocks of random bits."""

import gguf
import numpy as np
from numpy.typing import NDArray

SCALES = {"Q2_K": (80, 82), "Q3_K": (108,), "Q4_K": (0, 2), "Q5_K": (0, 2), "Q6_K": (208,)}
"""Where the float16 stand in a block."""
EXACT = ("Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0")
FLOATS = ("F32", "F16", "BF16")
KINDS = (*FLOATS, *EXACT, *SCALES)


def normal(rows: int, columns: int, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((rows, columns)).astype(np.float32) * np.float32(0.05)


def raw_rows(kind: str, rows: int, columns: int, seed: int = 0) -> NDArray[np.uint8]:
    """(rows, bytes)."""
    if kind not in SCALES:
        made = gguf.quantize(normal(rows, columns, seed), gguf.GGMLQuantizationType[kind])
        return np.ascontiguousarray(made).view(np.uint8).reshape(rows, -1)
    size = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[kind]][1]
    random = np.random.default_rng(seed)
    blocks = random.integers(0, 256, (rows * columns // 256, size), np.uint8)
    if kind in ("Q4_K", "Q5_K"):
        # Offsets like those of weights around zero: half of the scales, which are made alike.
        blocks[:, 4:16] = np.array([0x30 | place for place in range(12)], np.uint8)
    for place in SCALES[kind]:
        scales = random.uniform(0.0005, 0.001, (len(blocks), 1)).astype(np.float16)
        blocks[:, place : place + 2] = scales.view(np.uint8)
    return blocks.reshape(rows, -1)


def reference(kind: str, raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What gguf says the rows are."""
    if kind == "F32":
        return raw.view(np.float32)
    if kind == "F16":
        return raw.view(np.float16).astype(np.float32)
    values: NDArray[np.float32] = gguf.dequantize(raw, gguf.GGMLQuantizationType[kind])
    return values


def relative(error: NDArray[np.float32], values: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(error) / np.linalg.norm(values))
