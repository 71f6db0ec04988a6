"""Writes packed.safetensors some rows at a time: memory stays at a slab of one matrix, whatever the model's size."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.kernels.layout import BLOCK_ROWS
from chatapp.lm.packed.description import Description, Provenance, description_text, provenance_text
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
from chatapp.lm.packed.packing import Matrix, Misfit
from chatapp.lm.weights_file import WeightsWriter

WIDEST_ERROR = 1.2345e-05
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Contents:
    """What is to be written; the vectors are read when their turn comes."""

    description: Description
    matrices: Mapping[str, Matrix]
    vector: Callable[[str], NDArray[np.float32]]


def write_packed(contents: Contents, folder: Path, at: Callable[[float], None]) -> dict[str, Provenance]:
    """`at` hears which fraction is done. TooCoarseError or ValueError leaves a file that is not whole."""
    writer = _PackedWriter(contents, folder / FILE, at)
    return writer.write()


class _PackedWriter:
    def __init__(self, contents: Contents, path: Path, at: Callable[[float], None]) -> None:
        self._contents = contents
        self._at = at
        self._total = sum(matrix.rows * matrix.columns for matrix in contents.matrices.values())
        self._done = 0
        passes = {name: matrix.passes for name, matrix in contents.matrices.items()}
        specs = file_specs(contents.description, passes)
        # The widest error leaves room for each that is measured.
        self._file = WeightsWriter(path, specs, self._words(dict.fromkeys(passes, WIDEST_ERROR)))

    def write(self) -> dict[str, Provenance]:
        errors = {}
        with self._file:
            for name in self._contents.description.vectors():
                values = self._contents.vector(name)
                self._file.write(name, np.ascontiguousarray(values, np.float32).tobytes())
            for name, matrix in self._contents.matrices.items():
                errors[name] = self._matrix(name, matrix)
            self._file.restate(self._words(errors))
        return self._provenance(errors)

    def _matrix(self, name: str, matrix: Matrix) -> float:
        misfit = Misfit()
        for start, slab, slab_misfit in matrix.slabs():
            block = start // BLOCK_ROWS
            for number, part in enumerate(slab.passes):
                for key, array in ((nibbles_name, part.nibbles), (scales_name, part.scales)):
                    self._file.write_part(
                        key(name, number), block * array[0].nbytes, array.reshape(-1).view(np.uint8).data
                    )
            misfit += slab_misfit
            self._done += slab.rows * slab.columns
            self._at(self._done / self._total)
        matrix.check(misfit)
        return float(f"{misfit.relative:.{DIGITS}g}")

    def _provenance(self, errors: Mapping[str, float]) -> dict[str, Provenance]:
        matrices = self._contents.matrices
        return {name: Provenance(matrices[name].kinds, matrices[name].passes, errors[name]) for name in matrices}

    def _words(self, errors: Mapping[str, float]) -> dict[str, str]:
        return {
            FORMAT_KEY: VERSION,
            MODEL_KEY: description_text(self._contents.description),
            PACKING_KEY: provenance_text(self._provenance(errors)),
        }
