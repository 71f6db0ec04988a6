"""The arithmetic of Llama-shaped models and GPT-2 over a BucketCache, in torch. Nothing here depends on a number that
is in a tensor, so that what is computed once can be captured. Engine thread, in inference mode."""

import torch
from torch.nn import functional

from chatapp.lm.graph.bucket_cache import BucketCache
from chatapp.lm.graph.tensors import FREQUENCIES, Weights

FEW = 16
"""So many tokens share a step over one group of heads; more are worth a copy of the keys for each head."""


class LeanModel:
    """Holds the weights."""

    def __init__(self, weights: Weights) -> None:
        self._model = weights.description
        self._tensors = weights.tensors
        self._head = weights.head
        self._is_interleaved = self._model.rotary == "interleaved"

    def __call__(self, ids: torch.Tensor, start: torch.Tensor, span: int, cache: BucketCache) -> torch.Tensor:
        """The final states of `ids` (rows, tokens), which stand from place `start`, a tensor of one number, and attend
        to the first `span` positions as far as they stand before them. Their keys and values are in the cache then."""
        places = start + torch.arange(ids.shape[1], device=ids.device)
        seen = torch.arange(span, device=ids.device) <= places[:, None]
        turns = self._turns(places)
        hidden = self._embedded(ids, places)
        for layer, buffer in enumerate(cache.buffers):
            name = f"layers.{layer}"
            normed = self._norm(hidden, f"{name}.attention_norm")
            hidden = hidden + self._attention(name, normed, turns, buffer, (places, seen))
            hidden = hidden + self._inner(name, self._norm(hidden, f"{name}.mlp_norm"))
        return self._norm(hidden, "norm")

    def logits(self, hidden: torch.Tensor) -> torch.Tensor:
        return functional.linear(hidden, self._head).float()

    def _embedded(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        hidden = functional.embedding(ids, self._tensors["embedding"])
        learned = self._tensors.get("positions")
        if learned is None:
            return hidden
        return hidden + functional.embedding(places.clamp(max=len(learned) - 1), learned)

    def _attention(
        self,
        name: str,
        hidden: torch.Tensor,
        turns: tuple[torch.Tensor, torch.Tensor] | None,
        buffer: torch.Tensor,
        where: tuple[torch.Tensor, torch.Tensor],
    ) -> torch.Tensor:
        model, (places, seen) = self._model, where
        rows, count = hidden.shape[:2]
        heads = [model.heads, model.kv_heads, model.kv_heads]
        split = self._linear(hidden, f"{name}.qkv").view(rows, count, sum(heads), model.head_size)
        queries, keys, values = torch.split(split.transpose(1, 2), heads, dim=1)
        queries, keys = (
            self._placed(queries, f"{name}.query_norm", turns),
            self._placed(keys, f"{name}.key_norm", turns),
        )
        _write(buffer[0], places, keys)
        _write(buffer[1], places, values)
        past_keys, past_values = (part[:, :, : seen.shape[1]] for part in buffer)
        found = _attended(queries, past_keys, past_values, seen)
        return self._linear(found.transpose(1, 2).reshape(rows, count, -1), f"{name}.output")

    def _placed(self, heads: torch.Tensor, norm: str, turns: tuple[torch.Tensor, torch.Tensor] | None) -> torch.Tensor:
        """Queries or keys with their norm, where they have one, and turned."""
        if norm in self._tensors:
            heads = self._norm(heads, norm)
        if turns is None:
            return heads
        cosines, sines = turns
        size = 2 * cosines.shape[-1]
        turned, rest = heads[..., :size], heads[..., size:]
        first, second = (turned[..., ::2], turned[..., 1::2]) if self._is_interleaved else turned.chunk(2, dim=-1)
        pairs = first * cosines - second * sines, second * cosines + first * sines
        made = torch.stack(pairs, dim=-1).flatten(-2) if self._is_interleaved else torch.cat(pairs, dim=-1)
        return torch.cat([made, rest], dim=-1) if rest.shape[-1] else made

    def _inner(self, name: str, hidden: torch.Tensor) -> torch.Tensor:
        entered = self._linear(hidden, f"{name}.enter")
        if self._model.is_gated:
            gate, up = entered.chunk(2, dim=-1)
            entered = functional.silu(gate) * up
        else:
            entered = functional.gelu(entered, approximate="tanh")
        return self._linear(entered, f"{name}.leave")

    def _linear(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(hidden, self._tensors[name], self._tensors.get(f"{name}.bias"))

    def _norm(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._tensors[name], self._tensors.get(f"{name}.bias")
        if bias is not None:
            return functional.layer_norm(hidden, weight.shape, weight, bias, self._model.epsilon)
        exact = hidden.float()
        exact = exact * torch.rsqrt(exact.square().mean(-1, keepdim=True) + self._model.epsilon)
        return weight * exact.to(hidden.dtype)

    def _turns(self, places: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor] | None:
        """Cosines and sines, (tokens, pairs)."""
        if FREQUENCIES not in self._tensors:
            return None
        angles = places[:, None].float() * self._tensors[FREQUENCIES]
        factor, dtype = self._model.rotary_factor, self._head.dtype
        return (angles.cos() * factor).to(dtype), (angles.sin() * factor).to(dtype)


def _write(buffer: torch.Tensor, places: torch.Tensor, states: torch.Tensor) -> None:
    try:
        buffer.index_copy_(2, places, states)
    except NotImplementedError:  # Apple's GPUs
        buffer[:, :, places] = states


def _attended(queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
    """(rows, heads, tokens, width). Heads that share a key stand below each other as if they were tokens, which spares
    the copies of that key."""
    rows, heads, count, width = queries.shape
    shared = heads // keys.shape[1]
    if count <= FEW:
        below = queries.reshape(rows, keys.shape[1], shared * count, width)
        mask = seen.repeat(shared, 1)
        return functional.scaled_dot_product_attention(below, keys, values, attn_mask=mask).view(queries.shape)
    if shared > 1:
        keys, values = keys.repeat_interleave(shared, dim=1), values.repeat_interleave(shared, dim=1)
    return functional.scaled_dot_product_attention(queries, keys, values, attn_mask=seen)
