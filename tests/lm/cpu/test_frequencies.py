"""Tables of rotary frequencies against transformers' own."""

from typing import Any

import numpy as np
import pytest

from chatapp.lm.cpu.frequencies import rotary_factor, rotary_frequencies

LLAMA3 = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 8192,
}


YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 4096}
KINDS = [
    {"rope_type": "default"},
    {"rope_type": "linear", "factor": 2.5},
    LLAMA3,
    YARN,
    {**YARN, "beta_fast": 16.0, "beta_slow": 2.0, "truncate": False},
    {**YARN, "attention_factor": 0.8},
    {**YARN, "mscale": 0.9, "mscale_all_dim": 0.4},
    {**YARN, "original_max_position_embeddings": 8, "factor": 1.5},
]


@pytest.mark.parametrize("scaling", KINDS, ids="-".join)
def test_frequencies_are_those_of_transformers(scaling: dict[str, Any]) -> None:
    from transformers import LlamaConfig
    from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

    config = LlamaConfig(hidden_size=256, num_attention_heads=4, rope_parameters={**scaling, "rope_theta": 500000.0})
    wanted = LlamaRotaryEmbedding(config)
    np.testing.assert_allclose(rotary_frequencies(64, 500000.0, scaling), wanted.inv_freq.numpy(), rtol=1e-6)
    assert rotary_factor(scaling) == pytest.approx(wanted.attention_scaling)


def test_without_scaling_it_is_the_plain_table() -> None:
    np.testing.assert_allclose(rotary_frequencies(4, 10000.0), [1.0, 0.01], rtol=1e-6)


@pytest.mark.parametrize(
    "scaling",
    [
        {"rope_type": "dynamic", "factor": 2.0},
        {"rope_type": "linear"},
        {"rope_type": "longrope", "factor": 2.0},
        {"rope_type": "yarn", "factor": 2.0},
        {"rope_type": "yarn", "original_max_position_embeddings": 64},
        {"rope_type": "linear", "factor": -1},
        {**LLAMA3, "high_freq_factor": 1.0},
    ],
)
def test_what_is_no_fixed_table_is_refused(scaling: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"rotary|high_freq_factor"):
        rotary_frequencies(64, 10000.0, scaling)
