"""A person at the keyboard of the window under Xvfb: types, looks, and waits until what is stored is what should be."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from chatapp.domain.branch import Tree, Turn
from chatapp.domain.conversation import Conversation
from chatapp.domain.errors import ProblemError
from chatapp.paths import Paths
from chatapp.services.ports import ConversationStore
from chatapp.storage.opening import open_store

T = TypeVar("T")

DISPLAY = ":83"
WAIT_SECONDS = 150
LOOK_SECONDS = 0.2
SETTLE_SECONDS = 1.0


class Person:
    """Types, looks, and waits until what is stored is what should be."""

    def __init__(self, home: Path, shots: Path) -> None:
        self.home = home
        self.shots = shots
        self._environment = os.environ | {"DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
        self.steps: list[str] = []

    def start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen([sys.executable, "main.py", "--home", str(self.home)], env=self._environment)
        self.to_front()
        return process

    def to_front(self) -> None:
        """The keyboard to the window in front, when one has opened or closed: nothing manages windows here."""
        window = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "."]
        found = subprocess.run(window, env=self._environment, capture_output=True, check=True, text=True)
        subprocess.run(["xdotool", "windowfocus", found.stdout.split()[-1]], env=self._environment, check=True)
        time.sleep(SETTLE_SECONDS)

    def press(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", "--delay", "60", *keys], env=self._environment, check=True)
        time.sleep(SETTLE_SECONDS)

    def type(self, text: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "15", text], env=self._environment, check=True)

    def stored(self, read: Callable[[ConversationStore], T]) -> T:
        opened = open_store(Paths(self.home), lambda: False)
        try:
            return read(opened.store)
        finally:
            opened.store.close()

    @property
    def newest(self) -> Conversation:
        return self.stored(lambda store: store.conversations()[0])

    @property
    def tree(self) -> Tree:
        return self.stored(lambda store: store.tree(store.conversations()[0].id))

    @property
    def last(self) -> Turn:
        """Of the branch that is shown."""
        return self.turns()[0][-1]

    def turns(self, *, deleted: bool = False) -> list[tuple[Turn, ...]]:
        """The shown branch of each conversation, the newest conversation first."""

        def read(store: ConversationStore) -> list[tuple[Turn, ...]]:
            found = store.conversations(deleted=deleted)
            return [store.tree(each.id).path(each.head_id) for each in found]

        return self.stored(read)

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

    def look(self, step: str) -> None:
        """For the eye alone: nothing of it is stored."""
        self.until(step, lambda: True)

    def _holds(self, holds: Callable[[], bool]) -> bool:
        with suppress(ProblemError, IndexError, OSError, json.JSONDecodeError):
            return holds()
        return False

    def _look(self, name: str) -> None:
        path = self.shots / f"{len(self.steps):02}-{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment, check=True)
