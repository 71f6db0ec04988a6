"""What writing with the model costs: the first word after a pause, five alternatives at once, a revision with guesses.

`python -m tests.bench.drafting --home DIR [--rounds N]`, alone, where DIR holds a model of ours; the last line is JSON.
`ghost_ratio_N` is the time from asking, N tokens into a document, to the first word after a pause, by the prefill of
what changed alone: the decoder reads the new sentence and nothing else, where it stands, that is with the same N tokens
before it, which it must look at. (With nothing before them the same tokens take less, at 4,000 less than half: that
would count the length of the document and not what is done again.) `alternatives_gain` is the tokens a second of five
continuations by those of one, `lookup_gain` those of revising a text with guesses ahead by those without, each from
the command to the last event, one right after the other. `key_ms_p99` is tests.bench.keys', in a process of its own.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event as Flag
from time import perf_counter

from chatapp import paths
from chatapp.domain.document import Splice
from chatapp.domain.generation import GenerationOptions, Sampling
from chatapp.domain.prompt import Prompt
from chatapp.domain.proposal import Operation, Span
from chatapp.engine.ports import LanguageModel, ReportProgress
from chatapp.library.shelf import open_shelf
from chatapp.lm.cpu.decoder import CpuDecoder
from chatapp.lm.loading import load
from chatapp.lm.means import Means
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.services.draft_request import Asked, DraftRequests
from chatapp.settings import SettingsFile
from chatapp.storage.opening import open_store
from chatapp.tasks.drafting import Wish
from tests.bench.ours import Ours, Place
from tests.bench.questions import TEXT, WORDS

SIZES = (500, 4000)
NEW = " Then the keeper went down to the harbour and asked the fishermen whether they had seen"
FLAWS = {"stands": "stand", "was built": "were builded", "climbed": "climbd", "visitors": "visiters"}
ALTERNATIVES, WRITTEN = 5, 48


class Desk:
    """The program's services over a new database, with the model of a home."""

    def __init__(self, folder: Path, home: Paths) -> None:
        self._cache = home.cache
        self._models: list[LanguageModel] = []
        self._wake = Flag()
        here = Paths(folder)
        here.create()
        self.settings = SettingsFile(here.settings)
        self.services = Services(open_store(here).store, open_shelf(home), self._load, self.settings)
        self.services.watch(self._wake.set)
        self.services.models.load_last()
        self.until(lambda: self.services.models.info() is not None)

    @property
    def model(self) -> LanguageModel:
        """To be called only while nothing is generated."""
        return self._models[0]

    @property
    def decoder(self) -> CpuDecoder:
        decoder = self.model.decoder
        if not isinstance(decoder, CpuDecoder):
            raise TypeError(f"not the compiled step: {self.model.info.device}")
        return decoder

    def until(self, holds: Callable[[], bool]) -> None:
        self.services.drain()
        while not holds():
            self._wake.wait()
            self._wake.clear()
            self.services.drain()

    def _load(self, folder: Path, name: str, report: ReportProgress) -> LanguageModel:
        model = load(folder, name, report, self._cache, Means())
        self._models.append(model)
        return model


@contextmanager
def desk(home: Paths) -> Iterator[Desk]:
    with TemporaryDirectory(prefix="causerie-") as folder:
        opened = Desk(Path(folder), home)
        try:
            yield opened
        finally:
            opened.services.close()


def text_of(tokens: int, seed: int, count: Callable[[str], int]) -> str:
    """Paragraphs of about so many tokens; another seed is another text from its first words on."""
    rng = random.Random(seed)
    paragraphs: list[str] = []
    while count(text := "\n\n".join(paragraphs)) < tokens:
        sentences = (" ".join(rng.choice(WORDS) for _ in range(12)).capitalize() + "." for _ in range(4))
        paragraphs.append(" ".join(sentences))
    return text


def ghost_figures(desk: Desk, size: int, seed: int) -> dict[str, float]:
    """Of a text that was read at the pause before, when a sentence has been added to it."""
    drafting, documents = desk.services.drafting, desk.services.documents
    text = text_of(size, seed, desk.model.tokenizer.count)
    number = documents.create("", text).id
    _first_word(desk, number, len(text))
    documents.edit(number, Splice(len(text), "", NEW), "Typing")
    spent = _first_word(desk, number, len(text) + len(NEW))
    tokens = desk.model.tokenizer.spelt(NEW).ids
    decoder, held = desk.decoder, [seed % 1000, *desk.model.tokenizer.spelt(text).ids]
    decoder.start(held, is_side_job=True)
    decoder.prefill(held)
    alone = _seconds(lambda: decoder.prefill(tokens))
    drafting.end_ghost()
    return {f"ghost_ratio_{size}": spent / alone}


def _first_word(desk: Desk, number: int, at: int) -> float:
    """Seconds until it is proposed; the ghost is written to its end then."""
    drafting = desk.services.drafting
    began = perf_counter()
    run = drafting.ghost(number, at)
    if run is None:
        raise RuntimeError("the model has other work")
    desk.until(lambda: bool(drafting.run(run).proposals[0].text) or drafting.run(run).is_over)
    spent = perf_counter() - began
    desk.until(lambda: drafting.run(run).is_over)
    return spent


def _seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def request_of(
    desk: Desk, operation: Operation, text: str, details: Mapping[str, str]
) -> tuple[Prompt, GenerationOptions]:
    """As drafting asks the engine."""
    requests, documents = DraftRequests(desk.services.documents, desk.settings), desk.services.documents
    number = documents.create("", text).id
    place = Span(0, len(text)) if operation is Operation.REWRITE else Span(len(text), len(text))
    asked = Asked(number, operation, place, Wish(), details)
    info = desk.model.info
    return requests.request(asked, requests.material(asked, info), info)


def gains(
    ours: Ours, continuation: tuple[Prompt, GenerationOptions], revision: tuple[Prompt, GenerationOptions]
) -> dict[str, float]:
    """From the command to the last event, with the prompt read already."""
    prompt, options = continuation
    options = replace(options, sampling=Sampling(), min_tokens=WRITTEN, max_tokens=WRITTEN, guess_ahead=False, stop=())
    five = replace(options, alternatives=ALTERNATIVES)
    ours.generate(prompt, replace(options, min_tokens=1, max_tokens=1))
    one_seconds = _seconds(partial(ours.generate, prompt, options))
    five_seconds = _seconds(partial(ours.generate, prompt, five))
    prompt, options = revision
    options = replace(options, sampling=replace(options.sampling, temperature=0.0))
    ours.generate(prompt, replace(options, max_tokens=1))
    plain_seconds = _seconds(partial(ours.generate, prompt, replace(options, guess_ahead=False)))
    guessed_seconds = _seconds(partial(ours.generate, prompt, options))
    return {
        "alternatives_gain": ALTERNATIVES * one_seconds / five_seconds,
        "lookup_gain": plain_seconds / guessed_seconds,
    }


def key_figures() -> dict[str, float]:
    """Of the editor, in a process of its own, so that no model is beside it."""
    command = [sys.executable, "-m", "tests.bench.keys"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {"key_ms_p99": found["key_ms_p99"]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-keys", action="store_true")
    options = parser.parse_args()
    home = paths.find(options.home)
    place = Place(open_shelf(home).models()[0].folder, home.cache)
    samples: dict[str, list[float]] = {}
    with desk(home) as opened:
        for number in range(options.rounds):
            for size in SIZES:
                _add(samples, ghost_figures(opened, size, 10 * number + size))
        continuation = request_of(opened, Operation.CONTINUE, TEXT, {})
        flawed = TEXT
        for right, wrong in FLAWS.items():
            flawed = flawed.replace(right, wrong)
        revision = request_of(opened, Operation.REWRITE, flawed, {"instruction": "Correct spelling and grammar."})
    ours = Ours(place, 1)
    try:
        for _ in range(2 * options.rounds):
            _add(samples, gains(ours, continuation, revision))
    finally:
        ours.close()
    found = {key: round(statistics.median(values), 2) for key, values in samples.items()}
    print(json.dumps(samples))
    print(json.dumps(found if options.without_keys else {**key_figures(), **found}))


def _add(samples: dict[str, list[float]], figures: Mapping[str, float]) -> None:
    for key, value in figures.items():
        samples.setdefault(key, []).append(value)


if __name__ == "__main__":
    main()
