"""A matrix of a source, read some rows at a time, so that no matrix is ever in memory whole."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import gguf
import numpy as np
from numpy.typing import NDArray

from chatapp.lm.gguf_file import GgufFile, GgufTensor
from chatapp.lm.packed import gguf_blocks
from chatapp.lm.packed.codes import Codes, Values
from chatapp.lm.weights_file import TensorSpec

FLOATS = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "BF16": np.uint16}


class Rows(Protocol):
    """Some rows as the source holds them."""

    @property
    def exact(self) -> Codes | None:
        """What the source says, where it says it in codes."""

    @property
    def values(self) -> Values: ...

    @property
    def own_squared_error(self) -> float:
        """What the source's own rounding is expected to have cost already, summed; 0 where that is not known."""


class Part(Protocol):
    """`kind` is the source's name for the type of its numbers; `exact_passes` is None where codes only come near."""

    @property
    def kind(self) -> str: ...

    @property
    def rows(self) -> int: ...

    @property
    def columns(self) -> int: ...

    @property
    def exact_passes(self) -> int | None: ...

    def read(self, start: int, stop: int) -> Rows: ...


@dataclass(frozen=True, slots=True)
class GgufRows:
    kind: str
    raw: NDArray[np.uint8]

    @property
    def exact(self) -> Codes | None:
        return gguf_blocks.codes_of(self.kind, self.raw)

    @property
    def values(self) -> Values:
        if self.kind == "F32":
            return self.raw.view(np.float32)
        if self.kind == "F16":
            return self.raw.view(np.float16).astype(np.float32)
        unpacked: Values = gguf.dequantize(self.raw, gguf.GGMLQuantizationType[self.kind])
        return unpacked

    @property
    def own_squared_error(self) -> float:
        return gguf_blocks.own_squared_error(self.kind, self.raw)


@dataclass(frozen=True, slots=True)
class GgufPart:
    file: GgufFile
    tensor: GgufTensor

    @property
    def kind(self) -> str:
        return str(gguf.GGMLQuantizationType(self.tensor.kind).name)

    @property
    def rows(self) -> int:
        return self.tensor.shape[0]

    @property
    def columns(self) -> int:
        return self.tensor.shape[-1]

    @property
    def exact_passes(self) -> int | None:
        return gguf_blocks.passes_of(self.kind)

    def read(self, start: int, stop: int) -> Rows:
        size = self.tensor.byte_count // self.rows
        place = self.tensor.start + start * size
        raw = np.fromfile(self.file.path, np.uint8, (stop - start) * size, offset=place)
        return GgufRows(self.kind, raw.reshape(-1, size))


@dataclass(frozen=True, slots=True)
class FloatRows:
    values: Values

    @property
    def exact(self) -> Codes | None:
        return None

    @property
    def own_squared_error(self) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class FloatPart:
    """Of a safetensors file; `is_transposed` where its rows are our columns, as in GPT-2."""

    path: Path
    spec: TensorSpec
    is_transposed: bool = False

    @property
    def kind(self) -> str:
        return self.spec.dtype

    @property
    def rows(self) -> int:
        return self.spec.shape[1 if self.is_transposed else 0]

    @property
    def columns(self) -> int:
        return self.spec.shape[0 if self.is_transposed else 1]

    @property
    def exact_passes(self) -> int | None:
        return None

    def read(self, start: int, stop: int) -> Rows:
        # Mapped anew for every slab, so that the pages read before do not stay.
        whole = _stored(self.path, self.spec)
        return FloatRows(_as_float32(whole[:, start:stop].T if self.is_transposed else whole[start:stop]))


def float_values(path: Path, spec: TensorSpec) -> Values:
    """A whole tensor of a safetensors file."""
    return _as_float32(_stored(path, spec))


def _stored(path: Path, spec: TensorSpec) -> NDArray[np.generic]:
    """bfloat16 as uint16: the upper half of a float32."""
    return np.memmap(path, FLOATS[spec.dtype], "r", spec.start, spec.shape)


def _as_float32(stored: NDArray[np.generic]) -> Values:
    if stored.dtype == np.uint16:
        return (stored.astype(np.uint32, order="C") << 16).view(np.float32)
    return stored.astype(np.float32, order="C")
