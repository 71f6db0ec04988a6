"""What the inference loop asks of a language model. Token ids and NumPy logits cross here; tensors stay behind it.

Implemented by lm for real models and by engine.scripted for a model that plays back text. All calls are made on the
engine thread. A MemoryError or an lm error leaves the model usable: the worker calls `release` and reports it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chatapp.domain.generation import Sampling
from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.domain.prompt import Prompt

Logits = NDArray[np.float32]
"""Unnormalised log-probabilities of the next token, shape (vocabulary,). Valid until the next call of the decoder."""


class TextStream(Protocol):
    """Turns ids into text as they come, and never gives out half a character.

    What the pushes and the last flush returned, joined, equals `Tokenizer.decode` of all ids at once.
    """

    def push(self, token: int) -> str: ...

    def flush(self) -> str: ...


class Tokenizer(Protocol):
    def encode(self, prompt: Prompt) -> list[int]:
        """The prompt through the model's chat template, open for the assistant's answer after `answer_start`."""

    def decode(self, tokens: Sequence[int]) -> str: ...

    def text_stream(self, *, continues: bool = False) -> TextStream:
        """`continues`: the text goes on with words that stand already, so a space at its beginning is kept."""


class Decoder(Protocol):
    """Incremental decoding over KV caches of its own.

    `start` chooses the cache that shares the longest prefix with `tokens`, cut back to it, and returns its length,
    which is always less than len(tokens), so that at least one token is left to prefill. `prefill` and `step` append
    to that cache and return the logits that follow the last token. More than `context_limit` tokens raise ValueError.
    """

    @property
    def context_limit(self) -> int: ...

    @property
    def chunk_tokens(self) -> int:
        """How many tokens to prefill per call: about a quarter of a second's work, and fixed once loaded, because
        another split of a prompt rounds differently and the same request is to give the same text."""

    def start(self, tokens: Sequence[int]) -> int: ...

    def prefill(self, tokens: Sequence[int]) -> Logits: ...

    def step(self, token: int) -> Logits: ...


class Sampler(Protocol):
    """Draws tokens from logits with a random state of its own; knows which tokens were already seen."""

    def draw(self, logits: Logits) -> int: ...


class LanguageModel(Protocol):
    @property
    def info(self) -> ModelInfo: ...

    @property
    def tokenizer(self) -> Tokenizer: ...

    @property
    def decoder(self) -> Decoder: ...

    @property
    def end_tokens(self) -> frozenset[int]:
        """Ids that end the assistant's turn; they are not part of its text."""

    @property
    def stop_strings(self) -> tuple[str, ...]:
        """Texts that end the assistant's turn where no end token does: a base model's transcript has names instead."""

    def sampler(self, sampling: Sampling, seed: int, prompt: Sequence[int]) -> Sampler: ...

    def release(self) -> None:
        """Frees every cache; the weights stay."""

    def close(self) -> None:
        """Frees everything; no call follows."""


ReportProgress = Callable[[TaskProgress], None]
Loader = Callable[[Path, str, ReportProgress], LanguageModel]
"""Loads (folder, name, report) or raises ProblemError naming the file and the reason."""
