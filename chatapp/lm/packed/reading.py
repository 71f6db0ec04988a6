"""Opens packed.safetensors by mmap, without a copy: what it says is checked before any array reaches compiled code.

A damaged file raises DamagedFileError, a ValueError that names it. Engine thread; needs no torch.
"""

import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.kernels.layout import ALIGNMENT, MOST_PASSES, PackedMatrix, Pass, aligned_empty
from chatapp.lm.packed.description import Description, Provenance, read_description, read_provenance
from chatapp.lm.packed.format import (
    FILE,
    FORMAT_KEY,
    MODEL_KEY,
    PACKING_KEY,
    VERSION,
    file_specs,
    nibbles_name,
    scales_name,
)
from chatapp.lm.weights_file import DamagedFileError, TensorSpec, read_header


@dataclass(frozen=True, slots=True)
class PackedModel:
    """Matrices lie in the mapped file, which stays open for as long as one of them lives; vectors are copies, aligned
    as the matrices are."""

    description: Description
    packing: Mapping[str, Provenance]
    matrices: Mapping[str, PackedMatrix]
    vectors: Mapping[str, NDArray[np.float32]]

    @property
    def head(self) -> PackedMatrix:
        return self.matrices["embedding" if self.description.is_tied else "head"]


def has_packed_form(folder: Path) -> bool:
    return (folder / FILE).is_file()


def read_packed(folder: Path) -> PackedModel:
    path = folder / FILE
    specs, metadata = read_header(path)
    version = metadata.get(FORMAT_KEY)
    if version != VERSION:
        raise DamagedFileError(f"{path.name} has the form {version}, and this version of Causerie reads {VERSION}")
    try:
        description = read_description(metadata[MODEL_KEY])
        packing = read_provenance(metadata[PACKING_KEY])
        passes = {name: _passes(name, specs) for name in description.matrices()}
        _check(specs, file_specs(description, passes))
        return _Mapping(path, specs).model(description, packing)
    except DamagedFileError:
        raise
    except (ValueError, KeyError) as error:
        raise DamagedFileError(f"{path.name} is damaged, or holds another model than it describes") from error


def _passes(name: str, specs: Mapping[str, TensorSpec]) -> int:
    return next(count for count in range(MOST_PASSES, 0, -1) if count == 1 or nibbles_name(name, count - 1) in specs)


def _check(found: Mapping[str, TensorSpec], wanted: Mapping[str, TensorSpec]) -> None:
    """Types and shapes as the description has them; places on cache lines, where compiled code needs that."""
    if found.keys() != wanted.keys():
        raise ValueError(min(found.keys() ^ wanted.keys()))
    for name, spec in wanted.items():
        given = found[name]
        is_misplaced = spec.byte_count % ALIGNMENT == 0 and given.start % ALIGNMENT != 0
        if (given.dtype, given.shape) != (spec.dtype, spec.shape) or is_misplaced:
            raise ValueError(name)


class _Mapping:
    """The file's bytes as arrays; `specs` were checked to lie inside it."""

    def __init__(self, path: Path, specs: Mapping[str, TensorSpec]) -> None:
        self._specs = specs
        with path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if hasattr(whole, "madvise"):
            whole.madvise(mmap.MADV_WILLNEED)  # read ahead while the rest of the program loads
        self._bytes = np.frombuffer(whole, np.uint8)

    def model(self, description: Description, packing: Mapping[str, Provenance]) -> PackedModel:
        matrices = {name: self._matrix(name, shape) for name, shape in description.matrices().items()}
        vectors = {name: self._vector(name) for name in description.vectors()}
        return PackedModel(description, packing, matrices, vectors)

    def _matrix(self, name: str, shape: tuple[int, int]) -> PackedMatrix:
        parts = tuple(
            Pass(self._array(nibbles_name(name, part)), self._array(scales_name(name, part)).view(np.uint16))
            for part in range(_passes(name, self._specs))
        )
        return PackedMatrix(*shape, parts)

    def _vector(self, name: str) -> NDArray[np.float32]:
        stored = self._array(name).view(np.float32)
        values = aligned_empty(stored.shape, np.float32).astype(np.float32, copy=False)
        values[...] = stored
        if not np.isfinite(values).all():
            raise ValueError(name)
        return values

    def _array(self, name: str) -> NDArray[np.uint8]:
        spec = self._specs[name]
        part = self._bytes[spec.start : spec.start + spec.byte_count]
        if spec.dtype == "U8":
            return part.reshape(spec.shape)
        return part.reshape(*spec.shape[:-1], -1)
