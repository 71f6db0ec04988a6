"""The arithmetic of the compiled step, in NumPy: a whole sequence at once, written for reading and not for speed."""

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.architecture import Activation, Architecture, Layer, Linear, Norm
from chatapp.lm.cpu.kv_form import KvForm
from chatapp.lm.kernels.rounding import rounded

Floats = NDArray[np.float32]


class Reference:
    """`is_rounded` as the step does it: activations to int8 before each product, keys and values as `form` says, with
    queries too where they are int8. Without, plain floats."""

    def __init__(self, model: Architecture, *, is_rounded: bool, form: KvForm = KvForm.HALVES) -> None:
        self._model = model
        self._is_rounded = is_rounded
        self._form = form

    def logits(self, tokens: list[int]) -> Floats:
        """After every token, (tokens, vocabulary)."""
        model = self._model
        x = model.embedding.dequantised_rows(np.array(tokens)).astype(np.float64)
        if model.learned_positions is not None:
            x = x + model.learned_positions[: len(tokens)]
        for layer in model.layers:
            x = x + self._product(layer.output, self._attention(layer, self._norm(layer.attention_norm, x)))
            x = x + self._product(
                layer.leave, self._activated(self._product(layer.enter, self._norm(layer.mlp_norm, x)))
            )
        return self._product(model.head, self._norm(model.final_norm, x)).astype(np.float32)

    def _product(self, linear: Linear, x: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._is_rounded:
            x = _in_eight_bits(x)
        y = x @ linear.matrix.dequantise().astype(np.float64).T
        return y if linear.bias is None else y + linear.bias

    def _norm(self, norm: Norm, x: NDArray[np.float64]) -> NDArray[np.float64]:
        if norm.bias is None:
            return self._rms(norm.weight, x)
        centred = x - x.mean(-1, keepdims=True)
        return self._rms(norm.weight, centred) + norm.bias

    def _rms(self, weight: Floats, x: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = x / np.sqrt((x * x).mean(-1, keepdims=True) + self._model.epsilon) * weight
        return found

    def _activated(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._model.activation is Activation.GATED_SILU:
            gate, up = np.split(x, 2, axis=-1)
            gated: NDArray[np.float64] = gate / (1 + np.exp(-gate)) * up
            return gated
        curved: NDArray[np.float64] = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
        return curved

    def _attention(self, layer: Layer, x: NDArray[np.float64]) -> NDArray[np.float64]:
        sizes, count = self._model.sizes, len(x)
        heads = self._product(layer.qkv, x).reshape(count, -1, sizes.head_size)
        queries, keys, values = np.split(heads, [sizes.heads, sizes.heads + sizes.kv_heads], axis=1)
        queries = self._turned(self._head_norm(layer.query_norm, queries)) * sizes.head_size**-0.5
        keys = self._turned(self._head_norm(layer.key_norm, keys))
        queries, keys, values = self._kept(queries, keys, values)
        group = sizes.heads // sizes.kv_heads
        keys, values = (np.repeat(part, group, axis=1) for part in (keys, values))
        scores = np.einsum("qhd,khd->hqk", queries, keys) + np.triu(np.full((count, count), -np.inf), 1)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        mixed: NDArray[np.float64] = np.einsum("hqk,khd->qhd", weights, values).reshape(count, -1)
        return mixed

    def _head_norm(self, weight: Floats | None, x: NDArray[np.float64]) -> NDArray[np.float64]:
        return x if weight is None else self._rms(weight, x)

    def _kept(self, *parts: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Queries, keys and values, each (rows, heads, head size), as attention finds them."""
        queries, keys, values = parts
        if not self._is_rounded:
            return parts
        if self._form is KvForm.HALVES:
            return queries, *(part.astype(np.float32).astype(np.float16).astype(np.float64) for part in (keys, values))
        matrix = _hadamard(self._model.sizes.head_size)
        return _by_heads(queries @ matrix), _by_heads(keys @ matrix), _by_heads(values)

    def _turned(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        rotary = self._model.rotary
        if rotary is None:
            return x
        pairs = rotary.frequencies.size
        first = np.arange(pairs) * (2 if rotary.is_interleaved else 1)
        second = first + (1 if rotary.is_interleaved else pairs)
        angles = np.outer(np.arange(len(x)), rotary.frequencies.astype(np.float64))[:, None]
        cosines, sines = np.cos(angles) * rotary.scaling, np.sin(angles) * rotary.scaling
        turned = x.copy()
        turned[..., first] = x[..., first] * cosines - x[..., second] * sines
        turned[..., second] = x[..., first] * sines + x[..., second] * cosines
        return turned


def _in_eight_bits(x: NDArray[np.float64]) -> NDArray[np.float64]:
    found = rounded(np.ascontiguousarray(x, np.float32))
    grouped = found.values.reshape(len(x), found.groups, 32) * found.scales[..., None].astype(np.float64)
    made: NDArray[np.float64] = grouped.reshape(len(x), -1)[:, : x.shape[1]].astype(np.float64)
    return made


def _by_heads(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """In eight bits with one scale for each head."""
    heads = x.astype(np.float32)
    scales = np.abs(heads).max(-1, keepdims=True) / 127
    made: NDArray[np.float64] = (np.rint(heads / np.maximum(scales, 1e-30)) * scales).astype(np.float64)
    return made


def _hadamard(size: int) -> NDArray[np.float64]:
    """Blocks along the diagonal, as large as the powers of two allow; its own inverse."""
    block = np.ones((1, 1))
    while size % (2 * len(block)) == 0:
        block = np.block([[block, block], [block, -block]])
    made: NDArray[np.float64] = np.kron(np.eye(size // len(block)), block) / np.sqrt(len(block))
    return made
