"""Radians per position of rotary embeddings, from the numbers that a model's config.json states. Pure."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def rotary_frequencies(
    dimensions: int, theta: float, scaling: Mapping[str, object] | None = None
) -> NDArray[np.float32]:
    """One per pair of `dimensions`; `scaling` as in `rope_scaling` or `rope_parameters`. ValueError for a kind that is
    no fixed table: its model goes through the generic decoder."""
    exponents = np.arange(0, dimensions, 2, dtype=np.float32) / np.float32(dimensions)
    frequencies = (1.0 / np.float64(theta) ** exponents).astype(np.float32)
    kind = (scaling or {}).get("rope_type", (scaling or {}).get("type", "default"))
    if scaling is None or kind == "default":
        return frequencies
    if kind == "linear":
        return frequencies / np.float32(_number(scaling, "factor"))
    if kind == "llama3":
        return _llama3(frequencies, scaling)
    raise ValueError(f"rotary positions of the kind {kind} are not a fixed table")


def _llama3(frequencies: NDArray[np.float32], scaling: Mapping[str, object]) -> NDArray[np.float32]:
    """Long waves are slowed down by `factor`, short ones kept, and those between blended."""
    factor, context = _number(scaling, "factor"), _number(scaling, "original_max_position_embeddings")
    low, high = _number(scaling, "low_freq_factor"), _number(scaling, "high_freq_factor")
    if high <= low:
        raise ValueError("llama3's high_freq_factor must be greater than its low_freq_factor")
    turns = context * frequencies.astype(np.float64) / (2 * math.pi)
    share = np.clip((turns - low) / (high - low), 0, 1)
    blended = (1 - share) * frequencies / factor + share * frequencies
    return blended.astype(np.float32)


def _number(scaling: Mapping[str, object], name: str) -> float:
    value = scaling.get(name)
    if not isinstance(value, int | float) or not value > 0:
        raise ValueError(f"the rotary scaling states {name} as {value}")
    return float(value)
