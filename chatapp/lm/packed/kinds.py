"""In what a model's weights are kept, in a few words for its card. Reads headers only."""

from collections.abc import Mapping
from pathlib import Path

from chatapp.lm.packed.description import Provenance, read_provenance
from chatapp.lm.packed.format import FILE, PACKING_KEY
from chatapp.lm.packed.rows import FLOATS
from chatapp.lm.weights_file import TensorSpec, read_header, read_specs

PACKED = {1: "int4", 2: "int8"}
UNPACKED = {"BF16": "bf16", "F16": "float16", "F32": "float32"}


def stated_packing(folder: Path) -> str:
    """Of a folder of ours: int8, int4, bf16, or the types of the GGUF file that it was made from, commonest first."""
    path = folder / FILE
    if path.is_file():
        return _of_packed(read_provenance(read_header(path)[1][PACKING_KEY]))
    specs = [spec for file in folder.glob("*.safetensors") for spec in read_specs(file).values()]
    return UNPACKED[max(UNPACKED, key=lambda dtype: _bytes(specs, dtype))]


def _of_packed(found: Mapping[str, Provenance]) -> str:
    kinds = [kind for matrix in found.values() for kind in matrix.kinds]
    if all(kind in FLOATS for kind in kinds):
        return PACKED[max(matrix.passes for matrix in found.values())]
    return ", ".join(sorted(set(kinds), key=lambda kind: (-kinds.count(kind), kind)))


def _bytes(specs: list[TensorSpec], dtype: str) -> int:
    return sum(spec.byte_count for spec in specs if spec.dtype == dtype)
