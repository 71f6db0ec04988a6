"""Two-layer models with random weights that four bits hold exactly: one description, to be run in several ways."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.architecture import Activation, Architecture, Layer, Linear, Norm, NormKind, Rotary, Sizes
from chatapp.lm.cpu.frequencies import rotary_frequencies
from chatapp.lm.kernels.layout import PackedMatrix, pack_int4, pack_int8

Floats = NDArray[np.float32]
VOCABULARY = 200
POSITIONS = 512


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    kv_heads: int = 2
    head_size: int = 16
    has_qkv_bias: bool = False
    has_head_norms: bool = False
    rotary_share: float = 1.0
    is_interleaved: bool = False
    is_tied: bool = True


LLAMA = Family("llama")
QWEN2 = Family("qwen2", kv_heads=1, has_qkv_bias=True, is_tied=False)
QWEN3 = Family("qwen3", kv_heads=4, head_size=32, has_head_norms=True)
GPT2 = Family("gpt2", kv_heads=4, has_qkv_bias=True)
PARTIAL = Family("stablelm", kv_heads=2, head_size=80, rotary_share=0.5, is_tied=False)
INTERLEAVED = Family("gguf llama", is_interleaved=True)
FAMILIES = (LLAMA, QWEN2, QWEN3, GPT2)
HEADS = 4
HIDDEN = 64
INNER = 96


class Weights:
    """Random weights, as many as asked for, from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def matrix(self, rows: int, columns: int, size: float = 2.0) -> PackedMatrix:
        q = self._random.integers(0, 16, (rows, columns), np.uint8)
        groups = -(-columns // 32)
        d = self._random.uniform(0.5, 1.0, (rows, groups)) * size / 8 / columns**0.5
        return pack_int4(q, d, -7.5 * d)

    def eight_bits(self, rows: int, columns: int) -> PackedMatrix:
        q = self._random.integers(-127, 128, (rows, columns)).astype(np.int8)
        return pack_int8(q, self._random.uniform(0.002, 0.004, (rows, -(-columns // 32))))

    def vector(self, size: int, middle: float = 0.0) -> Floats:
        return (middle + 0.2 * self._random.standard_normal(size)).astype(np.float32)


def architecture(family: Family, seed: int = 0, layers: int = 2) -> Architecture:
    weights = Weights(seed)
    is_gpt2 = family.name == "gpt2"
    sizes = Sizes(HIDDEN, HEADS, family.kv_heads, family.head_size, INNER, VOCABULARY, POSITIONS)
    embedding = weights.eight_bits(VOCABULARY, HIDDEN)
    head = embedding if family.is_tied else weights.matrix(VOCABULARY, HIDDEN)
    pairs = int(family.head_size * family.rotary_share)
    learned = weights.vector(POSITIONS * HIDDEN).reshape(POSITIONS, HIDDEN)
    return Architecture(
        sizes=sizes,
        norm=NormKind.LAYER if is_gpt2 else NormKind.RMS,
        epsilon=1e-5,
        activation=Activation.GELU_TANH if is_gpt2 else Activation.GATED_SILU,
        rotary=None if is_gpt2 else Rotary(rotary_frequencies(pairs, 10000.0), family.is_interleaved),
        learned_positions=learned if is_gpt2 else None,
        embedding=embedding,
        layers=tuple(_layer(family, sizes, weights) for _ in range(layers)),
        final_norm=_norm(family, weights),
        head=Linear(head),
    )


def _layer(family: Family, sizes: Sizes, weights: Weights) -> Layer:
    is_gpt2 = family.name == "gpt2"

    def linear(rows: int, columns: int, *, has_bias: bool = is_gpt2) -> Linear:
        return Linear(weights.matrix(rows, columns), weights.vector(rows) if has_bias else None)

    return Layer(
        attention_norm=_norm(family, weights),
        qkv=linear(sizes.qkv_width, HIDDEN, has_bias=family.has_qkv_bias),
        output=linear(HIDDEN, sizes.query_width),
        mlp_norm=_norm(family, weights),
        enter=linear(INNER * (1 if is_gpt2 else 2), HIDDEN),
        leave=linear(HIDDEN, INNER),
        query_norm=weights.vector(sizes.head_size, 1.0) if family.has_head_norms else None,
        key_norm=weights.vector(sizes.head_size, 1.0) if family.has_head_norms else None,
    )


def _norm(family: Family, weights: Weights) -> Norm:
    return Norm(weights.vector(HIDDEN, 1.0), weights.vector(HIDDEN) if family.name == "gpt2" else None)


def tokens(count: int, seed: int = 1) -> list[int]:
    return [int(token) for token in np.random.default_rng(seed).integers(0, VOCABULARY, count)]
