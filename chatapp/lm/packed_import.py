"""Packs a source into a folder of ours, a slab of a matrix at a time. Runs in the conversion's own process."""

from pathlib import Path

from chatapp.lm.packed.takeover import Takeover
from chatapp.lm.packed.writing import write_packed
from chatapp.lm.progress import StagedProgress

PACK, TOKENIZE = "Packing the weights", "Building the tokenizer"
WEIGHTS_PER_SECOND = 40e6


def stages(source: Takeover) -> dict[str, float]:
    """What is done here, and the seconds it takes on a machine we know."""
    weights = sum(matrix.rows * matrix.columns for matrix in source.contents.matrices.values())
    return {PACK: weights / WEIGHTS_PER_SECOND, TOKENIZE: 0.4}


def import_packed(source: Takeover, target: Path, progress: StagedProgress) -> None:
    """TooCoarseError where the weights are better left as they are, another ValueError for what is no weight."""
    progress.enter(PACK)
    write_packed(source.contents, target, progress.at)
    source.write_config(target)
