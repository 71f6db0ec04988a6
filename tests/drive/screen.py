"""A screen that nobody else uses: Xvfb under a number that is free, where a key that stays down does not repeat."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

SIZE = "1280x860x24"


@contextmanager
def screen() -> Iterator[str]:
    """What DISPLAY is to be. A machine that halts between a key's two ends would have a screen repeat the key."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-r"]
    process = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="ascii") as told:
            number = told.readline().strip()
        if not number:
            raise SystemExit(f"Xvfb did not start: it ended with {process.wait()}")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait()
