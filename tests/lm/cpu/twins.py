"""The same weights as a model of transformers, in float32."""

from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM

from chatapp.lm.cpu.architecture import Architecture, Floats, Layer, Linear
from tests.lm.cpu.models import HEADS, HIDDEN, INNER, POSITIONS, VOCABULARY, Family


def twin(family: Family, model: Architecture) -> Any:
    """With every parameter set; a missing or surplus one raises."""
    made: Any = AutoModelForCausalLM.from_config(_config(family))  # type: ignore[no-untyped-call]  # untyped there
    names = _gpt2_names(model) if family.name == "gpt2" else _llama_names(model)
    tensors = {name: torch.from_numpy(values.copy()) for name, values in names.items()}
    made.load_state_dict(tensors, strict=True)
    return made.eval()


def _config(family: Family) -> Any:
    if family.name == "gpt2":
        gpt2 = {"n_embd": HIDDEN, "n_layer": 2, "n_head": HEADS, "n_positions": POSITIONS, "n_inner": INNER}
        return AutoConfig.for_model("gpt2", vocab_size=VOCABULARY, **gpt2)
    sizes = {"hidden_size": HIDDEN, "intermediate_size": INNER, "num_hidden_layers": 2, "num_attention_heads": HEADS}
    return AutoConfig.for_model(
        family.name,
        **sizes,
        vocab_size=VOCABULARY,
        num_key_value_heads=family.kv_heads,
        head_dim=family.head_size,
        max_position_embeddings=POSITIONS,
        rms_norm_eps=1e-5,
        tie_word_embeddings=family.is_tied,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
    )


def _linear(name: str, linear: Linear, *, is_transposed: bool = False) -> dict[str, Floats]:
    weight = linear.matrix.dequantise()
    found = {f"{name}.weight": weight.T if is_transposed else weight}
    return found if linear.bias is None else {**found, f"{name}.bias": linear.bias}


def _split(linear: Linear, sizes: dict[str, int]) -> dict[str, Floats]:
    weight, first, found = linear.matrix.dequantise(), 0, {}
    for name, size in sizes.items():
        found[f"{name}.weight"] = weight[first : first + size]
        if linear.bias is not None:
            found[f"{name}.bias"] = linear.bias[first : first + size]
        first += size
    return found


def _llama_names(model: Architecture) -> dict[str, Floats]:
    found = {
        "model.embed_tokens.weight": model.embedding.dequantise(),
        "model.norm.weight": model.final_norm.weight,
        **_linear("lm_head", model.head),
    }
    for index, layer in enumerate(model.layers):
        for name, values in _llama_layer(model, layer).items():
            found[f"model.layers.{index}.{name}"] = values
    return found


def _llama_layer(model: Architecture, layer: Layer) -> dict[str, Floats]:
    sizes = model.sizes
    keys = sizes.kv_heads * sizes.head_size
    found = {
        "input_layernorm.weight": layer.attention_norm.weight,
        "post_attention_layernorm.weight": layer.mlp_norm.weight,
        **_split(
            layer.qkv, dict(zip(_attention("q_proj", "k_proj", "v_proj"), (sizes.query_width, keys, keys), strict=True))
        ),
        **_linear("self_attn.o_proj", layer.output),
        **_split(layer.enter, {"mlp.gate_proj": INNER, "mlp.up_proj": INNER}),
        **_linear("mlp.down_proj", layer.leave),
    }
    for name, norm in (("q_norm", layer.query_norm), ("k_norm", layer.key_norm)):
        if norm is not None:
            found[f"self_attn.{name}.weight"] = norm
    return found


def _attention(*names: str) -> list[str]:
    return [f"self_attn.{name}" for name in names]


def _gpt2_names(model: Architecture) -> dict[str, Floats]:
    assert model.learned_positions is not None
    assert model.final_norm.bias is not None
    found = {
        "transformer.wte.weight": model.embedding.dequantise(),
        "transformer.wpe.weight": model.learned_positions,
        "transformer.ln_f.weight": model.final_norm.weight,
        "transformer.ln_f.bias": model.final_norm.bias,
        **_linear("lm_head", model.head),
    }
    for index, layer in enumerate(model.layers):
        assert layer.attention_norm.bias is not None
        assert layer.mlp_norm.bias is not None
        parts = {
            "ln_1.weight": layer.attention_norm.weight,
            "ln_1.bias": layer.attention_norm.bias,
            "ln_2.weight": layer.mlp_norm.weight,
            "ln_2.bias": layer.mlp_norm.bias,
            **_linear("attn.c_attn", layer.qkv, is_transposed=True),
            **_linear("attn.c_proj", layer.output, is_transposed=True),
            **_linear("mlp.c_fc", layer.enter, is_transposed=True),
            **_linear("mlp.c_proj", layer.leave, is_transposed=True),
        }
        found |= {f"transformer.h.{index}.{name}": values for name, values in parts.items()}
    return found
