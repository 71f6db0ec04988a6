"""Reads and writes safetensors files a tensor at a time: a check before loading, low memory while converting.

The format: eight bytes of header length, a JSON header of names, types, shapes and byte ranges, then the bytes.
"""

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from chatapp.lm.problems import size_text

ITEM_SIZES = {
    "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2,
    "I8": 1, "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
}  # fmt: skip
LONGEST_HEADER = 100_000_000
CACHE_LINE = 64
PYTORCH: Mapping[str, str] = MappingProxyType({"format": "pt"})


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """`dtype` is safetensors' name for it; `start` counts from the beginning of the file."""

    dtype: str
    shape: tuple[int, ...]
    start: int = 0

    @property
    def byte_count(self) -> int:
        return math.prod(self.shape) * ITEM_SIZES[self.dtype]


class DamagedFileError(ValueError):
    """A clause that names the file and what is wrong with it."""


def read_specs(path: Path) -> dict[str, TensorSpec]:
    """The tensors of a safetensors file; DamagedFileError if it is none, or cut off, or inconsistent."""
    return read_header(path)[0]


def read_header(path: Path) -> tuple[dict[str, TensorSpec], dict[str, str]]:
    """The tensors, all of which lie inside the file, and what else the file says about itself."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else -1
        if not 2 <= length <= min(LONGEST_HEADER, size):
            raise DamagedFileError(f"{path.name} is not a safetensors file, or is cut off after {size_text(size)}")
        text = file.read(length)
    if len(text) < length:
        raise DamagedFileError(f"{path.name} is cut off after {size_text(size)}")
    try:
        header = json.loads(text)
        specs = _parsed(header, 8 + length)
        metadata = {str(key): str(value) for key, value in header.get("__metadata__", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise DamagedFileError(f"the header of {path.name} is damaged") from error
    wanted = max((spec.start + spec.byte_count for spec in specs.values()), default=0)
    if size < wanted:
        raise DamagedFileError(f"{path.name} is cut off after {size_text(size)} of {size_text(wanted)}")
    return specs, metadata


def _parsed(header: Mapping[str, Any], data_start: int) -> dict[str, TensorSpec]:
    specs: dict[str, TensorSpec] = {}
    for name, given in header.items():
        if name == "__metadata__":
            continue
        begin, end = (int(offset) for offset in given["data_offsets"])
        spec = TensorSpec(given["dtype"], tuple(int(size) for size in given["shape"]), data_start + begin)
        if begin < 0 or min(spec.shape, default=0) < 0 or end - begin != spec.byte_count:
            raise ValueError(name)
        specs[name] = spec
    return specs


class WeightsWriter:
    """Lays a new file out for `specs` and takes the tensors in any order, whole or in parts; leaving the block without
    an error checks that each of them came."""

    def __init__(self, path: Path, specs: Mapping[str, TensorSpec], metadata: Mapping[str, str] = PYTORCH) -> None:
        self._ranges: dict[str, tuple[int, int]] = {}
        place = 0
        for name, spec in specs.items():
            self._ranges[name] = (place, place + spec.byte_count)
            place += spec.byte_count
        self._specs = specs
        self._missing = {name: spec.byte_count for name, spec in specs.items()}
        header = self._header(metadata)
        self._data_start = len(header)
        self._file = path.open("wb")
        self._file.write(header)
        self._file.truncate(self._data_start + place)

    def write(self, name: str, data: bytes | memoryview) -> None:
        begin, end = self._ranges[name]
        if len(data) != end - begin:
            raise DamagedFileError(f"the tensor {name} has {len(data)} bytes where {end - begin} belong")
        self.write_part(name, 0, data)

    def write_part(self, name: str, at: int, data: bytes | memoryview) -> None:
        """`at` is the place in the tensor, in bytes; each part comes once."""
        begin, end = self._ranges[name]
        if at < 0 or at + len(data) > end - begin:
            raise DamagedFileError(f"the tensor {name} has {at + len(data)} bytes where {end - begin} belong")
        self._file.seek(self._data_start + begin + at)
        self._file.write(data)
        self._missing[name] -= len(data)

    def restate(self, metadata: Mapping[str, str]) -> None:
        """Other words about the file, once everything is known; they may not be longer than the first ones."""
        header = self._header(metadata)
        if len(header) > self._data_start:
            raise ValueError("there is no room for more words in the header")
        self._file.seek(0)
        self._file.write(self._header(metadata, self._data_start))

    def _header(self, metadata: Mapping[str, str], size: int = 0) -> bytes:
        header: dict[str, Any] = {"__metadata__": dict(metadata)}
        for name, spec in self._specs.items():
            place = list(self._ranges[name])
            header[name] = {"dtype": spec.dtype, "shape": list(spec.shape), "data_offsets": place}
        text = json.dumps(header, separators=(",", ":")).encode()
        # Filled up so that the first tensor begins on a cache line.
        text = text.ljust(max(size, -(-(8 + len(text)) // CACHE_LINE) * CACHE_LINE) - 8)
        return struct.pack("<Q", len(text)) + text

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        missing = [name for name, size in self._missing.items() if size > 0]
        if error is None and missing:
            raise DamagedFileError(f"it lacks {len(missing)} of its tensors, {min(missing)} among them")
