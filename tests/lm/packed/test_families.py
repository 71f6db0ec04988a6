from typing import Any

import pytest
from transformers import AutoConfig

from chatapp.lm.packed.families import TensorNames, describe, frequencies
from tests.lm.packed.sources import CONFIGS, model_of


def config_of(kind: str, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = AutoConfig.for_model(kind.partition("-")[0], **{**CONFIGS[kind], **changes}).to_dict()
    return found


@pytest.mark.parametrize("kind", CONFIGS)
def test_every_tensor_of_the_model_has_its_place(kind: str) -> None:
    config = AutoConfig.for_model(kind.partition("-")[0], **CONFIGS[kind])
    description = describe(config.to_dict())
    assert description is not None
    model: Any = model_of(config)
    tied = {"lm_head.weight"} if description.is_tied else set()
    assert TensorNames(description).all() == set(model.state_dict()) - tied


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("mistral", {"sliding_window": 100}),
        ("qwen2", {"use_sliding_window": True, "sliding_window": 100, "max_window_layers": 0}),
        ("llama", {"mlp_bias": True}),
        ("llama", {"hidden_act": "gelu"}),
        ("llama", {"head_dim": 24}),
        ("llama", {"hidden_size": 72}),
        ("llama", {"num_key_value_heads": 3}),
        ("llama", {"rope_parameters": {"rope_type": "dynamic", "rope_theta": 1e4, "factor": 2.0}}),
        ("llama", {"rope_parameters": {"rope_type": "yarn", "rope_theta": 1e4, "factor": None}}),
        ("phi3", {"hidden_act": "gelu"}),
        ("phi3", {"sliding_window": 100}),
        ("stablelm", {"use_parallel_residual": True}),
        ("stablelm", {"qk_layernorm": True}),
        ("starcoder2", {"hidden_act": "gelu"}),
        ("gpt2", {"activation_function": "relu"}),
        ("gpt2", {"scale_attn_by_inverse_layer_idx": True}),
        ("gpt2", {"n_head": 64}),
    ],
)
def test_what_the_step_does_otherwise_has_no_description(kind: str, changes: dict[str, Any]) -> None:
    assert describe(config_of(kind)) is not None
    assert describe(config_of(kind, **changes)) is None


def test_other_families_have_none() -> None:
    assert describe(AutoConfig.for_model("gemma2").to_dict()) is None
    assert describe({"model_type": "llama"}) is None
    assert describe({}) is None


def test_a_window_as_wide_as_the_context_is_none() -> None:
    assert describe(config_of("mistral", sliding_window=256)) is not None
    assert describe(config_of("qwen2", use_sliding_window=False, sliding_window=100)) is not None


def test_frequencies_are_one_per_pair() -> None:
    found = frequencies(config_of("llama"))
    assert found.shape == (8,)
    assert found[0] == 1.0
    assert (found[1:] < found[:-1]).all()
