"""Our engine as the program runs it: a thread of its own, commands in and events out, the model from the loader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from chatapp.domain import token_report
from chatapp.domain.generation import GenerationOptions, Sampling, TokenReport
from chatapp.domain.prompt import Prompt
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import TERMINAL, Event, Outcome, RunFinished
from chatapp.engine.outbox import Outbox, merge_text
from chatapp.engine.ports import LanguageModel, ReportProgress
from chatapp.lm.cpu.decoder import CpuDecoder
from chatapp.lm.loading import load

Snapshot = tuple[list[int], NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class Place:
    """The model's folder, and where compiled code is kept."""

    model: Path
    cache: Path


class Ours:
    """`prepare` sees the decoder on the engine thread as soon as the model is loaded. Calls wait for their ends."""

    def __init__(self, place: Place, threads: int, prepare: Callable[[CpuDecoder], None] = lambda _: None) -> None:
        self._place, self._threads, self._prepare = place, threads, prepare
        self._models: list[LanguageModel] = []
        self._outbox: Outbox[Event] = Outbox(merge_text)
        self._wake = Flag()
        self._outbox.watch(self._wake.set)
        self._client = EngineClient(self._load, self._outbox)
        began = perf_counter()
        self._end_of(self._client.load(place.model, "bench"))
        self.load_seconds = perf_counter() - began

    @property
    def model(self) -> LanguageModel:
        return self._models[0]

    @property
    def decoder(self) -> CpuDecoder:
        """To be called only while nothing is generated."""
        return _compiled(self.model)

    def generate(self, prompt: Prompt, options: GenerationOptions) -> tuple[Outcome, ...]:
        end = self._end_of(self._client.generate(prompt, options))
        if not isinstance(end, RunFinished):
            raise RuntimeError(f"no answer: {end}")
        return end.outcomes

    def seconds_to_read_alone(self, tokens: Sequence[int]) -> float:
        """By the decoder itself, with nothing before them, and no text made of what follows."""
        began = perf_counter()
        self.decoder.start(tokens, is_side_job=True)
        self.decoder.prefill(tokens)
        return perf_counter() - began

    def close(self) -> None:
        self._client.shutdown()
        self._client.join(60)

    def _load(self, folder: Path, name: str, report: ReportProgress) -> LanguageModel:
        model = load(folder, name, report, self._place.cache, self._threads)
        self._models.append(model)
        self._prepare(_compiled(model))
        return model

    def _end_of(self, command_id: int) -> Event:
        while True:
            self._wake.wait()
            self._wake.clear()
            for event in self._outbox.drain():
                if event.id == command_id and type(event) in TERMINAL:
                    return event


def greedy(count: int, *, guess_ahead: bool = False) -> GenerationOptions:
    """Exactly `count` tokens, reported where nothing is timed."""
    return GenerationOptions(Sampling(temperature=0), min_tokens=count, max_tokens=count, guess_ahead=guess_ahead)


def reported(count: int) -> GenerationOptions:
    return GenerationOptions(
        Sampling(temperature=0), min_tokens=count, max_tokens=count, guess_ahead=False, report=TokenReport.TOP
    )


def alternatives(count: int, number: int) -> GenerationOptions:
    """Apart from each other, as a person asks for them."""
    return GenerationOptions(Sampling(), min_tokens=count, max_tokens=count, alternatives=number, guess_ahead=False)


def ids_of(outcome: Outcome) -> tuple[int, ...]:
    return tuple(token.id for token in token_report.decode(outcome.report).tokens)


def _compiled(model: LanguageModel) -> CpuDecoder:
    if not isinstance(model.decoder, CpuDecoder):
        raise RuntimeError(f"not the compiled step: {model.info.device}")
    return model.decoder
