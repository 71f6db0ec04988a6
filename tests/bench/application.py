"""How much slower the program writes in its window than the decoder would by itself, with the same threads.

`python -m tests.bench.application --home DIR [--rounds N]`, where DIR holds a model. Two kinds of process take turns:
one without a window that draws a token and computes the next, and the real window, offscreen unless QT_QPA_PLATFORM
says otherwise, that shows the answer to the same question as it comes. Neither guesses ahead. The last line is JSON;
`application_slowdown` is how much longer the window takes for a token, 0.07 being seven per cent.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from chatapp import paths
from chatapp.domain.changes import Change
from chatapp.domain.generation import GenerationOptions
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.settings import Generation

if TYPE_CHECKING:
    from chatapp.services.desk import Services

QUESTIONS = (
    "Tell me a long story about a lighthouse keeper and the sea.",
    "Describe a walk through an old town in the evening, in detail.",
    "Explain how bread is made, from the field to the table.",
)
SETTINGS: dict[str, Any] = {"temperature": 0, "max_tokens": 250}


def options() -> GenerationOptions:
    return replace(Generation(**SETTINGS).options(0), guess_ahead=False)


def bare_rates(home: Path) -> list[float]:
    """Tokens per second after each question, of the decoder that the program would load."""
    from chatapp.lm.loading import load

    place = paths.find(home)
    model = load(folder_of(place), "bench", lambda _progress: None, place.cache)
    decoder, found = model.decoder, []
    for question in QUESTIONS:
        prompt = model.tokenizer.encode(Prompt((PromptTurn(Role.USER, question),)))
        sampler = model.sampler(options().sampling, 0, prompt)
        logits = decoder.prefill(prompt[decoder.start(prompt) :])
        count, began = 0, perf_counter()
        while count < SETTINGS["max_tokens"] - 1 and (token := sampler.draw(logits)) not in model.end_tokens:
            logits = decoder.step(token)
            count += 1
        found.append(count / (perf_counter() - began))
    model.close()
    return found


def folder_of(place: paths.Paths) -> Path:
    from chatapp.library.shelf import open_shelf

    return open_shelf(place).models()[0].folder


class Asker:
    """Asks the questions one after the other, each in a conversation of its own that the window shows."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._left = list(QUESTIONS)
        self._answer_id: int | None = None
        self.rates: list[float] = []
        services.subscribe(self._on_change)

    def _on_change(self, _change: Change) -> None:
        if self._services.models.info() is None or self._services.answers.running is not None:
            return
        if self._answer_id is not None:
            figures = self._services.answers.figures_of(self._answer_id)
            self.rates.append(figures.tokens_per_second if figures is not None else 0.0)
            self._answer_id = None
        if len(self.rates) + len(self._left) == len(QUESTIONS):
            self._ask()

    def _ask(self) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from chatapp.ui.main_window import MainWindow

        if not self._left:
            QTimer.singleShot(0, QApplication.quit)
            return
        conversation_id = self._services.answers.send(None, self._left.pop(0))
        self._answer_id = self._services.conversations.turns(conversation_id)[-1].message.id
        window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
        QTimer.singleShot(0, lambda: window.chat.open(conversation_id))


def window_rates(home: Path) -> list[float]:
    """The same in the window."""
    from chatapp.app import build
    from chatapp.presence import Presence
    from chatapp.settings import SettingsFile
    from chatapp.ui import window_app

    place = paths.find(home)
    presence = Presence(place.presence)
    presence.enter()
    askers: list[Asker] = []

    def services() -> "Services":
        settings = SettingsFile(place.settings)
        settings.override_generation(**SETTINGS)
        built = build(place, settings, presence)
        askers.append(Asker(built))
        return built

    with_guesses = Generation.options
    Generation.options = lambda self, seed: replace(with_guesses(self, seed), guess_ahead=False)  # type: ignore[method-assign]  # on purpose
    window_app.run(place, services, ("true",))
    presence.leave()
    return askers[0].rates


KINDS: dict[str, Callable[[Path], list[float]]] = {"bare": bare_rates, "window": window_rates}


def child(home: Path, kind: str) -> list[float]:
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    command = [sys.executable, "-m", "tests.bench.application", "--home", str(home), "--child", kind]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, check=True)
    rates: list[float] = json.loads(done.stdout.splitlines()[-1])
    return rates


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", choices=KINDS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(KINDS[given.child](given.home)))
        return
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(given.rounds):
        for kind in KINDS:
            found[kind] += child(given.home, kind)
    bare, window = (statistics.median(found[kind]) for kind in ("bare", "window"))
    result = {"bare_rate": bare, "window_rate": window, "application_slowdown": bare / window - 1}
    print(json.dumps({key: round(value, 3) for key, value in result.items()}))


if __name__ == "__main__":
    main()
