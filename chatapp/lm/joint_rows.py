"""Alternatives over a model in torch: one batch of rows, or a cache of its own for each. Engine thread only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from chatapp.engine.ports import Logits
from chatapp.lm.past import Pass, PastT
from chatapp.lm.prefix_cache import Entry

ANY_TOKEN = 0
"""What a row that has ended computes; nobody looks at it."""
WRITING = "to write the alternatives"


@dataclass(slots=True)
class Rows(Generic[PastT]):
    """A cache of several rows, and each row's tokens, those of the prefix included. The rows grow together: one that
    has ended holds more positions in the cache than it has tokens."""

    cache: PastT
    tokens: list[list[int]]


class JointRows(Generic[PastT]):
    """An engine.ports.Batch. Each row has a copy of the prefix, which is what transformers' attention can read."""

    def __init__(self, forward: Pass[PastT], rows: Rows[PastT], keep: Callable[[Rows[PastT], int], None]) -> None:
        self._forward = forward
        self._rows: Rows[PastT] | None = rows
        self._keep = keep

    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        rows = self._rows
        if rows is None:
            raise ValueError("the batch is closed")
        given = [[ANY_TOKEN if token is None else token] for token in tokens]
        self._forward.check(max(map(len, rows.tokens)) + 1)
        logits = self._forward(given, rows.cache, 1, WRITING)
        for row, token in zip(rows.tokens, tokens, strict=True):
            row.extend(() if token is None else (token,))
        return [None if token is None else logits[place, 0] for place, token in enumerate(tokens)]

    def keep(self, index: int) -> None:
        if self._rows is None:
            raise ValueError("the batch is closed")
        self._keep(self._rows, index)
        self.close()

    def close(self) -> None:
        self._rows = None


class CopiedStrand(Generic[PastT]):
    """A branching.Strand: a whole cache for one row, for layers that keep less than the whole past."""

    def __init__(self, forward: Pass[PastT], entry: Entry[PastT], keep: Callable[[Entry[PastT]], None]) -> None:
        self._forward = forward
        self._entry = entry
        self._keep = keep

    def step(self, token: int) -> Logits:
        self._forward.check(len(self._entry.tokens) + 1)
        logits: Logits = self._forward([[token]], self._entry.cache, 1, WRITING)[0, 0]
        self._entry.tokens.append(token)
        return logits

    def keep(self) -> None:
        self._keep(self._entry)
