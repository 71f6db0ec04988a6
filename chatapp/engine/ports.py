"""What the inference loop asks of a language model. Token ids and NumPy logits cross here; tensors stay behind it.

Implemented by lm for real models and by engine.scripted for a model that plays back text. All calls are made on the
engine thread. A MemoryError or an lm error leaves the model usable: the worker calls `release` and reports it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from chatapp.domain.generation import Sampling
from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.domain.prompt import Prompt
from chatapp.domain.token_report import ReportedToken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Logits = NDArray[np.float32]
else:
    Logits = object  # the window imports these ports and needs no NumPy
"""Unnormalised log-probabilities of the next token, shape (vocabulary,). Valid until the next call of the decoder."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text in tokens: `opening` stands before any text, at least one token, so that there is a thought of the first;
    `ids` are the text's, and `ends` how many characters of it there are after each."""

    opening: tuple[int, ...]
    ids: tuple[int, ...]
    ends: tuple[int, ...]


class TextStream(Protocol):
    """Turns ids into text as they come, and never gives out half a character.

    What the pushes and the last flush returned, joined, equals `Tokenizer.decode` of all ids at once.
    """

    def push(self, token: int) -> str: ...

    def flush(self) -> str: ...


class Tokenizer(Protocol):
    def encode(self, prompt: Prompt) -> list[int]:
        """The prompt through the model's chat template, open for the assistant's answer after `answer_start` or the
        passage; a passage without turns by itself."""

    def spelt(self, text: str) -> Spelt:
        """A text that no template surrounds; control tokens spelt out in it are text too."""

    def decode(self, tokens: Sequence[int]) -> str: ...

    def piece(self, token: int) -> bytes:
        """What a token stands for wherever it stands, perhaps a part of a character; b"" for one that is no text."""

    def count(self, text: str) -> int:
        """Tokens of a text by itself, without what the chat template puts around it; cheap when asked again."""

    def text_stream(self, *, continues: bool = False) -> TextStream:
        """`continues`: the text goes on with words that stand already, so a space at its beginning is kept."""


class Batch(Protocol):
    """Rows that all go on from where the decoder's cache ended when it was branched, each with tokens of its own.

    While it is open nothing else is called on the decoder. A row's logits are those that the decoder alone would give
    for its tokens, up to rounding. More than `context_limit` tokens in a row raise ValueError.
    """

    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        """One token for each row, None for a row that has ended, which takes none ever after. Returns the logits
        after each, None at the same places."""

    def keep(self, index: int) -> None:
        """Puts this row's tokens, whether it ended or not, into the decoder's cache, so that the next turn finds them
        there, and closes the batch."""

    def close(self) -> None:
        """Forgets the rows that are not kept. The decoder's cache is as before the branch, or as `keep` left it; it
        can be called again."""


class Decoder(Protocol):
    """Incremental decoding over KV caches of its own.

    `start` chooses the cache that shares the longest prefix with `tokens`, cut back to it, and returns its length,
    which is always less than len(tokens), so that at least one token is left to prefill. `prefill`, `step` and
    `extend` append to that cache and return the logits that follow. More than `context_limit` tokens raise ValueError.
    """

    @property
    def context_limit(self) -> int: ...

    @property
    def chunk_tokens(self) -> int:
        """How many tokens to prefill per call: about a quarter of a second's work, and fixed once loaded, because
        another split of a prompt rounds differently and the same request is to give the same text."""

    @property
    def is_extend_exact(self) -> bool:
        """Whether `extend` gives, bit for bit, what the same tokens give in steps. Where it does not, what guesses cost
        is assumed and not measured: a clock would choose the rounding, and the same request is to give the same
        text."""

    def start(self, tokens: Sequence[int], *, is_side_job: bool = False) -> int:
        """A side job's cache is the first to go, and neither cuts nor displaces that of a conversation."""

    def prefill(self, tokens: Sequence[int]) -> Logits: ...

    def step(self, token: int) -> Logits: ...

    def extend(self, tokens: Sequence[int]) -> Sequence[Logits]:
        """The logits after each of the tokens, all of which are appended. They stay valid over a `truncate`."""

    def truncate(self, length: int) -> None:
        """Cuts the cache in use back to its first `length` tokens, at least one; ValueError where it can't be."""

    def can_take_back(self, count: int) -> bool:
        """Whether `count` more tokens could be appended now and cut off again: not where a sliding window or a
        recurrent state forgets what it held before them."""

    def branch(self, count: int) -> Batch:
        """`count` rows over what the cache in use holds, at least one token."""


class Sampler(Protocol):
    """Draws tokens from logits with a random state of its own, which advances by one draw per call; knows which
    tokens were already seen. Never changes the logits."""

    def draw(self, logits: Logits, barred: Sequence[int] = ()) -> int:
        """`barred` ids are not drawn."""

    def report(self, logits: Logits, token: int) -> ReportedToken:
        """What the model thought of `token`: of its own distribution, before any shaping; draws nothing."""


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
    def text_ends(self) -> frozenset[int]:
        """Ids that end a passage too, beside those of a turn."""

    @property
    def stop_strings(self) -> tuple[str, ...]:
        """Texts that end the assistant's turn where no end token does: a base model's transcript has names instead."""

    def sampler(self, sampling: Sampling, seed: int, prompt: Sequence[int]) -> Sampler: ...

    def recall(self, tokens: Sequence[int], is_cancelled: Callable[[], bool]) -> int:
        """Brings from the disk into memory what is there of these tokens' cache, if that displaces no other. Returns
        how many of them a `start` would find then; computes nothing."""

    def rest(self) -> None:
        """Nothing waits: a moment to put caches on the disk."""

    def release(self) -> None:
        """Frees every cache; the weights stay."""

    def forget(self) -> None:
        """Frees every cache and what of them is on the disk: a person deleted something for good."""

    def close(self) -> None:
        """Frees everything; no call follows."""


ReportProgress = Callable[[TaskProgress], None]
Loader = Callable[[Path, str, ReportProgress], LanguageModel]
"""Loads (folder, name, report) or raises ProblemError naming the file and the reason."""
