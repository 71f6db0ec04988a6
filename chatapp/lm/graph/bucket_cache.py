"""Keys and values in buffers that stay where they are until a border between lengths is crossed: what a captured step
reads and writes. Engine thread only."""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch

from chatapp.lm.packed.description import Description

FIRST_BUCKET = 256
SPARE = 64
"""Positions beyond the context for guesses that are made up to a round number."""
Step = Callable[[torch.Tensor, int], torch.Tensor]


def bucket_of(length: int, context_limit: int) -> int:
    """Positions that a step up to `length` attends over: powers of two, so that few steps need be captured, and no
    more than there can be."""
    if length > context_limit + SPARE:
        raise ValueError(f"{length} tokens do not fit the model's {context_limit}")
    return min(max(FIRST_BUCKET, 1 << (length - 1).bit_length()), context_limit + SPARE)


@dataclass(frozen=True, slots=True)
class Form:
    """What the buffers of a model look like."""

    layers: int
    kv_heads: int
    head_size: int
    context_limit: int
    dtype: torch.dtype
    device: torch.device

    @classmethod
    def of(cls, model: Description, dtype: torch.dtype, device: torch.device) -> "Form":
        return cls(model.layers, model.kv_heads, model.head_size, model.positions, dtype, device)


@dataclass(slots=True, eq=False, weakref_slot=True)
class BucketCache:
    """A lm.past.Past. Each layer's buffer is (2, rows, heads, capacity, width), zero where nothing was written: what is
    masked is multiplied all the same. `steps`, by tokens and bucket, were captured over these very buffers."""

    form: Form
    rows: int = 1
    length: int = 0
    capacity: int = 0
    buffers: list[torch.Tensor] = field(default_factory=list)
    steps: dict[tuple[int, int], Step] = field(default_factory=dict)

    is_whole = True
    can_repeat = True

    @property
    def byte_count(self) -> int:
        return sum(buffer.nbytes for buffer in self.buffers)

    def reserve(self, length: int) -> None:
        """Room for so many positions. Out of memory before a layer has grown leaves all as it was but that."""
        if length <= self.capacity:
            return
        capacity = bucket_of(length, self.form.context_limit)
        # They hold on to the old buffers.
        self.steps.clear()
        if not self.buffers:
            self.buffers = [self._empty(capacity) for _ in range(self.form.layers)]
        for place, old in enumerate(self.buffers):
            if old.shape[3] < capacity:
                self.buffers[place] = self._grown(old, capacity)
        self.capacity = capacity

    def mark(self, length: int) -> None:
        """Each length can be cut back to."""

    def reachable(self, length: int) -> int:
        return length

    def can_take_back(self, count: int) -> bool:
        return count >= 0

    def truncate(self, length: int) -> None:
        """The room stays, and with it what was captured."""
        self.length = min(self.length, length)

    def copied(self, length: int) -> "BucketCache":
        made = BucketCache(self.form)
        made.append_row(self, 0, length)
        return made

    def repeated(self, count: int) -> "BucketCache":
        made = BucketCache(self.form, count, self.length)
        made.reserve(self.length + 1)
        for own, other in zip(made.buffers, self.buffers, strict=False):
            own[:, :, :, : self.length] = other[:, :, :, : self.length]
        return made

    def append_row(self, rows: "BucketCache", row: int, length: int) -> None:
        self.reserve(length)
        new = slice(self.length, length)
        for own, other in zip(self.buffers, rows.buffers, strict=False):
            own[:, 0, :, new] = other[:, row, :, new]
        self.length = length

    def _empty(self, capacity: int) -> torch.Tensor:
        form = self.form
        shape = (2, self.rows, form.kv_heads, capacity, form.head_size)
        return torch.zeros(shape, dtype=form.dtype, device=form.device)

    def _grown(self, old: torch.Tensor, capacity: int) -> torch.Tensor:
        made = self._empty(capacity)
        made[:, :, :, : self.length] = old[:, :, :, : self.length]
        return made
