"""Our engine as the program runs it: a thread of its own, commands in and events out, the model from the loader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from time import perf_counter

from chatapp.domain import token_report
from chatapp.domain.generation import GenerationOptions, Sampling, TokenReport
from chatapp.domain.prompt import Prompt
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import TERMINAL, Event, Outcome, RunFinished, TextDelta, WarmedUp
from chatapp.engine.outbox import Outbox, merge_text
from chatapp.engine.ports import LanguageModel, ReportProgress
from chatapp.lm.cpu.decoder import CpuDecoder
from chatapp.lm.loading import load
from chatapp.lm.means import Means

NEVER = 1e9
"""Seconds without a command after which the engine writes its conversations down: that is for `close` to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """The model's folder, and where compiled code is kept."""

    model: Path
    cache: Path


class Ours:
    """Calls wait for their ends."""

    def __init__(self, place: Place, threads: int) -> None:
        self._place, self._threads = place, threads
        self._models: list[LanguageModel] = []
        self._outbox: Outbox[Event] = Outbox(merge_text)
        self._wake = Flag()
        self._outbox.watch(self._wake.set)
        self._client = EngineClient(self._load, self._outbox, idle_seconds=NEVER)
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

    def warm_up(self, prompt: Prompt) -> int:
        """How many of its tokens are ready then."""
        end = self._end_of(self._client.warm_up(prompt, greedy(1)))
        return end.ready_tokens if isinstance(end, WarmedUp) else 0

    def seconds_to_first_text(self, prompt: Prompt) -> float:
        """From the command to the first text that whoever waits for it takes up."""
        began = perf_counter()
        run = self._client.generate(prompt, greedy(1))
        moments = [perf_counter() for event in self._events_until_end(run) if isinstance(event, TextDelta)]
        return moments[0] - began

    def seconds_to_read(self, tokens: Sequence[int]) -> float:
        """By the decoder itself, with nothing before them, and no text made of what follows."""
        began = perf_counter()
        self.decoder.start(tokens, is_side_job=True)
        self.decoder.prefill(tokens)
        return perf_counter() - began

    def seconds_to_read_after(self, held: Sequence[int], tokens: Sequence[int]) -> float:
        """The same after tokens that a cache holds, which is not looked for."""
        if self.decoder.start([*held, *tokens]) != len(held):
            raise RuntimeError("the cache holds something else")
        began = perf_counter()
        self.decoder.prefill(tokens)
        return perf_counter() - began

    def close(self) -> None:
        self._client.shutdown()
        self._client.join(60)

    def _load(self, folder: Path, name: str, report: ReportProgress) -> LanguageModel:
        model = load(folder, name, report, self._place.cache, Means(self._threads))
        self._models.append(model)
        return model

    def _end_of(self, command_id: int) -> Event:
        *_, end = self._events_until_end(command_id)
        return end

    def _events_until_end(self, command_id: int) -> Iterator[Event]:
        while True:
            self._wake.wait()
            self._wake.clear()
            for event in self._outbox.drain():
                if event.id == command_id:
                    yield event
                    if type(event) in TERMINAL:
                        return


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
