"""Drives the real window under Xvfb as a person would, with keys only, and looks at what is stored afterwards.

`python -m tests.drive DIR [--home HOME]`: needs xvfb, xdotool and ImageMagick; HOME has a model, else the starter model
is fetched. DIR gets a screenshot per step. Ends with one JSON line; a step whose outcome is not stored fails it.
"""

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from chatapp.domain.message import Status
from tests.bench.startup import fetch_starter
from tests.drive.person import DISPLAY, SETTLE_SECONDS, WAIT_SECONDS, Person
from tests.drive.tour import tour


def drive(person: Person) -> dict[str, Any]:
    window = person.start()
    person.type("Write a long story about a lighthouse.")
    person.press("Return")
    person.until("ask", lambda: person.last.message.status is Status.STREAMING)
    person.press("Escape")
    person.until("stop", lambda: person.last.message.status is Status.STOPPED)
    person.press("Up", "ctrl+a")
    person.type("What is the capital of France?")
    person.press("Return")
    person.until("edit", lambda: len(person.turns()[0][0].versions) == 2)
    person.press("Escape")
    person.until("stop-again", lambda: person.last.message.status.is_terminal)
    person.press("ctrl+r")
    person.until("regenerate", lambda: len(person.last.versions) == 2 and person.last.version == 2)
    person.press("Escape")
    person.until("stop-version", lambda: person.last.message.status.is_terminal)
    person.press("alt+Left")
    person.until("switch-version", lambda: person.last.version == 1)
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
    codes = [window.returncode, *tour(person, again)]
    return {"steps": person.steps, "exit_codes": codes}


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
