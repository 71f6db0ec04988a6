"""States that a cache cannot be cut back to, copied at lengths that a later prompt may share. Engine thread only; knows
no tensor's shape."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch

MOST = 8
"""Enough for the last turns of a conversation; what is older is edited seldom."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`layers` by their place in the model; never written to."""

    length: int
    layers: Mapping[int, Any]
    byte_count: int


class Checkpoints:
    """The newest few, and no more than `byte_budget` of them."""

    def __init__(self, byte_budget: int, kept: tuple[Checkpoint, ...] = ()) -> None:
        self._byte_budget = byte_budget
        self._kept = kept

    @property
    def byte_count(self) -> int:
        return sum(point.byte_count for point in self._kept)

    def add(self, length: int, layers: Mapping[int, Any]) -> None:
        """Copies the layers, unless that length is there or they alone exceed the budget."""
        size = sum(layer_bytes(layer) for layer in layers.values())
        if size > self._byte_budget or any(point.length == length for point in self._kept):
            return
        made = {place: copied_layer(layer) for place, layer in layers.items()}
        self._kept = (*self._kept, Checkpoint(length, made, size))[-MOST:]
        while self.byte_count > self._byte_budget:
            self._kept = self._kept[1:]

    def nearest(self, length: int) -> int:
        """The greatest length there is up to this one, 0 for none."""
        return max((point.length for point in self._kept if point.length <= length), default=0)

    def layers_at(self, length: int) -> dict[int, Any]:
        """Copies, to be gone on from. ValueError where there is no such checkpoint."""
        for point in self._kept:
            if point.length == length:
                return {place: copied_layer(layer) for place, layer in point.layers.items()}
        raise ValueError(f"nothing was kept at {length} tokens")

    def cut_back(self, length: int) -> None:
        self._kept = self.until(length)._kept

    def until(self, length: int) -> "Checkpoints":
        """Those up to this length, shared with this object: nobody writes to them."""
        return Checkpoints(self._byte_budget, tuple(point for point in self._kept if point.length <= length))


def copied_layer(layer: Any) -> Any:
    """Of transformers' making, with states of its own. A state that is a part of a larger tensor is copied alone."""
    with torch.inference_mode():
        memo = {id(tensor): tensor.clone() for tensor in tensors(vars(layer).values())}
        return copy.deepcopy(layer, memo)


def layer_bytes(layer: Any) -> int:
    return sum(tensor.nbytes for tensor in tensors(vars(layer).values()))


def tensors(values: Iterable[Any]) -> Iterable[torch.Tensor]:
    """Also those in containers."""
    for value in values:
        if isinstance(value, torch.Tensor):
            yield value
        elif isinstance(value, dict):
            yield from tensors(value.values())
        elif isinstance(value, list | tuple):
            yield from tensors(value)
