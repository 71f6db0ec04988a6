"""From the start of the process to a window that answers, to the first token, and how late the GUI thread ever is.

`python -m tests.bench.startup [--home DIR] [--rounds N]`: DIR holds a model; without it the starter model is fetched
and converted first. The program is the real one, offscreen unless QT_QPA_PLATFORM says otherwise; a question waits
for the model from the first moment. Medians of the rounds, but for the longest stall, which is the worst of all.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event as Flag
from time import monotonic
from typing import Any

from chatapp import paths
from chatapp.domain.changes import Change

STARTED = "CAUSERIE_BENCH_STARTED"
QUESTION = "What is the capital of France? Tell me about it in a few sentences."
TICK_MS = 10
ANSWER_TOKENS = 60


class Observer:
    """In the program's process, on its GUI thread: a timer whose lateness tells how long the thread was held."""

    def __init__(self, started: float) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._started = started
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start(TICK_MS)
        self._due = monotonic() + TICK_MS / 1000
        self.found: dict[str, Any] = {}
        self.phase = self._next_phase = "window"
        self.lateness: dict[str, list[float]] = {"window": [], "load": [], "answer": []}

    def seconds(self) -> float:
        return monotonic() - self._started

    def _on_tick(self) -> None:
        now = monotonic()
        self.lateness[self.phase].append(max(0.0, now - self._due) * 1000)
        self._due = now + TICK_MS / 1000
        self.phase = self._next_phase

    def enter(self, phase: str) -> None:
        """From the tick after the next: a stall that ends with what begins a phase belongs to the one before."""
        self._next_phase = phase


def run_program(home: Path) -> None:
    """The child: the program as app.py composes it, with an observer."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from chatapp.app import build
    from chatapp.presence import Presence
    from chatapp.services.desk import Services
    from chatapp.settings import SettingsFile
    from chatapp.ui import window_app

    place = paths.find(home)
    place.create()
    presence = Presence(place.presence)
    presence.enter()
    observers: list[Observer] = []

    def services() -> Services:
        settings = SettingsFile(place.settings)
        settings.override_generation(temperature=0, max_tokens=ANSWER_TOKENS)
        built = build(place, settings, presence)
        observer = Observer(float(os.environ[STARTED]))
        observers.append(observer)
        conversation_id = built.answers.send(None, QUESTION)
        answer_id = built.conversations.turns(conversation_id)[-1].message.id

        def on_window() -> None:
            observer.found["window_seconds"] = observer.seconds()
            observer.found["torch_before_window"] = "torch" in sys.modules
            observer.enter("load")

        def on_change(_change: Change) -> None:
            if built.models.info() is not None:
                observer.enter("answer")
            live = built.answers.live(answer_id)
            if live is not None and live.text:
                observer.found.setdefault("first_token_seconds", observer.seconds())
            if built.conversations.message(answer_id).status.is_terminal:
                QTimer.singleShot(0, QApplication.quit)

        QTimer.singleShot(0, on_window)
        built.subscribe(on_change)
        return built

    window_app.run(place, services, ("true",))
    presence.leave()
    lateness = observers[0].lateness
    answer = sorted(lateness["answer"])
    observers[0].found |= {
        "load_stall_ms_max": max(lateness["load"]),
        "answer_lateness_ms_p99": answer[int(len(answer) * 0.99)],
        "answer_lateness_ms_max": answer[-1],
    }
    print(json.dumps(observers[0].found))


def measure(home: Path) -> dict[str, Any]:
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ | {STARTED: str(monotonic())}
    command = [sys.executable, "-m", "tests.bench.startup", "--child", "--home", str(home)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def fetch_starter(home: Path) -> None:
    from chatapp.library.shelf import open_shelf

    place = paths.find(home)
    place.create()
    open_shelf(place).install_starter(lambda _progress: None, Flag())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        run_program(options.home)
        return
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        if options.home is None:
            fetch_starter(home)
        measure(home)  # warms the disk cache and the byte code
        rounds = [measure(home) for _ in range(options.rounds)]
    for found in rounds:
        print(json.dumps(found))
    result = {key: round(statistics.median(found[key] for found in rounds), 3) for key in rounds[0]}
    result["load_stall_ms_max"] = round(max(found["load_stall_ms_max"] for found in rounds), 1)
    result["torch_before_window"] = any(found["torch_before_window"] for found in rounds)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
