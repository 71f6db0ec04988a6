"""A language model that plays back text, for tests and demonstrations: one token is one UTF-8 byte."""

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from chatapp.domain.generation import Sampling
from chatapp.domain.model import ModelInfo
from chatapp.domain.prompt import Passage, Prompt
from chatapp.domain.token_report import TOP, Candidate, ReportedToken
from chatapp.engine.ports import LanguageModel, Loader, Logits, ReportProgress, Spelt, TextStream
from chatapp.engine.prefix import shared_length

END = 256
CHUNK = 64
FILLER = "."
"""What is written where the reply is over and may not end."""


def _no_pace() -> None:
    """Plays back as fast as the machine can."""


def _nothing_else(_prompt: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Script:
    """What is played. `reply` gets the prompt as text, and so does `others`, which gives what the model finds as likely
    (which of them is written is up to the seed). `pace` is called before each prefill and step and may wait, or raise
    as a model would. `context_limit` is in tokens, which are bytes; `on_release`, `on_rest`,
    `on_forget` and `on_recall` are called when the model is, and may raise."""

    reply: Callable[[str], str]
    pace: Callable[[], None] = _no_pace
    context_limit: int = 8192
    has_chat_template: bool = True
    can_fill: bool = False
    others: Callable[[str], Sequence[str]] = _nothing_else
    on_release: Callable[[], None] = _no_pace
    on_rest: Callable[[], None] = _no_pace
    on_forget: Callable[[], None] = _no_pace
    on_recall: Callable[[], None] = _no_pace


class ByteStream:
    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def push(self, token: int) -> str:
        return self._decoder.decode(bytes((token,)))

    def flush(self) -> str:
        return self._decoder.decode(b"", final=True)


class ByteTokenizer:
    def encode(self, prompt: Prompt) -> list[int]:
        turns = "".join(f"<{turn.role}>{turn.text}\n" for turn in prompt.turns)
        opened = f"{turns}<assistant>" if turns or prompt.passage is None else ""
        return list(f"{opened}{_passage(prompt.passage)}{prompt.answer_start}".encode())

    def spelt(self, text: str) -> Spelt:
        ids = tuple(text.encode())
        ends = [place for place, sign in enumerate(text, 1) for _ in sign.encode()]
        return Spelt((ord(FILLER),), ids, tuple(ends))

    def decode(self, tokens: Sequence[int]) -> str:
        return bytes(tokens).decode(errors="replace")

    def piece(self, token: int) -> bytes:
        return bytes((token,)) if token < END else b""

    def count(self, text: str) -> int:
        return len(text.encode())

    def text_stream(self, *, continues: bool = False) -> TextStream:  # noqa: ARG002 - bytes keep every space
        return ByteStream()


def _passage(passage: Passage | None) -> str:
    if passage is None:
        return ""
    gap = f"<gap>{passage.after}<fill>" if passage.after else ""
    return f"{passage.head}{passage.before}{gap}"


class ScriptedDecoder:
    """Keeps the tokens of the last run, as a KV cache would, and says how many calls were made."""

    is_extend_exact = True

    def __init__(self, script: Script) -> None:
        self._script = script
        self._conversation: list[int] = []
        self._cached = self._conversation
        self._prompt_length = 0
        self._replies: list[bytes] = []
        self.calls = 0

    @property
    def context_limit(self) -> int:
        return self._script.context_limit

    @property
    def chunk_tokens(self) -> int:
        return CHUNK

    def start(self, tokens: Sequence[int], *, is_side_job: bool = False) -> int:
        shared = self.reusable(tokens)
        if is_side_job:
            self._cached = self._conversation[:shared]
        else:
            del self._conversation[shared:]
            self._cached = self._conversation
        self._prompt_length = len(tokens)
        prompt = bytes(tokens).decode(errors="replace")
        self._replies = [reply.encode() for reply in (self._script.reply(prompt), *self._script.others(prompt))]
        return shared

    def reusable(self, tokens: Sequence[int]) -> int:
        """What `start` would find."""
        return shared_length(self._conversation, tokens[:-1])

    def prefill(self, tokens: Sequence[int]) -> Logits:
        return self.extend(tokens)[-1]

    def step(self, token: int) -> Logits:
        return self.prefill((token,))

    def extend(self, tokens: Sequence[int]) -> Sequence[Logits]:
        self.pause()
        return [self._appended(self._cached, token) for token in tokens]

    def truncate(self, length: int) -> None:
        if not 1 <= length <= len(self._cached):
            raise ValueError(f"{len(self._cached)} tokens can't be cut back to {length}")
        del self._cached[length:]

    def can_take_back(self, count: int) -> bool:
        return len(self._cached) + count <= self.context_limit

    def branch(self, count: int) -> "ScriptedBatch":
        return ScriptedBatch(self, [list(self._cached) for _ in range(count)])

    def take_row(self, row: list[int]) -> None:
        """The tokens of a batch's row instead of those that it began with."""
        self._cached[:] = row

    def pause(self) -> None:
        """Before each call that computes."""
        self.calls += 1
        self._script.pace()

    def append(self, row: list[int], token: int) -> Logits:
        """As if the row were the cache."""
        return self._appended(row, token)

    def forget(self) -> None:
        self._conversation = self._cached = []

    def _appended(self, cached: list[int], token: int) -> Logits:
        if len(cached) >= self.context_limit:
            raise ValueError("more tokens than the context holds")
        cached.append(token)
        written = bytes(cached[self._prompt_length :])
        going_on = [reply for reply in self._replies if reply.startswith(written)]
        logits = np.full(END + 1, -30.0, dtype=np.float32)
        logits[ord(FILLER)] = -1.0
        logits[[reply[len(written)] if len(reply) > len(written) else END for reply in going_on] or [END]] = 0.0
        return logits


class ScriptedBatch:
    def __init__(self, decoder: ScriptedDecoder, rows: list[list[int]]) -> None:
        self._decoder = decoder
        self._rows = rows

    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        self._decoder.pause()
        return [
            None if token is None else self._decoder.append(row, token)
            for row, token in zip(self._rows, tokens, strict=True)
        ]

    def keep(self, index: int) -> None:
        self._decoder.take_row(self._rows[index])
        self.close()

    def close(self) -> None:
        self._rows = []


class ScriptSampler:
    """Takes the likeliest token, of several the one whose turn it is by the seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def draw(self, logits: Logits, barred: Sequence[int] = ()) -> int:
        allowed = logits.copy()
        allowed[list(barred)] = -np.inf
        likeliest = np.flatnonzero(allowed == allowed.max())
        return int(likeliest[self._seed % likeliest.size])

    def report(self, logits: Logits, token: int) -> ReportedToken:
        logs = logits - np.log(np.exp(logits).sum())
        order = np.argsort(-logs, kind="stable")[:TOP]
        top = tuple(Candidate(int(place), float(np.exp(logs[place]))) for place in order)
        rank = 1 + int((logs > logs[token]).sum())
        return ReportedToken(token, float(logs[token]), rank, float(-(np.exp(logs) * logs).sum()), top)


class ScriptedModel:
    def __init__(self, script: Script, name: str) -> None:
        self._script = script
        self.info = ModelInfo(
            name,
            "scripted",
            "cpu",
            1,
            script.context_limit,
            script.has_chat_template,
            script.can_fill,
            "scripted-template" if script.has_chat_template else "",
        )
        self.tokenizer = ByteTokenizer()
        self.decoder = ScriptedDecoder(script)
        self.end_tokens = frozenset((END,))
        self.text_ends: frozenset[int] = frozenset()
        self.stop_strings: tuple[str, ...] = ()

    def sampler(self, _sampling: Sampling, seed: int, _prompt: Sequence[int]) -> ScriptSampler:
        return ScriptSampler(seed)

    def recall(self, tokens: Sequence[int], is_cancelled: Callable[[], bool]) -> int:
        self._script.on_recall()
        return 0 if is_cancelled() else self.decoder.reusable(tokens)

    def rest(self) -> None:
        self._script.on_rest()

    def release(self) -> None:
        self._script.on_release()
        self.decoder.forget()

    def forget(self) -> None:
        self._script.on_forget()
        self.decoder.forget()

    def close(self) -> None:
        self.decoder.forget()


def loader(script: Script) -> Loader:
    """A Loader that gives the script whatever folder it is asked for."""

    def load(_folder: Path, name: str, _report: ReportProgress) -> LanguageModel:
        return ScriptedModel(script, name)

    return load
