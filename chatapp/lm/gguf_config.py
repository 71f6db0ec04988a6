"""What a GGUF file of the families with a compiled step says, in transformers' words: configuration and tensor names.

Needs neither torch nor transformers; None where the file is not plainly one of these models.
"""

import re
from typing import Any

from chatapp.lm.gguf_file import GgufFile
from chatapp.lm.gguf_rope import rope_base, rope_scaling

CLASSES = {
    "llama": "LlamaForCausalLM",
    "qwen2": "Qwen2ForCausalLM",
    "qwen3": "Qwen3ForCausalLM",
    "gpt2": "GPT2LMHeadModel",
}
LLAMA_MODULES = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
GPT2_MODULES = {
    "attn_norm": "ln_1",
    "attn_qkv": "attn.c_attn",
    "attn_output": "attn.c_proj",
    "ffn_norm": "ln_2",
    "ffn_up": "mlp.c_fc",
    "ffn_down": "mlp.c_proj",
}
LLAMA_WHOLE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
GPT2_WHOLE = {
    "token_embd": "transformer.wte",
    "position_embd": "transformer.wpe",
    "output_norm": "transformer.ln_f",
    "output": "lm_head",
}
ROPE_TENSOR = "rope_freqs.weight"
"""Read out as a kind of scaling, so it is no weight of the model."""
TOKENS = {
    "bos_token_id": "bos_token_id",
    "eos_token_id": "eos_token_id",
    "unk_token_id": "unknown_token_id",
    "pad_token_id": "padding_token_id",
}
_LAYER = re.compile(r"blk\.(\d+)\.(\w+)\.(weight|bias)")


def transformers_name(file: GgufFile, name: str) -> str | None:
    """None for a tensor that the family does not have."""
    is_gpt2 = file.architecture == "gpt2"
    found = _LAYER.fullmatch(name)
    if found is not None:
        layer, module, suffix = found.groups()
        inner = (GPT2_MODULES if is_gpt2 else LLAMA_MODULES).get(module)
        outer = f"transformer.h.{layer}" if is_gpt2 else f"model.layers.{layer}"
        return None if inner is None else f"{outer}.{inner}.{suffix}"
    stem, _, suffix = name.rpartition(".")
    whole = (GPT2_WHOLE if is_gpt2 else LLAMA_WHOLE).get(stem)
    return None if whole is None else f"{whole}.{suffix}"


def transformers_config(file: GgufFile) -> dict[str, Any] | None:
    """config.json's content, with every value that decides the arithmetic."""
    if file.architecture not in CLASSES:
        return None
    try:
        sizes = _gpt2(file) if file.architecture == "gpt2" else _llama(file)
    except (KeyError, TypeError, ValueError, StopIteration):
        return None
    names = {tensor.name for tensor in file.tensors}
    stated = {key: file.metadata.get(f"tokenizer.ggml.{name}") for key, name in TOKENS.items()}
    return {
        "architectures": [CLASSES[file.architecture]],
        "model_type": file.architecture,
        "dtype": "bfloat16",
        **sizes,
        "tie_word_embeddings": "output.weight" not in names,
        **{key: value for key, value in stated.items() if value is not None},
    }


def _llama(file: GgufFile) -> dict[str, Any]:
    names = {tensor.name for tensor in file.tensors}
    heads, hidden = _number(file, "attention.head_count"), _number(file, "embedding_length")
    head_size = file.metadata.get(f"{file.architecture}.attention.key_length") or hidden // heads
    if file.metadata.get(f"{file.architecture}.rope.dimension_count", head_size) != head_size:
        raise ValueError("only a part of each head is rotated")
    config = {
        "hidden_size": hidden,
        "intermediate_size": _number(file, "feed_forward_length"),
        "num_hidden_layers": _number(file, "block_count"),
        "num_attention_heads": heads,
        "num_key_value_heads": file.metadata.get(f"{file.architecture}.attention.head_count_kv", heads),
        "head_dim": head_size,
        "hidden_act": "silu",
        "max_position_embeddings": _number(file, "context_length"),
        "rms_norm_eps": float(file.metadata[f"{file.architecture}.attention.layer_norm_rms_epsilon"]),
        "rope_parameters": _rope(file),
        "vocab_size": _vocabulary(file),
    }
    if file.architecture != "qwen2":
        config["attention_bias"] = "blk.0.attn_q.bias" in names
    return config


def _rope(file: GgufFile) -> dict[str, Any]:
    return {"rope_type": "default", **(rope_scaling(file) or {}), "rope_theta": rope_base(file)}


def _gpt2(file: GgufFile) -> dict[str, Any]:
    hidden, positions = _number(file, "embedding_length"), _number(file, "context_length")
    return {
        "n_embd": hidden,
        "n_layer": _number(file, "block_count"),
        "n_head": _number(file, "attention.head_count"),
        "n_inner": _number(file, "feed_forward_length"),
        "n_positions": positions,
        "n_ctx": positions,
        "activation_function": "gelu_new",
        "scale_attn_weights": True,
        "layer_norm_epsilon": float(file.metadata["gpt2.attention.layer_norm_epsilon"]),
        "vocab_size": _vocabulary(file),
    }


def _number(file: GgufFile, name: str) -> int:
    value = file.metadata[f"{file.architecture}.{name}"]
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} is {value}")
    return value


def _vocabulary(file: GgufFile) -> int:
    """Of the embedding, which may have more rows than the tokenizer has words."""
    return next(tensor.shape[0] for tensor in file.tensors if tensor.name == "token_embd.weight")
