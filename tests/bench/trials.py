"""One round of everything that is measured, for one number of threads. Takes turns between the engines, so that a
busy machine is busy for all of them."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from chatapp.domain.generation import GenerationOptions, Sampling
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.lm.cpu.decoder import CpuDecoder
from tests.bench.ours import Ours, Place, alternatives, greedy, ids_of, reported
from tests.bench.peers import Generate, LlamaCpp
from tests.bench.questions import asked, next_question, prompt_of, repetition
from tests.bench.ratios import Samples, agreement

SHORT, LONG, CONVERSATION = 100, 4000, 1920
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
        self._turns()

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

    def _turns(self) -> None:
        """A conversation that was just answered goes on; then the same in an engine that has just been loaded, where
        its keys and values come from a file by the decoder's own save and restore, whose time counts."""
        ours, tokenizer = self._ours, self._ours.model.tokenizer
        before = prompt_of(CONVERSATION, CONVERSATION, tokenizer)
        answer = ours.generate(before, greedy(WRITTEN))[0]
        question = PromptTurn(Role.USER, next_question(self._round))
        after = Prompt((*before.turns, PromptTurn(Role.ASSISTANT, answer.text), question))
        with tempfile.TemporaryDirectory() as folder:
            restored = self._restored_turn(after, Path(folder))
        figures = ours.generate(after, greedy(1))[0].figures
        unread = tokenizer.encode(after)[figures.reused_tokens :]
        # Another first token in each round, so that nothing of it is in a cache.
        alone = ours.seconds_to_read_alone([1000 + self._round, *unread[1:]])
        self._add("ours", "next_turn", figures.first_token_seconds)
        self._add("ours", "next_turn_tokens", len(unread))
        self._add("ours", "alone", alone)
        self._add("ours", "restored_turn", restored)

    def _restored_turn(self, prompt: Prompt, folder: Path) -> float:
        tokens, saved = self._ours.decoder.save()
        np.save(folder / "tokens.npy", np.array(tokens, np.int64))
        np.save(folder / "saved.npy", saved)
        spent = 0.0

        def restore(decoder: CpuDecoder) -> None:
            nonlocal spent
            began = perf_counter()
            decoder.restore(np.load(folder / "tokens.npy").tolist(), np.load(folder / "saved.npy"))
            spent = perf_counter() - began

        fresh = Ours(self._place, self._engines.threads, restore)
        try:
            (outcome,) = fresh.generate(prompt, greedy(1))
        finally:
            fresh.close()
        self._add("ours", "restoring", spent)
        return spent + outcome.figures.first_token_seconds

    def _seed(self, length: int) -> int:
        """One for each prompt and round, and number of threads, which share nothing but the code."""
        return 10 * (length + 10_000 * self._round) + self._engines.threads
