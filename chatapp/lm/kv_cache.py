"""Keys and values of one token sequence: buffers that grow geometrically, so that a token never copies its past.

Engine thread only. A layer whose architecture keeps less than the whole past (sliding window, linear attention) is
transformers' own, and cannot be cut back freely, but to where it was marked.
"""

import copy
from typing import Any

import torch
from transformers import PreTrainedConfig
from transformers.cache_utils import (
    DYNAMIC_LAYER_TYPE_MAPPING,
    Cache,
    CacheLayerMixin,
    DummyLayer,
    DynamicSlidingWindowLayer,
    get_layer_types_and_kwargs,
)

from chatapp.lm.checkpoints import Checkpoints, copied_layer, layer_bytes

FIRST_CAPACITY = 256
GROWTH = 1.5


class GrowingLayer(CacheLayerMixin):  # type: ignore[no-untyped-call]  # transformers leaves its class hook untyped
    """One layer's keys and values, (batch, heads, positions, width each). `keys` and `values` are views of what is
    filled, as everything in transformers expects of them."""

    is_sliding = False
    is_croppable = True

    def __init__(self, **_options: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # untyped in transformers
        self._length = 0

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        self.dtype, self.device = key_states.dtype, key_states.device
        self._key_buffer = key_states.new_empty(*key_states.shape[:2], 0, key_states.shape[3])
        self._value_buffer = value_states.new_empty(*value_states.shape[:2], 0, value_states.shape[3])
        self.is_initialized = True

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *_: Any, **__: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        start, end = self._length, self._length + key_states.shape[2]
        self._reserve(end)
        self._key_buffer[:, :, start:end] = key_states
        self._value_buffer[:, :, start:end] = value_states
        return self._show(end)

    def truncate(self, length: int) -> None:
        """Forgets the positions from `length` on; the room stays."""
        if self.is_initialized and length < self._length:
            self._show(length)

    def crop(self, tokens_to_remove: int) -> None:
        """transformers' way to say it: a negative number of tokens."""
        self.truncate(self._length - abs(tokens_to_remove))

    def copied(self, length: int) -> "GrowingLayer":
        """A layer of its own with the first `length` positions."""
        made = GrowingLayer()
        if self.is_initialized:
            made.update(self._key_buffer[:, :, :length], self._value_buffer[:, :, :length])
        return made

    def repeated(self, count: int) -> "GrowingLayer":
        """A layer of its own with `count` rows, each of which holds what this one does, and room for more."""
        made = GrowingLayer()
        if self.is_initialized:
            keys, values = (part.expand(count, -1, -1, -1) for part in self._show(self._length))
            made.lazy_initialization(keys, values)
            made._reserve(self._length + FIRST_CAPACITY)
            made.update(keys, values)
        return made

    def append_row(self, rows: "GrowingLayer", row: int, length: int) -> None:
        """Takes over what a row of `rows` holds from here to `length`."""
        if rows.is_initialized:
            new = slice(self._length, length)
            self.update(rows._key_buffer[row : row + 1, :, new], rows._value_buffer[row : row + 1, :, new])

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:
        return self._length + query_length, 0

    def get_seq_length(self) -> int:
        return self._length

    def get_max_length(self) -> int:
        return -1

    def reset(self) -> None:
        self.truncate(0)

    @property
    def byte_count(self) -> int:
        return self._key_buffer.nbytes + self._value_buffer.nbytes if self.is_initialized else 0

    def _show(self, length: int) -> tuple[torch.Tensor, torch.Tensor]:
        self._length = length
        filled = self._key_buffer[:, :, :length], self._value_buffer[:, :, :length]
        self.keys, self.values = filled
        return filled

    def _reserve(self, length: int) -> None:
        capacity = self._key_buffer.shape[2]
        if length <= capacity:
            return
        capacity = max(length, FIRST_CAPACITY, int(capacity * GROWTH))
        self._key_buffer = self._grown(self._key_buffer, capacity)
        self._value_buffer = self._grown(self._value_buffer, capacity)

    def _grown(self, buffer: torch.Tensor, capacity: int) -> torch.Tensor:
        grown = buffer.new_empty(*buffer.shape[:2], capacity, buffer.shape[3])
        grown[:, :, : self._length] = buffer[:, :, : self._length]
        return grown


class GrowingCache(Cache):
    """A transformers Cache for one sequence, in the shape that a model's configuration asks for. `spare_bytes` are for
    the marks."""

    def __init__(self, config: PreTrainedConfig, spare_bytes: int = 0) -> None:
        kinds, options = get_layer_types_and_kwargs(config.get_text_config(decoder=True))
        super().__init__(layers=[_layer(kind, **given) for kind, given in zip(kinds, options, strict=True)])
        self._marks = Checkpoints(spare_bytes)
        self.length = 0  # that passes have filled; not every layer could tell

    @property
    def byte_count(self) -> int:
        """Memory held, the room for growth and the marks included."""
        return self._marks.byte_count + sum(_byte_count(layer) for layer in self.layers)

    @property
    def is_whole(self) -> bool:
        """Whether every layer keeps the whole past, so that each length can be cut back to and none need be marked."""
        return all(isinstance(layer, GrowingLayer | DummyLayer) for layer in self.layers)

    @property
    def has_windows_only(self) -> bool:
        """Whether no layer keeps another kind of state than keys and values."""
        kinds = (GrowingLayer, DummyLayer)
        return all(isinstance(layer, kinds) or type(layer) is DynamicSlidingWindowLayer for layer in self.layers)

    def mark(self, length: int) -> None:
        """Makes the present `length` one that can be cut back to, as long as the spare bytes and later marks allow."""
        if not self.is_whole:
            self._marks.add(length, self._others())

    def reachable(self, length: int) -> int:
        """The greatest length up to this one that `truncate` can cut back to without a trace in any layer, else 0."""
        if all(_can_truncate(layer, length) for layer in self.layers):
            return length
        return self._marks.nearest(length)

    def can_take_back(self, count: int) -> bool:
        """Whether `count` more positions could be added and cut off again."""
        return all(_can_take_back(layer, count) for layer in self.layers)

    def truncate(self, length: int) -> None:
        """Only to a length that is `reachable`, or the present one."""
        others = self._others_at(length)
        self.layers = [others.get(place, layer) for place, layer in enumerate(self.layers)]
        for layer in self.layers:
            if isinstance(layer, GrowingLayer):
                layer.truncate(length)
        self._marks.cut_back(length)
        self.length = length

    @property
    def can_repeat(self) -> bool:
        """Whether every layer is one that `repeated` can make rows of."""
        return all(isinstance(layer, GrowingLayer) for layer in self.layers)

    def repeated(self, count: int) -> "GrowingCache":
        """A cache of its own with `count` rows; only where `can_repeat`."""
        made = copy.copy(self)
        with torch.inference_mode():
            made.layers = [layer.repeated(count) for layer in self.layers if isinstance(layer, GrowingLayer)]
        return made

    def append_row(self, rows: "GrowingCache", row: int, length: int) -> None:
        """Goes on as a row of `rows` did, up to `length` positions."""
        with torch.inference_mode():
            for own, other in zip(self.layers, rows.layers, strict=True):
                if isinstance(own, GrowingLayer) and isinstance(other, GrowingLayer):
                    own.append_row(other, row, length)
        self.length = length

    def copied(self, length: int) -> "GrowingCache":
        """A cache of its own with the first `length` positions: all there are, or as many as are `reachable`."""
        made = copy.copy(self)
        made._marks, made.length = self._marks.until(length), length
        others = self._others_at(length)
        with torch.inference_mode():
            made.layers = [
                layer.copied(length) if isinstance(layer, GrowingLayer) else others.get(place, layer)
                for place, layer in enumerate(self.layers)
            ]
        return made

    def _others(self) -> dict[int, Any]:
        """The layers that are transformers' own and hold something, by their place."""
        kinds = (GrowingLayer, DummyLayer)
        return {place: layer for place, layer in enumerate(self.layers) if not isinstance(layer, kinds)}

    def _others_at(self, length: int) -> dict[int, Any]:
        """Copies of them as they were at this length."""
        if self._marks.nearest(length) == length:
            return self._marks.layers_at(length)
        return {place: _cropped(copied_layer(layer), length) for place, layer in self._others().items()}


def _layer(kind: str, **options: Any) -> Any:
    if kind == "full_attention":
        return GrowingLayer()
    return DYNAMIC_LAYER_TYPE_MAPPING[kind](**options)


def _cropped(layer: Any, length: int) -> Any:
    if isinstance(layer, DynamicSlidingWindowLayer) and length < layer.get_seq_length():
        layer.crop(length - layer.get_seq_length())
    return layer


def _can_truncate(layer: object, length: int) -> bool:
    if isinstance(layer, GrowingLayer | DummyLayer):
        return True
    # A window that never filled up has dropped nothing. Subclasses may keep other state beside it.
    has_all = type(layer) is DynamicSlidingWindowLayer and layer.get_seq_length() < layer.sliding_window
    return has_all and length > 0


def _can_take_back(layer: object, count: int) -> bool:
    if isinstance(layer, GrowingLayer | DummyLayer):
        return True
    return type(layer) is DynamicSlidingWindowLayer and 0 < layer.get_seq_length() < layer.sliding_window - count


def _byte_count(layer: Any) -> int:
    return layer.byte_count if isinstance(layer, GrowingLayer) else layer_bytes(layer)
