"""What the compiled step needs to know of a model: sizes, kinds, and weights that were checked against each other.

An `Architecture` that exists is safe to hand to compiled code. Pure values; no thread, no address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.records import BLOCK, GROUP
from chatapp.lm.kernels.layout import PackedMatrix

Floats = NDArray[np.float32]


class NormKind(Enum):
    RMS = "rms"
    LAYER = "layer"


class Activation(Enum):
    GATED_SILU = "silu(gate) * up"
    GELU_TANH = "gelu in tanh's form"


@dataclass(frozen=True, slots=True)
class Sizes:
    hidden: int
    heads: int
    kv_heads: int
    head_size: int
    inner: int
    vocabulary: int
    positions: int

    @property
    def query_width(self) -> int:
        return self.heads * self.head_size

    @property
    def qkv_width(self) -> int:
        return (self.heads + 2 * self.kv_heads) * self.head_size


@dataclass(frozen=True, slots=True)
class Rotary:
    """`frequencies`: radians per position of each pair that turns. A head's pair i is the dimensions i and i + pairs,
    or 2i and 2i + 1 where `is_interleaved`; dimensions beyond the pairs stay. `scaling` multiplies sines and cosines.
    """

    frequencies: Floats
    is_interleaved: bool = False
    scaling: float = 1.0


@dataclass(frozen=True, slots=True)
class Norm:
    weight: Floats
    bias: Floats | None = None


@dataclass(frozen=True, slots=True)
class Linear:
    matrix: PackedMatrix
    bias: Floats | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """`qkv` holds the rows of queries, keys, values; `enter` those of gate and up, or of the one matrix; `query_norm`
    and `key_norm` are over one head."""

    attention_norm: Norm
    qkv: Linear
    output: Linear
    mlp_norm: Norm
    enter: Linear
    leave: Linear
    query_norm: Floats | None = None
    key_norm: Floats | None = None


@dataclass(frozen=True, slots=True)
class Architecture:
    """Rotary turns queries and keys, `learned_positions` (positions, hidden) are added to the embedding; one of them
    is None. A tied head is the same object as `embedding`. ValueError names the part that does not fit."""

    sizes: Sizes
    norm: NormKind
    epsilon: float
    activation: Activation
    rotary: Rotary | None
    learned_positions: Floats | None
    embedding: PackedMatrix
    layers: tuple[Layer, ...]
    final_norm: Norm
    head: Linear

    def __post_init__(self) -> None:
        _check_sizes(self.sizes)
        if not self.layers:
            raise ValueError("a model has at least one layer")
        if not 0 < self.epsilon < 1:
            raise ValueError(f"the norms' epsilon is {self.epsilon}")
        _check_positions(self)
        _check_matrix("embedding", self.embedding, (self.sizes.vocabulary, self.sizes.hidden))
        for name, linear, shape in self._linears():
            _check_matrix(name, linear.matrix, shape)
            if linear.bias is not None:
                _check_floats(f"{name}'s bias", linear.bias, shape[:1])
        for name, norm in self._norms():
            self._check_norm(name, norm)
        for name, head_norm in self._head_norms():
            _check_floats(name, head_norm, (self.sizes.head_size,))

    def _linears(self) -> Iterator[tuple[str, Linear, tuple[int, int]]]:
        sizes = self.sizes
        entered = sizes.inner * (2 if self.activation is Activation.GATED_SILU else 1)
        for index, layer in enumerate(self.layers):
            yield f"layer {index}'s qkv", layer.qkv, (sizes.qkv_width, sizes.hidden)
            yield f"layer {index}'s output", layer.output, (sizes.hidden, sizes.query_width)
            yield f"layer {index}'s enter", layer.enter, (entered, sizes.hidden)
            yield f"layer {index}'s leave", layer.leave, (sizes.hidden, sizes.inner)
        yield "head", self.head, (sizes.vocabulary, sizes.hidden)

    def _norms(self) -> Iterator[tuple[str, Norm]]:
        for index, layer in enumerate(self.layers):
            yield f"layer {index}'s attention norm", layer.attention_norm
            yield f"layer {index}'s mlp norm", layer.mlp_norm
        yield "final norm", self.final_norm

    def _head_norms(self) -> Iterator[tuple[str, Floats]]:
        for index, layer in enumerate(self.layers):
            for name, norm in (("query norm", layer.query_norm), ("key norm", layer.key_norm)):
                if norm is not None:
                    yield f"layer {index}'s {name}", norm

    def _check_norm(self, name: str, norm: Norm) -> None:
        _check_floats(name, norm.weight, (self.sizes.hidden,))
        if (norm.bias is not None) != (self.norm is NormKind.LAYER):
            raise ValueError(f"{name} has a bias where it should have none, or none where it should")
        if norm.bias is not None:
            _check_floats(f"{name}'s bias", norm.bias, (self.sizes.hidden,))


def _check_sizes(sizes: Sizes) -> None:
    for name in ("hidden", "heads", "kv_heads", "head_size", "inner", "vocabulary", "positions"):
        if getattr(sizes, name) < 1:
            raise ValueError(f"{name} is {getattr(sizes, name)}")
    if sizes.heads % sizes.kv_heads:
        raise ValueError(f"{sizes.heads} heads do not share {sizes.kv_heads} key heads evenly")
    if sizes.head_size % BLOCK:
        raise ValueError(f"head_size is {sizes.head_size}, not a multiple of {BLOCK}")
    for name, width in (("hidden", sizes.hidden), ("query width", sizes.query_width), ("inner", sizes.inner)):
        if width % GROUP:
            raise ValueError(f"{name} is {width}, not a multiple of {GROUP}")


def _check_positions(model: Architecture) -> None:
    if (model.rotary is None) == (model.learned_positions is None):
        raise ValueError("positions are either rotary or learned")
    if model.learned_positions is not None:
        _check_floats("learned positions", model.learned_positions, (model.sizes.positions, model.sizes.hidden))
    if model.rotary is not None:
        pairs = model.rotary.frequencies.size
        _check_floats("rotary frequencies", model.rotary.frequencies, (pairs,))
        if not 0 < 2 * pairs <= model.sizes.head_size:
            raise ValueError(f"rotary frequencies of {pairs} pairs do not fit heads of {model.sizes.head_size}")


def _check_matrix(name: str, matrix: PackedMatrix, shape: tuple[int, int]) -> None:
    if (matrix.rows, matrix.columns) != shape:
        raise ValueError(f"{name} is {matrix.rows} x {matrix.columns} where {shape[0]} x {shape[1]} belongs")


def _check_floats(name: str, values: Floats, shape: tuple[int, ...]) -> None:
    if values.dtype != np.float32 or values.shape != shape or not values.flags.c_contiguous:
        raise ValueError(f"{name} is {values.dtype} {values.shape} where float32 {shape} belongs")
    if not np.isfinite(values).all():
        raise ValueError(f"{name} holds values that are not finite")
