"""Whether a model fits into memory, estimated before it is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from chatapp.library.disk import megabytes

OVERHEAD_BYTES = 400_000_000
"""The inference libraries, the KV cache of a few thousand tokens, and room to work in."""

WEIGHTS_FACTOR = 1.15
"""Weights in memory against weights on disk: what is packed for the processor stands beside its source for a while."""


def _free_memory() -> int:
    return psutil.virtual_memory().available


@dataclass(frozen=True, slots=True)
class MemoryEstimate:
    needed_bytes: int
    free_bytes: int

    @property
    def fits(self) -> bool:
        return self.needed_bytes <= self.free_bytes

    @property
    def sentence(self) -> str:
        figures = f"about {megabytes(self.needed_bytes)} of memory, and {megabytes(self.free_bytes)} are free"
        if self.fits:
            return f"The model needs {figures}."
        return f"The model needs {figures}: the computer may become very slow, or loading may fail."


def needed_bytes(folder: Path) -> int:
    """0 where it cannot be read or is just being removed."""
    try:
        weights = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    except OSError:
        return 0
    return round(weights * WEIGHTS_FACTOR) + OVERHEAD_BYTES


def estimate(folder: Path, free_bytes: Callable[[], int] = _free_memory) -> MemoryEstimate:
    """For a folder of the library; one without weights needs the overhead alone."""
    return MemoryEstimate(needed_bytes(folder), free_bytes())
