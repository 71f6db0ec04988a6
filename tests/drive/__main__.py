"""Drives the real window under Xvfb as a person would, with keys only, and looks at what is stored afterwards.

`python -m tests.drive DIR [--tour talk|drafting] [--home HOME]`: needs xvfb, xdotool and ImageMagick; HOME has a model,
else the starter model is fetched. DIR gets a screenshot per step. Ends with one JSON line; a step whose outcome is not
stored fails it.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.bench.startup import fetch_starter
from tests.drive.drafting import draft
from tests.drive.first_talk import talk
from tests.drive.person import Person
from tests.drive.screen import screen

TOURS = {"talk": talk, "drafting": draft}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("shots", type=Path)
    parser.add_argument("--tour", choices=TOURS, default="talk")
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    options.shots.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, screen() as display:
        home = options.home or Path(folder) / "home"
        if options.home is None:
            fetch_starter(home)
        person = Person(home, options.shots, display)
        codes = TOURS[options.tour](person, person.start())
    seconds = round(time.monotonic() - began)
    print(json.dumps({"tour": options.tour, "steps": person.steps, "exit_codes": codes, "seconds": seconds}))


if __name__ == "__main__":
    main()
