"""Writes the tiny Llama as llama.cpp's converter would, with gguf's own writer."""

import json
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import tokenizers
from numpy.typing import NDArray
from safetensors.numpy import load_file

from tests.lm.tiny import CHATML

NAMES = {
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def write_llama(source: Path, target: Path, *, packed: bool = False, architecture: str = "llama") -> Path:
    """`packed` writes what has two dimensions as Q8_0, else everything is float32."""
    config = json.loads((source / "config.json").read_text())
    writer = gguf.GGUFWriter(target, architecture)
    writer.add_name("Tiny Llama")
    writer.add_license("mit")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_rope_dimension_count(config["head_dim"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])
    add_tokenizer(writer, source)
    for name, weights in load_file(source / "model.safetensors").items():
        _add_tensor(writer, gguf_name(name), permuted(name, weights, config), packed)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def gguf_name(name: str) -> str:
    outer = {"model.embed_tokens.weight": "token_embd", "model.norm.weight": "output_norm", "lm_head.weight": "output"}
    if name in outer:
        return f"{outer[name]}.weight"
    layer, inner = name.removeprefix("model.layers.").split(".", 1)
    return f"blk.{layer}.{NAMES[inner.removesuffix('.weight')]}.weight"


def permuted(name: str, weights: NDArray[np.float32], config: dict[str, Any]) -> NDArray[np.float32]:
    """llama.cpp rotates neighbouring dimensions, transformers the two halves of a head."""
    key = {"q_proj": "num_attention_heads", "k_proj": "num_key_value_heads"}
    heads = next((config[count] for part, count in key.items() if part in name), None)
    if heads is None:
        return weights
    return weights.reshape(heads, 2, -1, weights.shape[1]).swapaxes(1, 2).reshape(weights.shape)


def _add_tensor(writer: gguf.GGUFWriter, name: str, weights: NDArray[np.float32], packed: bool) -> None:
    if packed and weights.ndim == 2 and weights.shape[1] % 32 == 0:
        kind = gguf.GGMLQuantizationType.Q8_0
        writer.add_tensor(name, gguf.quantize(weights, kind), raw_dtype=kind)
    else:
        writer.add_tensor(name, np.ascontiguousarray(weights))


def add_tokenizer(writer: gguf.GGUFWriter, source: Path) -> None:
    backend = tokenizers.Tokenizer.from_file(str(source / "tokenizer.json"))
    vocabulary = backend.get_vocab()
    words = sorted(vocabulary, key=lambda word: vocabulary[word])
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(words)
    writer.add_token_types([3 if place < 3 else 1 for place in range(len(words))])
    writer.add_token_merges([" ".join(merge) for merge in json.loads(backend.to_str())["model"]["merges"]])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_chat_template(CHATML)
