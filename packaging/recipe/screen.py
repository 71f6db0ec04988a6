"""A screen that nobody looks at, and a hand at its keyboard: Xvfb and xdotool."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from recipe.command import MissingToolError, has

SIZE = "1280x860x24"
SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where X has its sockets
PATIENCE = 240.0
INTERVAL = 0.05


class Screen:
    def __init__(self, name: str) -> None:
        self.name = name

    def window(self, program: str) -> str:
        """Waits until one of this program is to be seen."""
        words = ("search", "--sync", "--onlyvisible", "--class", program)
        return self._hand(*words).split()[0]

    def write(self, window: str, text: str) -> None:
        self._hand("windowfocus", "--sync", window)
        self._hand("type", "--delay", "15", text)

    def press(self, key: str) -> None:
        self._hand("key", key)

    def photograph(self, file: Path) -> None:
        """Where ImageMagick is there to do it."""
        if has("import"):
            words = ["import", "-window", "root", str(file)]
            subprocess.run(words, env={**os.environ, "DISPLAY": self.name}, check=False)

    def _hand(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],  # noqa: S607 - from the path, as has() looked
            env={**os.environ, "DISPLAY": self.name},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        return done.stdout


@contextmanager
def screen() -> Iterator[Screen]:
    for tool in ("Xvfb", "xdotool"):
        if not has(tool):
            raise MissingToolError(f"{tool} is needed and not installed")
    SOCKETS.mkdir(mode=0o1777, parents=True, exist_ok=True)
    reading, writing = os.pipe()
    # It takes a number that is free, and says which: somebody else's screen would have somebody else's windows.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-ac", "-noreset"],  # noqa: S607 - as above
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[writing],
    )
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="ascii") as said:
            number = said.readline().strip()
        if not number:
            raise OSError("Xvfb has no screen to give")
        yield Screen(f":{number}")
    finally:
        server.terminate()
        server.wait()


def wait_until(is_so: Callable[[], bool], what: str) -> float:
    """Seconds it took; TimeoutError where it does not come."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"waited {PATIENCE:.0f} s for {what}")
        time.sleep(INTERVAL)
    return time.monotonic() - began
