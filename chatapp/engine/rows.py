"""Where a run's answers get their logits: one answer with guesses ahead, or several in one batch. Engine thread."""

from collections.abc import Sequence
from typing import Protocol

from chatapp.domain.generation import GenerationOptions
from chatapp.engine.lookahead import Lookahead
from chatapp.engine.ports import Batch, Decoder, Logits


class Rows(Protocol):
    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        """As engine.ports.Batch."""

    def settle(self) -> None:
        """All answers are over: the decoder's cache is left with the first one's tokens and no others."""

    def close(self) -> None: ...


class SingleRow:
    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder

    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        return [None if token is None else self._decoder.step(token) for token in tokens]

    def settle(self) -> None:
        """It holds nothing else."""

    def close(self) -> None:
        """It has nothing of its own."""


class GuessedRow:
    def __init__(self, lookahead: Lookahead) -> None:
        self._lookahead = lookahead

    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        return [None if token is None else self._lookahead.step(token) for token in tokens]

    def settle(self) -> None:
        self._lookahead.settle()

    def close(self) -> None:
        """After a failure there is no cache left to tidy."""


class SeveralRows:
    """Nothing is guessed in a batch: its rows go apart, and each row is nearly free already."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        return self._batch.step(tokens)

    def settle(self) -> None:
        self._batch.keep(0)

    def close(self) -> None:
        self._batch.close()


def open_rows(decoder: Decoder, prompt: Sequence[int], options: GenerationOptions) -> Rows:
    """Rows that go on from the prompt, which the decoder's cache holds."""
    if options.alternatives > 1:
        return SeveralRows(decoder.branch(options.alternatives))
    if options.guess_ahead:
        longest = decoder.context_limit if options.max_tokens is None else len(prompt) + options.max_tokens
        return GuessedRow(Lookahead(decoder, prompt, longest))
    return SingleRow(decoder)
