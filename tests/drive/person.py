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
from chatapp.domain.edit_log import Stored
from chatapp.domain.errors import ProblemError
from chatapp.paths import Paths
from chatapp.services.ports import ConversationStore
from chatapp.storage.opening import open_store

T = TypeVar("T")

WAIT_SECONDS = 600
LOOKS = 1500
"""Patience is counted in looks, not in time: a machine that halts for minutes has the person halt as well."""
LOOK_SECONDS = 0.2
SETTLE_SECONDS = 1.0
REST_SECONDS, RESTS, REST_SHARE = 0.7, 3, 0.08
"""So often in a row the window has taken less than this share of a core's time: it has nothing more to do."""
CLIPBOARD = "from PySide6.QtGui import QGuiApplication as App; app = App([]); print(App.clipboard().text(), end='')"


class Person:
    """Types, looks, and waits until what is stored is what should be."""

    def __init__(self, home: Path, shots: Path, display: str) -> None:
        self.home = home
        self.shots = shots
        self.display = display
        self._environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.steps: list[str] = []

    def start(self) -> "subprocess.Popen[bytes]":
        self._window = subprocess.Popen([sys.executable, "main.py", "--home", str(self.home)], env=self._environment)
        self.to_front()
        return self._window

    def to_front(self) -> None:
        """The keyboard to the window in front, when one has opened or closed: nothing manages windows here."""
        found = self._xdotool("search", "--sync", "--onlyvisible", "--name", ".")
        self._xdotool("windowfocus", "--sync", found.split()[-1])
        time.sleep(SETTLE_SECONDS)

    def press(self, *keys: str) -> None:
        self._find_keyboard()
        self._xdotool("key", "--delay", "60", *keys)
        time.sleep(SETTLE_SECONDS)

    def type(self, text: str) -> None:
        self._find_keyboard()
        self._xdotool("type", "--delay", "15", text)

    def _find_keyboard(self) -> None:
        """Keys that no window has are lost: one that closes may have taken the keyboard along."""
        focused = subprocess.run(
            ["xdotool", "getwindowfocus"], env=self._environment, capture_output=True, check=False, text=True
        )
        shown = self._xdotool("search", "--sync", "--onlyvisible", "--name", ".").split()
        if focused.stdout.strip() not in shown:
            self.to_front()

    def choose(self, words: str) -> None:
        """What the palette finds first."""
        self.press("ctrl+k")
        self.type(words)
        self.press("Return")

    def rest(self) -> None:
        """Until the window has nothing to do any more, so that all that was asked for is on the screen."""
        idle = 0
        for _ in range(LOOKS):
            before = self._worked()
            time.sleep(REST_SECONDS)
            idle = idle + 1 if self._worked() - before < REST_SHARE * REST_SECONDS else 0
            if idle == RESTS:
                return
        self._give_up("rest", f"the window was still at work after {LOOKS} looks")

    def copied(self) -> str:
        """What was put on the clipboard."""
        command = [sys.executable, "-c", CLIPBOARD]
        return subprocess.run(command, env=self._environment, capture_output=True, check=True, text=True).stdout

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
    def manuscript(self) -> Stored:
        """The steps of the newest document."""
        return self.stored(lambda store: store.documents.read(store.conversations()[0].id))

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
        self.wait(step, holds)
        time.sleep(SETTLE_SECONDS)
        self._look(step)
        self.steps.append(step)

    def wait(self, step: str, holds: Callable[[], bool]) -> None:
        """As `until`, and no picture of it."""
        if not self.sees(holds, LOOKS):
            self._give_up(step, f"not stored after {LOOKS} looks")

    def sees(self, holds: Callable[[], bool], looks: int) -> bool:
        """Whether it comes about within so many looks."""
        for _ in range(looks):
            with suppress(ProblemError, KeyError, IndexError, OSError, json.JSONDecodeError):
                if holds():
                    return True
            time.sleep(LOOK_SECONDS)
        return False

    def look(self, step: str) -> None:
        """For the eye alone: nothing of it is stored."""
        self.until(step, lambda: True)

    def _give_up(self, step: str, why: str) -> None:
        self._look(f"{step}-failed")
        raise SystemExit(f"{step}: {why}: {self.turns()}")

    def _look(self, name: str) -> None:
        path = self.shots / f"{len(self.steps):02}-{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment, check=True)

    def _worked(self) -> float:
        """Seconds of a processor that the window has taken, whichever thread of it."""
        fields = Path(f"/proc/{self._window.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _xdotool(self, *words: str) -> str:
        command = ["xdotool", *words]
        return subprocess.run(command, env=self._environment, stdout=subprocess.PIPE, check=True, text=True).stdout
