"""Which models have a compiled step, told from the configuration in transformers' words, and which of their tensors go
where. Pure; None wherever something is not as the step has it, and the model then goes the way of all others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.frequencies import rotary_factor, rotary_frequencies
from chatapp.lm.packed.description import BiasedMatrix, Description, Family

Config = Mapping[str, Any]
Rotary = Literal["halves", "interleaved"]
STEP_COLUMNS, STEP_HEAD = 32, 16
"""The compiled step works on rows of whole groups and heads of whole vectors."""
FAMILIES: dict[str, Family] = {
    "llama": "llama",
    "mistral": "llama",
    "qwen2": "llama",
    "qwen3": "llama",
    "phi3": "phi3",
    "stablelm": "stablelm",
    "starcoder2": "starcoder2",
}
"""By transformers' model_type; GPT-2 has a configuration in words of its own."""
ACTIVATIONS = {"starcoder2": "gelu_pytorch_tanh"}
EPSILONS = {"stablelm": "layer_norm_eps", "starcoder2": "norm_epsilon"}
ODD = ("mlp_bias", "use_parallel_residual", "qk_layernorm")
"""Switches of one or the other that the step does not know."""
GPT2_SWITCHES = {"activation_function": "gelu_new", "scale_attn_weights": True}
LLAMA_LAYER = {
    "qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "output": ("self_attn.o_proj",),
    "enter": ("mlp.gate_proj", "mlp.up_proj"),
    "leave": ("mlp.down_proj",),
    "attention_norm": ("input_layernorm",),
    "mlp_norm": ("post_attention_layernorm",),
    "query_norm": ("self_attn.q_norm",),
    "key_norm": ("self_attn.k_norm",),
}
GPT2_LAYER: dict[str, tuple[str, ...]] = {
    "qkv": ("attn.c_attn",),
    "output": ("attn.c_proj",),
    "enter": ("mlp.c_fc",),
    "leave": ("mlp.c_proj",),
    "attention_norm": ("ln_1",),
    "mlp_norm": ("ln_2",),
}
PHI3_LAYER = {**LLAMA_LAYER, "qkv": ("self_attn.qkv_proj",), "enter": ("mlp.gate_up_proj",)}
STARCODER2_LAYER = {**LLAMA_LAYER, "enter": ("mlp.c_fc",), "leave": ("mlp.c_proj",)}
LAYERS: dict[Family, dict[str, tuple[str, ...]]] = {
    "llama": LLAMA_LAYER,
    "phi3": PHI3_LAYER,
    "stablelm": LLAMA_LAYER,
    "starcoder2": STARCODER2_LAYER,
    "gpt2": GPT2_LAYER,
}
LLAMA_WHOLE = {"embedding": "model.embed_tokens", "norm": "model.norm", "head": "lm_head"}
GPT2_WHOLE = {
    "embedding": "transformer.wte",
    "norm": "transformer.ln_f",
    "positions": "transformer.wpe",
    "head": "lm_head",
}


@dataclass(frozen=True, slots=True)
class TensorNames:
    """transformers' names of what makes up a description's arrays, one below the other."""

    description: Description

    def of(self, name: str) -> tuple[str, ...]:
        """For a name of `Description.matrices` or `vectors`."""
        stem, is_bias = name.removesuffix(".bias"), name.endswith(".bias")
        suffix = "bias" if is_bias else "weight"
        return tuple(f"{module}.{suffix}" for module in self._modules(stem))

    def all(self) -> frozenset[str]:
        """Everything that the model's file must hold."""
        description = self.description
        names = [*description.matrices(), *(name for name in description.vectors() if name != "frequencies")]
        return frozenset(tensor for name in names for tensor in self.of(name))

    def is_transposed(self, tensor: str) -> bool:
        """GPT-2's own matrices in layers are stored (columns, rows)."""
        return self.description.family == "gpt2" and ".h." in tensor

    def _modules(self, stem: str) -> tuple[str, ...]:
        family = self.description.family
        if not stem.startswith("layers."):
            return ((GPT2_WHOLE if family == "gpt2" else LLAMA_WHOLE)[stem],)
        _, layer, inner = stem.split(".")
        prefix = f"transformer.h.{layer}" if family == "gpt2" else f"model.layers.{layer}"
        return tuple(f"{prefix}.{module}" for module in LAYERS[family][inner])


def describe(config: Config, rotary: Rotary = "halves") -> Description | None:
    """`config` has every value that matters, as AutoConfig fills it in; `rotary` is how the source lays heads out. None
    too where the compiled step's columns do not fit."""
    found = shape_of(config, rotary)
    fits = found is not None and not (
        found.head_size % STEP_HEAD
        or any(width % STEP_COLUMNS for width in (found.hidden, found.heads * found.head_size, found.inner))
    )
    return found if fits else None


def shape_of(config: Config, rotary: Rotary = "halves") -> Description | None:
    """The same for torch, which takes all widths."""
    try:
        found = _describe(config, rotary)
        if found is not None and found.rotary != "none":
            frequencies(config)
    except (KeyError, TypeError, ValueError):
        return None
    return found


def frequencies(config: Config) -> NDArray[np.float32]:
    """Of the rotation. ValueError for a kind of scaling that is no fixed table."""
    rope = config["rope_parameters"]
    return rotary_frequencies(_rotary_dimensions(config), float(rope["rope_theta"]), rope)


def _describe(config: Config, rotary: Rotary) -> Description | None:
    kind = config["model_type"]
    if kind == "gpt2":
        return _gpt2(config)
    if kind not in FAMILIES or not _is_plain(config):
        return None
    heads, turning = config["num_attention_heads"], _rotary_dimensions(config)
    return Description(
        family=FAMILIES[kind],
        layers=config["num_hidden_layers"],
        hidden=config["hidden_size"],
        heads=heads,
        kv_heads=config.get("num_key_value_heads") or heads,
        head_size=_head_size(config),
        inner=config["intermediate_size"],
        vocabulary=config["vocab_size"],
        positions=config["max_position_embeddings"],
        epsilon=float(config[EPSILONS.get(kind, "rms_norm_eps")]),
        rotary=rotary,
        rotary_factor=rotary_factor(config["rope_parameters"]),
        is_tied=bool(config["tie_word_embeddings"]),
        has_head_norms=kind == "qwen3",
        biased=_biased(config),
        rotary_dimensions=None if turning == _head_size(config) else turning,
    )


def _head_size(config: Config) -> int:
    return int(config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"])


def _rotary_dimensions(config: Config) -> int:
    return int(_head_size(config) * float(config["rope_parameters"].get("partial_rotary_factor") or 1.0))


def _is_plain(config: Config) -> bool:
    """Full attention in every layer, the family's own activation, no bias in a gated part."""
    window = config.get("sliding_window") if config.get("use_sliding_window", True) else None
    kinds = set(config.get("layer_types") or ["full_attention"])
    is_windowed = kinds != {"full_attention"} or (window is not None and window < config["max_position_embeddings"])
    activation = ACTIVATIONS.get(config["model_type"], "silu")
    return config["hidden_act"] == activation and not (is_windowed or any(config.get(name) for name in ODD))


def _biased(config: Config) -> tuple[BiasedMatrix, ...]:
    if config["model_type"] == "qwen2" or config.get("use_qkv_bias"):
        return ("qkv",)
    if config.get("use_bias"):
        return ("qkv", "output", "enter", "leave")
    return ("qkv", "output") if config.get("attention_bias") else ()


def _gpt2(config: Config) -> Description | None:
    odd = config.get("scale_attn_by_inverse_layer_idx") or config.get("add_cross_attention")
    if odd or any(config[name] != value for name, value in GPT2_SWITCHES.items()):
        return None
    heads, hidden = config["n_head"], config["n_embd"]
    return Description(
        family="gpt2",
        layers=config["n_layer"],
        hidden=hidden,
        heads=heads,
        kv_heads=heads,
        head_size=hidden // heads,
        inner=config.get("n_inner") or 4 * hidden,
        vocabulary=config["vocab_size"],
        positions=config["n_positions"],
        epsilon=float(config["layer_norm_epsilon"]),
        rotary="none",
        rotary_factor=1.0,
        is_tied=bool(config["tie_word_embeddings"]),
        has_head_norms=False,
        biased=("qkv", "output", "enter", "leave"),
    )
