"""What torch's decoders ask of a model and of its past, whoever computes: transformers or the lean pass. No tensor's
shape is known here."""

from collections.abc import Sequence
from typing import Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray


class Past(Protocol):
    """Keys and values, or other states, of one sequence, or of several rows that grow together."""

    @property
    def byte_count(self) -> int: ...

    @property
    def is_whole(self) -> bool:
        """Whether each length can be cut back to, so that none need be marked."""

    @property
    def can_repeat(self) -> bool:
        """Whether it can become one batch."""

    def mark(self, length: int) -> None:
        """Makes the present length one that can be cut back to."""

    def reachable(self, length: int) -> int:
        """The greatest length up to this one that `truncate` and `copied` can come back to, 0 for none."""

    def can_take_back(self, count: int) -> bool:
        """Whether `count` more positions could be added and cut off again."""

    def truncate(self, length: int) -> None: ...

    def copied(self, length: int) -> Self: ...

    def repeated(self, count: int) -> Self:
        """One of its own with so many rows of what this one holds."""

    def append_row(self, rows: Self, row: int, length: int) -> None:
        """Goes on as a row of `rows` did, up to `length` positions."""


PastT = TypeVar("PastT", bound=Past)
PastT_contra = TypeVar("PastT_contra", bound=Past, contravariant=True)


class Pass(Protocol[PastT_contra]):
    """A model at work."""

    @property
    def context_limit(self) -> int: ...

    def __call__(
        self, rows: Sequence[Sequence[int]], cache: PastT_contra, count: int, doing: str
    ) -> NDArray[np.float32]:
        """Appends tokens to each row; the logits after the last `count` of them: (rows, count, vocabulary). `doing` is
        said where memory runs out; the cache may hold the tokens in part then."""

    def check(self, length: int) -> None:
        """ValueError for more than the context."""

    def close(self) -> None:
        """Lets go of the weights."""
