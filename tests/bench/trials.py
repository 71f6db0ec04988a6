"""One round of everything that is measured, for one number of threads. Takes turns between the engines, so that a
busy machine is busy for all of them."""

from dataclasses import dataclass
from functools import partial

from chatapp.domain.generation import GenerationOptions, Sampling
from chatapp.domain.prompt import Prompt
from tests.bench.ours import Ours, Place, alternatives, greedy, ids_of, reported
from tests.bench.peers import Generate, LlamaCpp
from tests.bench.questions import asked, prompt_of, repetition
from tests.bench.ratios import Samples, agreement
from tests.bench.turns import measure_turns

SHORT, LONG, TURNS = 100, 4000, 1
WRITTEN = 64
ALTERNATIVES = 5
REPEATED = 150


@dataclass(frozen=True, slots=True)
class Engines:
    """All with the same number of threads."""

    threads: int
    ours: Ours
    llama: LlamaCpp
    generate: Generate


class Trials:
    def __init__(self, place: Place, samples: Samples, engines: Engines) -> None:
        self._place = place
        self._samples = samples
        self._engines = engines
        self._ours = engines.ours
        self._round = 0

    def warm_up(self) -> None:
        prompt = prompt_of(SHORT, 0, self._ours.model.tokenizer)
        ids = self._ours.model.tokenizer.encode(prompt)
        self._engines.generate.threads = self._engines.threads
        self._ours.generate(prompt, greedy(4))
        self._engines.llama.answer(ids, 4)
        self._engines.generate.answer(ids, 4)

    def run(self, prefills: tuple[int, ...]) -> None:
        """`generate` reads and writes after the first of the prompts alone, llama.cpp and ours read all of them."""
        self._round += 1
        for length in prefills:
            self._compare(length, WRITTEN if length == prefills[0] else 1)
        self._lengths()
        self._several()
        self._guessing()
        threads = self._engines.threads
        measure_turns(self._place, threads, self._seed(TURNS), partial(self._add, "ours"))

    def greedy_agreement(self, question: str) -> int:
        """Of WRITTEN tokens those before the first where llama.cpp and we differ."""
        prompt = asked(question)
        theirs = self._engines.llama.answer(self._ours.model.tokenizer.encode(prompt), WRITTEN)
        (outcome,) = self._ours.generate(prompt, reported(WRITTEN))
        return agreement(ids_of(outcome), theirs.tokens)

    def _add(self, engine: str, figure: str, value: float) -> None:
        self._samples.add(engine, figure, self._engines.threads, value)

    def _compare(self, length: int, count: int) -> None:
        prompt = prompt_of(length, self._seed(length), self._ours.model.tokenizer)
        ids = self._ours.model.tokenizer.encode(prompt)
        figures = self._ours.generate(prompt, greedy(count))[0].figures
        theirs = self._engines.llama.answer(ids, count)
        read = figures.prompt_tokens - figures.reused_tokens
        self._add("ours", f"prefill_{length}", read / figures.prefill_seconds)
        self._add("llama.cpp", f"prefill_{length}", theirs.read_rate)
        if count > 1:
            self._engines.generate.threads = self._engines.threads
            others = self._engines.generate.answer(ids, count)
            self._add("ours", "decode", figures.tokens_per_second)
            self._add("llama.cpp", "decode", theirs.write_rate)
            self._add("generate", "decode", others.write_rate)
            self._add("generate", f"prefill_{length}", others.read_rate)

    def _lengths(self) -> None:
        """The long context is read once, and found in the cache in the rounds after."""
        for figure, length in (("decode_short", SHORT), ("decode_long", LONG)):
            prompt = prompt_of(length, length, self._ours.model.tokenizer)
            self._add("ours", figure, self._rate(prompt, greedy(WRITTEN)))

    def _several(self) -> None:
        prompt = prompt_of(500, 500, self._ours.model.tokenizer)
        for figure, number in (("one", 1), ("together", ALTERNATIVES)):
            self._add("ours", figure, self._rate(prompt, alternatives(WRITTEN, number)))

    def _guessing(self) -> None:
        for figure, is_wanted in (("plain", False), ("guessed", True)):
            options = GenerationOptions(Sampling(temperature=0), max_tokens=REPEATED, guess_ahead=is_wanted)
            self._add("ours", figure, self._rate(repetition(), options))

    def _rate(self, prompt: Prompt, options: GenerationOptions) -> float:
        figures = [outcome.figures for outcome in self._ours.generate(prompt, options)]
        return sum(each.generated_tokens - 1 for each in figures) / max(each.decode_seconds for each in figures)

    def _seed(self, length: int) -> int:
        """One for each prompt and round, and number of threads, which share nothing but the code."""
        return 10 * (length + 10_000 * self._round) + self._engines.threads
