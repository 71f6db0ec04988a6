"""A loaded language model: its parts together, as engine.ports.LanguageModel. Engine thread only; knows no torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from chatapp.domain.generation import Sampling
from chatapp.domain.model import ModelInfo
from chatapp.engine.ports import Decoder
from chatapp.lm.chat_template import PLAIN_STOPS
from chatapp.lm.sampling import LogitSampler
from chatapp.lm.tokenizer import FolderTokenizer


class FreeableDecoder(Decoder, Protocol):
    def recall(self, tokens: Sequence[int], is_cancelled: Callable[[], bool]) -> int:
        """As engine.ports.LanguageModel."""

    def rest(self) -> None:
        """A moment to put caches on the disk."""

    def release(self) -> None:
        """Frees every cache."""

    def forget(self) -> None:
        """Frees every cache and what of them is on the disk."""

    def close(self) -> None:
        """Frees the weights too."""


@dataclass(slots=True)
class FolderModel:
    info: ModelInfo
    tokenizer: FolderTokenizer
    decoder: FreeableDecoder
    end_tokens: frozenset[int]

    @property
    def text_ends(self) -> frozenset[int]:
        return self.tokenizer.text_ends

    @property
    def stop_strings(self) -> tuple[str, ...]:
        return () if self.info.has_chat_template else PLAIN_STOPS

    def sampler(self, sampling: Sampling, seed: int, prompt: Sequence[int]) -> LogitSampler:
        return LogitSampler(sampling, seed, prompt)

    def recall(self, tokens: Sequence[int], is_cancelled: Callable[[], bool]) -> int:
        return self.decoder.recall(tokens, is_cancelled)

    def rest(self) -> None:
        self.decoder.rest()

    def release(self) -> None:
        self.tokenizer.forget()
        self.decoder.release()

    def forget(self) -> None:
        self.tokenizer.forget()
        self.decoder.forget()

    def close(self) -> None:
        self.decoder.close()
