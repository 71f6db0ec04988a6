"""packed.safetensors: a valid safetensors file whose arrays compiled code reads where they lie. Names, types, places.

Per matrix and pass: `NAME.nibbles.PASS` and `NAME.scales.PASS` in the shapes of kernels.layout; vectors under their
own names. Arrays of whole cache lines come first, so that each begins on one although the format allows no gaps.
"""

from collections.abc import Mapping

from chatapp.lm.kernels.layout import (
    ALIGNMENT,
    BLOCK_ROWS,
    CHUNK_BYTES,
    CHUNKS,
    blocks_of,
    groups_of,
)
from chatapp.lm.packed.description import Description
from chatapp.lm.weights_file import TensorSpec

FILE = "packed.safetensors"
VERSION = "1"
"""Another number for another layout: a file of an unknown one is refused, not misread."""
FORMAT_KEY, MODEL_KEY, PACKING_KEY = "causerie.packed", "causerie.model", "causerie.packing"


def nibbles_name(matrix: str, part: int) -> str:
    return f"{matrix}.nibbles.{part}"


def scales_name(matrix: str, part: int) -> str:
    return f"{matrix}.scales.{part}"


def matrix_specs(name: str, shape: tuple[int, int], passes: int) -> dict[str, TensorSpec]:
    blocks, groups = blocks_of(shape[0]), groups_of(shape[1])
    nibbles = TensorSpec("U8", (blocks, groups, CHUNKS, CHUNK_BYTES))
    scales = TensorSpec("F16", (blocks, groups, 2, BLOCK_ROWS))
    found = {nibbles_name(name, part): nibbles for part in range(passes)}
    return found | {scales_name(name, part): scales for part in range(passes)}


def file_specs(model: Description, passes: Mapping[str, int]) -> dict[str, TensorSpec]:
    """Every array of the file, in its order; `passes` by the matrix."""
    found: dict[str, TensorSpec] = {}
    for name, shape in model.matrices().items():
        found |= matrix_specs(name, shape, passes[name])
    found |= {name: TensorSpec("F32", shape) for name, shape in model.vectors().items()}
    return dict(sorted(found.items(), key=lambda item: item[1].byte_count % ALIGNMENT != 0))
