"""Reads a GGUF file's header and checks that everything it announces lies inside the file, before a tensor is touched.

Needs neither torch nor transformers. Numbers in the header are a stranger's: none is trusted as a length or a count.
"""

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.problems import size_text
from chatapp.lm.weights_file import DamagedFileError

MAGIC = b"GGUF"
VERSIONS = (2, 3)
SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
STRING, ARRAY = 8, 9
MOST_DIMENSIONS = 4


@dataclass(frozen=True, slots=True)
class GgufTensor:
    """`shape` has the fastest dimension last; `start` counts from the file's beginning; `kind` is ggml's number."""

    name: str
    kind: int
    shape: tuple[int, ...]
    start: int
    byte_count: int


@dataclass(frozen=True, slots=True)
class GgufFile:
    path: Path
    metadata: dict[str, Any]
    tensors: tuple[GgufTensor, ...]

    @property
    def architecture(self) -> str:
        return str(self.metadata.get("general.architecture", ""))

    def values(self, tensor: GgufTensor) -> NDArray[np.float32]:
        """The tensor's numbers, unpacked."""
        import gguf

        kind = gguf.GGMLQuantizationType(tensor.kind)
        raw = np.fromfile(self.path, np.uint8, tensor.byte_count, offset=tensor.start)
        if kind is gguf.GGMLQuantizationType.F32:
            return raw.view(np.float32).reshape(tensor.shape)
        if kind is gguf.GGMLQuantizationType.F16:
            return raw.view(np.float16).astype(np.float32).reshape(tensor.shape)
        rows = raw.reshape(*tensor.shape[:-1], -1)
        unpacked: NDArray[np.float32] = gguf.dequantize(rows, kind)
        return unpacked.reshape(tensor.shape)


def is_gguf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == MAGIC


def read_gguf(path: Path) -> GgufFile:
    """DamagedFileError, a clause that names the file, where it is none, cut off, or inconsistent."""
    size = path.stat().st_size
    if size < 24:
        raise DamagedFileError(f"{path.name} is cut off after {size_text(size)}, or is not a GGUF file")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:4] != MAGIC:
            raise DamagedFileError(f"{path.name} is not a GGUF file")
        try:
            return _Header(data, path).read()
        except (struct.error, IndexError, OverflowError, RecursionError, TypeError) as error:
            raise DamagedFileError(f"{path.name} is cut off after {size_text(size)}, or damaged") from error


class _Header:
    """A reading position in the mapped file; struct.error or IndexError where it would leave the file."""

    def __init__(self, data: mmap.mmap, path: Path) -> None:
        self._data = data
        self._path = path
        self._place = 4

    def read(self) -> GgufFile:
        version, tensor_count, value_count = self._numbers("<IQQ")
        if version not in VERSIONS:
            raise DamagedFileError(f"{self._path.name} has GGUF version {version}; 2 and 3 can be read")
        metadata = {}
        for _ in range(value_count):
            name = self._string()
            (kind,) = self._numbers("<I")
            metadata[name] = self._value(kind)
        found = [self._tensor() for _ in range(tensor_count)]
        alignment = int(metadata.get("general.alignment", 32))
        if alignment < 1 or alignment > 1 << 20:
            raise DamagedFileError(f"the header of {self._path.name} is damaged")
        start = -(-self._place // alignment) * alignment
        tensors = tuple(self._placed(tensor, start) for tensor in found)
        wanted = max((tensor.start + tensor.byte_count for tensor in tensors), default=0)
        size = len(self._data)
        if wanted > size:
            raise DamagedFileError(f"{self._path.name} is cut off after {size_text(size)} of {size_text(wanted)}")
        return GgufFile(self._path, metadata, tensors)

    def _numbers(self, form: str) -> tuple[Any, ...]:
        numbers = struct.unpack_from(form, self._data, self._place)
        self._place += struct.calcsize(form)
        return numbers

    def _bytes(self, count: int) -> bytes:
        end = self._place + count
        if end > len(self._data):
            raise IndexError("beyond the end")
        data = self._data[self._place : end]
        self._place = end
        return data

    def _string(self) -> str:
        (length,) = self._numbers("<Q")
        return self._bytes(length).decode("utf-8", "replace")

    def _strings(self, count: int) -> list[str]:
        """Vocabularies: a hundred thousand strings, so the loop does no more than it must."""
        data, place, length_at = self._data, self._place, struct.Struct("<Q").unpack_from
        found = []
        for _ in range(count):
            start = place + 8
            place = start + length_at(data, place)[0]
            if place > len(data):
                raise IndexError("beyond the end")
            found.append(data[start:place].decode("utf-8", "replace"))
        self._place = place
        return found

    def _value(self, kind: int) -> Any:
        if kind == STRING:
            return self._string()
        if kind in SCALARS:
            return self._numbers(SCALARS[kind])[0]
        if kind != ARRAY:
            raise DamagedFileError(f"the header of {self._path.name} is damaged")
        inner, count = self._numbers("<IQ")
        if inner in SCALARS:
            item = np.dtype(SCALARS[inner].replace("<B", "u1").replace("<b", "i1"))
            return np.frombuffer(self._bytes(count * item.itemsize), item).tolist()
        if inner == STRING:
            return self._strings(count)
        return [self._value(inner) for _ in range(count)]

    def _tensor(self) -> GgufTensor:
        name = self._string()
        (dimensions,) = self._numbers("<I")
        if not 1 <= dimensions <= MOST_DIMENSIONS:
            raise DamagedFileError(f"the header of {self._path.name} is damaged")
        shape = self._numbers(f"<{dimensions}Q")
        kind, offset = self._numbers("<IQ")
        return GgufTensor(name, kind, tuple(reversed(shape)), offset, 0)

    def _placed(self, tensor: GgufTensor, start: int) -> GgufTensor:
        from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

        try:
            block, block_bytes = GGML_QUANT_SIZES[GGMLQuantizationType(tensor.kind)]
        except (ValueError, KeyError) as error:
            raise DamagedFileError(
                f"{self._path.name} packs {tensor.name} in a way (type {tensor.kind}) that is not known here"
            ) from error
        if tensor.shape[-1] % block or 0 in tensor.shape:
            raise DamagedFileError(f"the shape of {tensor.name} in {self._path.name} is damaged")
        count = 1
        for dimension in tensor.shape:
            count *= dimension
        return GgufTensor(tensor.name, tensor.kind, tensor.shape, start + tensor.start, count // block * block_bytes)
