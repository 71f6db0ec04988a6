"""What does not fit together never becomes an architecture, and so never an address."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from chatapp.lm.cpu.architecture import Architecture, Linear, Norm, Rotary
from tests.lm.cpu.models import GPT2, HIDDEN, LLAMA, QWEN2, QWEN3, Weights, architecture

WEIGHTS = Weights(7)


def with_layer(model: Architecture, **changes: Any) -> Architecture:
    return replace(model, layers=(model.layers[0], replace(model.layers[1], **changes)))


def with_sizes(model: Architecture, **changes: int) -> Architecture:
    return replace(model, sizes=replace(model.sizes, **changes))


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("layer 1's qkv", {"qkv": Linear(WEIGHTS.matrix(96, HIDDEN))}),
        ("layer 1's output", {"output": Linear(WEIGHTS.matrix(HIDDEN, 96))}),
        ("layer 1's enter", {"enter": Linear(WEIGHTS.matrix(96, HIDDEN))}),
        ("layer 1's leave", {"leave": Linear(WEIGHTS.matrix(HIDDEN, 128))}),
        ("layer 1's leave's bias", {"leave": Linear(WEIGHTS.matrix(HIDDEN, 96), WEIGHTS.vector(32))}),
        ("layer 1's mlp norm", {"mlp_norm": Norm(WEIGHTS.vector(32))}),
        ("layer 1's mlp norm has a bias", {"mlp_norm": Norm(WEIGHTS.vector(HIDDEN), WEIGHTS.vector(HIDDEN))}),
        ("layer 1's attention norm", {"attention_norm": Norm(np.full(HIDDEN, np.nan, np.float32))}),
        ("layer 1's query norm", {"query_norm": WEIGHTS.vector(HIDDEN)}),
        ("layer 1's key norm", {"key_norm": np.ones(16)}),
    ],
)
def test_a_wrong_layer_is_named(part: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=part):
        with_layer(architecture(LLAMA), **changes)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("heads is 0", {"heads": 0}),
        ("share 3 key heads", {"kv_heads": 3}),
        ("head_size is 24", {"head_size": 24}),
        ("inner is 100", {"inner": 100}),
        ("embedding is 200 x 64 where 201", {"vocabulary": 201}),
        ("layer 0's qkv", {"kv_heads": 4}),
    ],
)
def test_wrong_sizes_are_named(reason: str, changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=reason):
        with_sizes(architecture(LLAMA), **changes)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("rotary or learned", {"rotary": None}),
        ("do not fit heads", {"rotary": Rotary(WEIGHTS.vector(9))}),
        ("do not fit heads", {"rotary": Rotary(WEIGHTS.vector(0))}),
        ("at least one layer", {"layers": ()}),
        ("epsilon", {"epsilon": 0.0}),
        ("head is 100", {"head": Linear(WEIGHTS.matrix(100, HIDDEN))}),
        ("embedding is", {"embedding": WEIGHTS.matrix(200, 96)}),
        ("final norm", {"final_norm": Norm(WEIGHTS.vector(HIDDEN).reshape(1, -1))}),
    ],
)
def test_a_wrong_model_is_named(reason: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(architecture(LLAMA), **changes)


def test_learned_positions_reach_as_far_as_the_model_says() -> None:
    with pytest.raises(ValueError, match="learned positions"):
        with_sizes(architecture(GPT2), positions=1024)


@pytest.mark.parametrize("family", [LLAMA, QWEN2, QWEN3, GPT2], ids=lambda family: family.name)
def test_what_fits_is_taken(family: Any) -> None:
    assert len(architecture(family).layers) == 2
