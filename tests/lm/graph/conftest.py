"""Weights of small models, by the name of their family."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import torch

from chatapp.lm.graph.tensors import FolderTensors, Weights, from_folder
from chatapp.lm.packed.families import shape_of

WeightsOf = Callable[[str], Weights]


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    """These models are too small for two."""
    torch.set_num_threads(1)


@pytest.fixture
def weights_of(folders: Callable[[str], Path]) -> WeightsOf:
    from transformers import AutoConfig

    def weights(kind: str) -> Weights:
        config = AutoConfig.from_pretrained(folders(kind)).to_dict()
        description = shape_of(config)
        assert description is not None
        with ExitStack() as stack:
            read = FolderTensors(folders(kind).glob("*.safetensors"), stack)
            assert read.holds(description)
            return from_folder(description, config, read, (torch.float32, "cpu"))

    return weights
