"""Drives the real window under Xvfb as a person would, with keys only, and looks at what is stored afterwards.

`python -m tests.drive DIR [--home HOME]`: needs xvfb, xdotool and ImageMagick; HOME has a model, else the starter model
is fetched. DIR gets a screenshot per step. Ends with one JSON line; a step whose outcome is not stored fails it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from chatapp.domain.branch import Turn
from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Status
from chatapp.paths import Paths
from chatapp.storage.opening import open_store
from tests.bench.startup import fetch_starter

DISPLAY = ":83"
WAIT_SECONDS = 90
LOOK_SECONDS = 0.2
SETTLE_SECONDS = 1.0


class Person:
    """Types, looks, and waits until what is stored is what should be."""

    def __init__(self, home: Path, shots: Path) -> None:
        self._home = home
        self._shots = shots
        self._environment = os.environ | {"DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
        self.steps: list[str] = []

    def start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen([sys.executable, "main.py", "--home", str(self._home)], env=self._environment)
        window = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "."]
        found = subprocess.run(window, env=self._environment, capture_output=True, check=True, text=True)
        subprocess.run(["xdotool", "windowfocus", found.stdout.split()[-1]], env=self._environment, check=True)
        time.sleep(SETTLE_SECONDS)
        return process

    def press(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", "--delay", "60", *keys], env=self._environment, check=True)
        time.sleep(SETTLE_SECONDS)

    def type(self, text: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "15", text], env=self._environment, check=True)

    def turns(self, *, deleted: bool = False) -> list[tuple[Turn, ...]]:
        """The shown branch of each conversation, the newest conversation first."""
        opened = open_store(Paths(self._home), lambda: False)
        try:
            found = opened.store.conversations(deleted=deleted)
            return [opened.store.tree(each.id).path(each.head_id) for each in found]
        finally:
            opened.store.close()

    def until(self, step: str, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._holds(holds):
            if time.monotonic() > deadline:
                self._look(f"{step}-failed")
                raise SystemExit(f"{step}: not stored after {WAIT_SECONDS} s: {self.turns()}")
            time.sleep(LOOK_SECONDS)
        time.sleep(SETTLE_SECONDS)
        self._look(step)
        self.steps.append(step)

    def _holds(self, holds: Callable[[], bool]) -> bool:
        with suppress(ProblemError, IndexError):
            return holds()
        return False

    def _look(self, name: str) -> None:
        path = self._shots / f"{len(self.steps):02}-{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment, check=True)


def last(person: Person) -> Turn:
    return person.turns()[0][-1]


def drive(person: Person) -> dict[str, Any]:
    window = person.start()
    person.type("Write a long story about a lighthouse.")
    person.press("Return")
    person.until("ask", lambda: last(person).message.status is Status.STREAMING)
    person.press("Escape")
    person.until("stop", lambda: last(person).message.status is Status.STOPPED)
    person.press("Up", "ctrl+a")
    person.type("What is the capital of France?")
    person.press("Return")
    person.until("edit", lambda: len(person.turns()[0][0].versions) == 2)
    person.press("Escape")
    person.until("stop-again", lambda: last(person).message.status.is_terminal)
    person.press("ctrl+r")
    person.until("regenerate", lambda: len(last(person).versions) == 2 and last(person).version == 2)
    person.press("Escape")
    person.until("stop-version", lambda: last(person).message.status.is_terminal)
    person.press("alt+Left")
    person.until("switch-version", lambda: last(person).version == 1)
    person.press("F6", "F6", "Delete")
    person.press("Delete")
    person.until("delete", lambda: person.turns() == [] and len(person.turns(deleted=True)) == 1)
    person.press("ctrl+z")
    person.until("undo", lambda: len(person.turns()) == 1)
    before = person.turns()
    person.press("ctrl+q")
    window.wait(WAIT_SECONDS)
    again = person.start()
    person.until("start-again", lambda: person.turns() == before)
    person.press("ctrl+q")
    return {"steps": person.steps, "exit_codes": [window.returncode, again.wait(WAIT_SECONDS)]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("shots", type=Path)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    options.shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        if options.home is None:
            fetch_starter(home)
        screen = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1280x860x24"], stderr=subprocess.DEVNULL)
        try:
            time.sleep(SETTLE_SECONDS)
            print(json.dumps(drive(Person(home, options.shots))))
        finally:
            screen.terminate()


if __name__ == "__main__":
    main()
