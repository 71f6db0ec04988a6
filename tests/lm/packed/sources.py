"""Two-layer models that the compiled step can run, as folders of transformers and as GGUF files of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from tests.lm.gguf_writing import NAMES, add_tokenizer, permuted
from tests.lm.packed.blocks import SCALES, raw_rows
from tests.lm.tiny import SIZES, byte_level_tokenizer, save_tokenizer

KindOf = Callable[[str], str]
"""The name of a block type for a matrix's name in GGUF."""
FITTING = {**SIZES, "hidden_size": 64, "intermediate_size": 96, "head_dim": 16}
WITHOUT_HEADS = {name: value for name, value in FITTING.items() if name != "head_dim"}
PARTIAL = {"rope_type": "default", "rope_theta": 10000.0, "partial_rotary_factor": 0.25}
CONFIGS: dict[str, dict[str, Any]] = {
    "llama": FITTING,
    "llama-biased": {**FITTING, "attention_bias": True, "tie_word_embeddings": True},
    "llama-scaled": {
        **FITTING,
        "rope_parameters": {
            "rope_type": "llama3",
            "rope_theta": 10000.0,
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64,
        },
    },
    "llama-yarn": {
        **FITTING,
        "rope_parameters": {
            "rope_type": "yarn",
            "rope_theta": 10000.0,
            "factor": 4.0,
            "original_max_position_embeddings": 64,
        },
    },
    "mistral": {**FITTING, "sliding_window": None},
    "qwen2": {**FITTING, "tie_word_embeddings": True},
    "qwen3": FITTING,
    "phi3": WITHOUT_HEADS,
    "phi3-partial": {**FITTING, "head_dim": 32, "rope_parameters": {**PARTIAL, "partial_rotary_factor": 0.75}},
    "stablelm": {**WITHOUT_HEADS, "use_qkv_bias": True, "rope_parameters": PARTIAL},
    "starcoder2": {**FITTING, "sliding_window": None},
    "gpt2": {"n_embd": 64, "n_layer": 2, "n_head": 4, "n_positions": 256, "vocab_size": 384},
}
GPT2_NAMES = {
    "ln_1": "attn_norm",
    "attn.c_attn": "attn_qkv",
    "attn.c_proj": "attn_output",
    "ln_2": "ffn_norm",
    "mlp.c_fc": "ffn_up",
    "mlp.c_proj": "ffn_down",
    "wte": "token_embd",
    "wpe": "position_embd",
    "ln_f": "output_norm",
    "lm_head": "output",
}
LLAMA_NAMES = {
    **NAMES,
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "model.embed_tokens": "token_embd",
    "model.norm": "output_norm",
    "lm_head": "output",
}


def save_fitting(folder: Path, kind: str, dtype: str = "float32", **changes: Any) -> Path:
    """A model of a family with a compiled step, of sizes that it takes."""
    import torch
    from transformers import AutoConfig

    torch.manual_seed(sum(kind.encode()))
    stated = {**CONFIGS[kind], **changes, "eos_token_id": 2, "bos_token_id": 1}
    config = AutoConfig.for_model(kind.partition("-")[0], initializer_range=0.1, **stated)
    model = model_of(config)
    with torch.no_grad():
        for name, values in model.named_parameters():
            if name.endswith("bias") or "norm" in name or "ln_" in name:  # else all of them 0 or 1
                values.add_(torch.randn_like(values), alpha=0.1)
    model.to(getattr(torch, dtype)).save_pretrained(folder)
    save_tokenizer(folder, byte_level_tokenizer())
    return folder


def model_of(config: Any) -> Any:
    """transformers' model with random weights."""
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_config(config)  # type: ignore[no-untyped-call]  # untyped in transformers


def write_gguf(source: Path, target: Path, kind_of: KindOf) -> Path:
    """As llama.cpp's converter writes it: names, GPT-2's matrices turned, Llama's heads interleaved."""
    config = json.loads((source / "config.json").read_text())
    architecture = {"mistral": "llama"}.get(config["model_type"], config["model_type"])
    writer = gguf.GGUFWriter(target, architecture)
    writer.add_name("Fitting")
    if architecture == "gpt2":
        _add_gpt2_sizes(writer, config)
    else:
        _add_llama_sizes(writer, config)
    add_tokenizer(writer, source)
    tied = {"lm_head.weight"} if config.get("tie_word_embeddings") else set()
    for name, values in load_file(source / "model.safetensors").items():
        if name not in tied:
            _add_tensor(writer, gguf_name(name), _as_stored(name, values, config), kind_of)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def gguf_name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    stem = stem.removeprefix("transformer.")
    names = LLAMA_NAMES if stem.startswith("model.") else GPT2_NAMES
    for start in ("model.layers.", "h."):
        if stem.startswith(start):
            layer, inner = stem.removeprefix(start).split(".", 1)
            return f"blk.{layer}.{names[inner]}.{suffix}"
    return f"{names[stem]}.{suffix}"


def _as_stored(name: str, values: NDArray[np.float32], config: dict[str, Any]) -> NDArray[np.float32]:
    values = values.astype(np.float32)
    if config["model_type"] == "gpt2":
        is_turned = values.ndim == 2 and ".h." in f".{name}"
        return np.ascontiguousarray(values.T) if is_turned else values
    if config["model_type"] not in ("llama", "mistral"):
        return values
    rows = values.reshape(len(values), -1)
    return np.ascontiguousarray(permuted(name, rows, config).reshape(values.shape))


def _add_tensor(writer: gguf.GGUFWriter, name: str, values: NDArray[np.float32], kind_of: KindOf) -> None:
    kind = kind_of(name) if values.ndim == 2 else "F32"
    number = gguf.GGMLQuantizationType[kind]
    rows, columns = values.shape if values.ndim == 2 else (0, 0)
    # gguf's Python cannot pack K-quants: other weights take their place.
    raw = raw_rows(kind, rows, columns, len(name)) if kind in SCALES else gguf.quantize(values, number)
    writer.add_tensor(name, raw, raw_dtype=number)


def _add_llama_sizes(writer: gguf.GGUFWriter, config: dict[str, Any]) -> None:
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_rope_dimension_count(config["head_dim"])
    writer.add_key_length(config["head_dim"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])


def _add_gpt2_sizes(writer: gguf.GGUFWriter, config: dict[str, Any]) -> None:
    writer.add_context_length(config["n_positions"])
    writer.add_embedding_length(config["n_embd"])
    writer.add_block_count(config["n_layer"])
    writer.add_feed_forward_length(4 * config["n_embd"])
    writer.add_head_count(config["n_head"])
    writer.add_layer_norm_eps(config["layer_norm_epsilon"])
