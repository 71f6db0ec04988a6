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
    if kind == "yarn":
        return _yarn(frequencies, theta, scaling)
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


def rotary_factor(scaling: Mapping[str, object] | None = None) -> float:
    """What multiplies cosines and sines: yarn sharpens attention with it. ValueError where it is not a number."""
    if (scaling or {}).get("rope_type", (scaling or {}).get("type")) != "yarn" or scaling is None:
        return 1.0
    if scaling.get("attention_factor") is not None:
        return _number(scaling, "attention_factor")
    factor = _number(scaling, "factor")
    if scaling.get("mscale") and scaling.get("mscale_all_dim"):
        return _sharper(factor, _number(scaling, "mscale")) / _sharper(factor, _number(scaling, "mscale_all_dim"))
    return _sharper(factor, 1.0)


def _sharper(factor: float, share: float) -> float:
    return 0.1 * share * math.log(factor) + 1.0 if factor > 1 else 1.0


def _yarn(frequencies: NDArray[np.float32], theta: float, scaling: Mapping[str, object]) -> NDArray[np.float32]:
    """Peng et al. 2023: what turns often within the original context is kept, what turns seldom slowed down by
    `factor`, and what is between blended along a ramp over the pairs."""
    factor, context = _number(scaling, "factor"), _number(scaling, "original_max_position_embeddings")
    dimensions = 2 * frequencies.size

    def place(name: str, default: float) -> float:
        """Of the pair that turns so often."""
        turns = _number(scaling, name) if scaling.get(name) else default
        return dimensions * math.log(context / (turns * 2 * math.pi)) / (2 * math.log(theta))

    low, high = place("beta_fast", 32.0), place("beta_slow", 1.0)
    if scaling.get("truncate", True):
        low, high = math.floor(low), math.ceil(high)
    low, high = max(low, 0), min(high, dimensions - 1)
    ramp = (np.arange(frequencies.size, dtype=np.float32) - low) / (high - low if high != low else 0.001)
    slowed = np.clip(ramp, 0, 1)
    return (frequencies / factor * slowed + frequencies * (1 - slowed)).astype(np.float32)


def _number(scaling: Mapping[str, object], name: str) -> float:
    value = scaling.get(name)
    if not isinstance(value, int | float) or not value > 0:
        raise ValueError(f"the rotary scaling states {name} as {value}")
    return float(value)
