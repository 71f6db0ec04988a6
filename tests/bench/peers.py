"""What people would use instead: llama.cpp, and transformers' `generate` on the same weights, greedy. Each answers with
the seconds to read and to write, and the tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

import numpy as np

WINDOW = 4608


@dataclass(frozen=True, slots=True)
class Answered:
    """`read_tokens` were read in `read_seconds`; all tokens after the first were written in `write_seconds`."""

    read_tokens: int
    read_seconds: float
    write_seconds: float
    tokens: tuple[int, ...]

    @property
    def read_rate(self) -> float:
        return self.read_tokens / self.read_seconds

    @property
    def write_rate(self) -> float:
        return (len(self.tokens) - 1) / self.write_seconds


class Peer(Protocol):
    def answer(self, prompt: Sequence[int], count: int) -> Answered:
        """`count` tokens, whether the model would end before or not."""


class LlamaCpp:
    """As llama-cpp-python sets it up, with the argmax of its logits for a sampler, which costs least."""

    def __init__(self, gguf: Path, threads: int, barred: frozenset[int]) -> None:
        from llama_cpp import Llama, llama_get_logits_ith

        settings: dict[str, Any] = {"n_ctx": WINDOW, "n_threads": threads, "n_threads_batch": threads}
        self._llama: Any = Llama(str(gguf), verbose=False, **settings)
        self._logits_of: Any = llama_get_logits_ith
        self._barred = sorted(barred)

    def answer(self, prompt: Sequence[int], count: int) -> Answered:
        self._llama.reset()
        began = perf_counter()
        self._llama.eval(prompt)
        tokens = [self._greedy()]
        first = perf_counter()
        while len(tokens) < count:
            self._llama.eval(tokens[-1:])
            tokens.append(self._greedy())
        return Answered(len(prompt), first - began, perf_counter() - first, tuple(tokens))

    def _greedy(self) -> int:
        logits = np.ctypeslib.as_array(self._logits_of(self._llama.ctx, -1), shape=(self._llama.n_vocab(),))
        logits[self._barred] = -np.inf
        return int(logits.argmax())


class Generate:
    """In bfloat16, its own greedy search; a streamer looks at the clock. `threads` is torch's own from here on."""

    def __init__(self, folder: Path) -> None:
        import torch
        from transformers import AutoConfig, AutoModelForCausalLM

        from chatapp.lm.packed.reading import read_packed
        from chatapp.lm.packed.torch_weights import state_dict

        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        auto: Any = AutoModelForCausalLM
        self._model: Any = auto.from_config(config, dtype=torch.bfloat16)
        self._model.load_state_dict(state_dict(read_packed(folder), torch.bfloat16))
        self._model.eval()
        self._torch = torch
        self.threads = 1

    def answer(self, prompt: Sequence[int], count: int) -> Answered:
        self._torch.set_num_threads(self.threads)
        clock, began = _Clock(), perf_counter()
        ids = self._torch.tensor([list(prompt)])
        limits = {"min_new_tokens": count, "max_new_tokens": count, "do_sample": False}
        found = self._model.generate(ids, attention_mask=self._torch.ones_like(ids), streamer=clock, **limits)
        tokens = tuple(found[0, len(prompt) :].tolist())
        # The first of the clock's moments is the prompt itself.
        return Answered(len(prompt), clock.moments[1] - began, clock.moments[-1] - clock.moments[1], tokens)


class _Clock:
    """A streamer of transformers."""

    def __init__(self) -> None:
        self.moments: list[float] = []

    def put(self, _tokens: object) -> None:
        self.moments.append(perf_counter())

    def end(self) -> None:
        """It holds nothing back."""
