"""A language model that plays back text, for tests and demonstrations: one token is one UTF-8 byte."""

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from chatapp.domain.generation import Sampling
from chatapp.domain.model import ModelInfo
from chatapp.domain.prompt import Prompt
from chatapp.engine.ports import LanguageModel, Loader, Logits, ReportProgress, TextStream
from chatapp.engine.prefix import shared_length

END = 256
CHUNK = 64


def _no_pace() -> None:
    """Plays back as fast as the machine can."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is played. `reply` gets the prompt as text; `pace` is called before each prefill and step and may wait,
    or raise as a model would. `context_limit` is in tokens, which are bytes."""

    reply: Callable[[str], str]
    pace: Callable[[], None] = _no_pace
    context_limit: int = 8192
    has_chat_template: bool = True


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
        return list(f"{turns}<assistant>{prompt.answer_start}".encode())

    def decode(self, tokens: Sequence[int]) -> str:
        return bytes(tokens).decode(errors="replace")

    def text_stream(self, *, continues: bool = False) -> TextStream:  # noqa: ARG002 - bytes keep every space
        return ByteStream()


class ScriptedDecoder:
    """Keeps the tokens of the last run, as a KV cache would, and says how many calls were made."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._cached: list[int] = []
        self._prompt: Sequence[int] = ()
        self._reply = b""
        self.calls = 0

    @property
    def context_limit(self) -> int:
        return self._script.context_limit

    @property
    def chunk_tokens(self) -> int:
        return CHUNK

    def start(self, tokens: Sequence[int]) -> int:
        shared = shared_length(self._cached, tokens[:-1])
        self._cached, self._prompt = self._cached[:shared], tokens
        self._reply = self._script.reply(bytes(tokens).decode(errors="replace")).encode()
        return shared

    def prefill(self, tokens: Sequence[int]) -> Logits:
        if len(self._cached) + len(tokens) > self.context_limit:
            raise ValueError("more tokens than the context holds")
        self.calls += 1
        self._script.pace()
        self._cached.extend(tokens)
        logits = np.full(END + 1, -30.0, dtype=np.float32)
        place = len(self._cached) - len(self._prompt)
        logits[self._reply[place] if 0 <= place < len(self._reply) else END] = 0.0
        return logits

    def step(self, token: int) -> Logits:
        return self.prefill((token,))

    def forget(self) -> None:
        self._cached = []


class GreedySampler:
    def draw(self, logits: Logits) -> int:
        return int(np.argmax(logits))


class ScriptedModel:
    def __init__(self, script: Script, name: str) -> None:
        self.info = ModelInfo(name, "scripted", "cpu", 1, script.context_limit, script.has_chat_template)
        self.tokenizer = ByteTokenizer()
        self.decoder = ScriptedDecoder(script)
        self.end_tokens = frozenset((END,))
        self.stop_strings: tuple[str, ...] = ()

    def sampler(self, _sampling: Sampling, _seed: int, _prompt: Sequence[int]) -> GreedySampler:
        return GreedySampler()

    def release(self) -> None:
        self.decoder.forget()

    def close(self) -> None:
        self.decoder.forget()


def loader(script: Script) -> Loader:
    """A Loader that gives the script whatever folder it is asked for."""

    def load(_folder: Path, name: str, _report: ReportProgress) -> LanguageModel:
        return ScriptedModel(script, name)

    return load
