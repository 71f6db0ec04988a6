"""Reads and writes safetensors files a tensor at a time: a check before loading, low memory while converting.

The format: eight bytes of header length, a JSON header of names, types, shapes and byte ranges, then the bytes.
"""

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from chatapp.lm.problems import size_text

ITEM_SIZES = {
    "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2,
    "I8": 1, "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
}  # fmt: skip
LONGEST_HEADER = 100_000_000


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
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else -1
        if not 2 <= length <= LONGEST_HEADER:
            raise DamagedFileError(f"{path.name} is not a safetensors file, or is cut off")
        text = file.read(length)
    if len(text) < length:
        raise DamagedFileError(f"{path.name} is cut off after {size_text(size)}")
    try:
        specs = _parsed(json.loads(text), 8 + length)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedFileError(f"the header of {path.name} is damaged") from error
    wanted = max((spec.start + spec.byte_count for spec in specs.values()), default=0)
    if size < wanted:
        raise DamagedFileError(f"{path.name} is cut off after {size_text(size)} of {size_text(wanted)}")
    return specs


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
    """Lays a new file out for `specs` and takes the tensors in any order; leaving the block without an error checks
    that each of them came."""

    def __init__(self, path: Path, specs: Mapping[str, TensorSpec]) -> None:
        header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
        place = 0
        for name, spec in specs.items():
            header[name] = {
                "dtype": spec.dtype,
                "shape": list(spec.shape),
                "data_offsets": [place, place + spec.byte_count],
            }
            place += spec.byte_count
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)  # tensors lie aligned for mmap
        self._ranges = {name: header[name]["data_offsets"] for name in specs}
        self._data_start = 8 + len(text)
        self._missing = set(specs)
        self._file = path.open("wb")
        self._file.write(struct.pack("<Q", len(text)) + text)
        self._file.truncate(self._data_start + place)

    def write(self, name: str, data: bytes | memoryview) -> None:
        begin, end = self._ranges[name]
        if len(data) != end - begin:
            raise DamagedFileError(f"the tensor {name} has {len(data)} bytes where {end - begin} belong")
        self._file.seek(self._data_start + begin)
        self._file.write(data)
        self._missing.discard(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if error is None and self._missing:
            raise DamagedFileError(f"it lacks {len(self._missing)} of its tensors, {min(self._missing)} among them")
