"""Alternatives for a cache that knows one sequence only: each has a copy, and they are computed one after the other."""

from collections.abc import Sequence
from typing import Protocol

from chatapp.engine.ports import Logits


class Strand(Protocol):
    """One alternative, with all that it needs to go on. Each step's logits are an array of their own."""

    def step(self, token: int) -> Logits: ...

    def keep(self) -> None:
        """The decoder goes on from here."""


class SeparateRows:
    """An engine.ports.Batch for any decoder."""

    def __init__(self, strands: Sequence[Strand]) -> None:
        self._strands = tuple(strands)

    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        return [
            None if token is None else strand.step(token) for strand, token in zip(self._strands, tokens, strict=True)
        ]

    def keep(self, index: int) -> None:
        self._strands[index].keep()
        self.close()

    def close(self) -> None:
        self._strands = ()
