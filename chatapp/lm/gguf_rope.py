"""How a GGUF file squeezes positions beyond the trained ones, in transformers' words, which leaves that out. Pure."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.gguf_file import GgufFile
from chatapp.lm.weights_file import DamagedFileError


def rope_scaling(file: GgufFile) -> dict[str, Any] | None:
    """How positions beyond the trained ones are squeezed, which transformers does not read out of a GGUF file."""
    prefix = f"{file.architecture}.rope.scaling"
    kind = file.metadata.get(f"{prefix}.type")
    if kind in ("linear", "yarn"):
        scaling = {"rope_type": kind, "factor": float(file.metadata[f"{prefix}.factor"])}
        original = file.metadata.get(f"{prefix}.original_context_length")
        return scaling if original is None else {**scaling, "original_max_position_embeddings": int(original)}
    factors = next((tensor for tensor in file.tensors if tensor.name == "rope_freqs.weight"), None)
    return None if factors is None else _llama3_scaling(file, file.values(factors))


def rope_base(file: GgufFile) -> float:
    """What wavelengths are powers of: a positive number, or the file is damaged."""
    theta = float(file.metadata.get(f"{file.architecture}.rope.freq_base", 10_000.0))
    if not (math.isfinite(theta) and theta > 0):
        raise DamagedFileError(f"{file.path.name} turns its positions by {theta}, which is no base of wavelengths")
    return theta


def _llama3_scaling(file: GgufFile, stored: NDArray[np.float32]) -> dict[str, Any]:
    """Llama 3.1's and 3.2's: a factor for each frequency is stored, from which the four parameters are found."""
    theta = rope_base(file)
    wavelengths = 2 * np.pi * theta ** (np.arange(stored.size) / stored.size)
    factor, low, high, original = float(stored.max()), 1.0, 4.0, 8192
    smooth = np.clip((original / wavelengths - low) / (high - low), 0, 1)
    if not np.allclose(stored, 1 / ((1 - smooth) / factor + smooth), rtol=1e-2):
        raise DamagedFileError(f"{file.path.name} scales its positions in a way that is not known here")
    return {
        "rope_type": "llama3",
        "factor": factor,
        "low_freq_factor": low,
        "high_freq_factor": high,
        "original_max_position_embeddings": original,
    }
