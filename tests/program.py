"""The whole program with a scripted language model, in a process of its own: `python -m tests.program --home DIR …`.

Everything but the model is the real thing: the window (offscreen), services, engine thread, SQLite. What happens is
told on stdout, one JSON object per line, so that a test or benchmark that kills the process knows what had been done.
"""

import argparse
import json
import os
import time
from pathlib import Path
from threading import Event as Flag

from chatapp import paths
from chatapp.app import build
from chatapp.engine import scripted
from chatapp.engine.scripted import Script
from chatapp.library.card import StoredCard
from chatapp.presence import Presence
from chatapp.services.desk import Services
from chatapp.settings import SettingsFile

REPLY = "".join(f"word{number:05} " for number in range(5000))


def tell(kind: str, **values: object) -> None:
    """One line, written at once: it is there even if the process is killed after it."""
    line = json.dumps({"kind": kind, "at": time.monotonic(), **values}, ensure_ascii=False)
    os.write(1, f"{line}\n".encode())


def place_model(home: Path) -> None:
    """A model's folder that the library takes for one; its weights are never read."""
    folder = home / "models" / "Scripted"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.safetensors").write_bytes(b"scripted")
    StoredCard(name="Scripted", source="scripted.gguf", source_sha256="0" * 64).write(folder)


class Pace:
    """So many tokens (bytes) a second, each told before it is computed further."""

    def __init__(self, tokens_per_second: float) -> None:
        self._seconds = 1 / tokens_per_second
        self._never = Flag()
        self._calls = 0

    def __call__(self) -> None:
        self._never.wait(self._seconds)
        self._calls += 1
        tell("step", calls=self._calls)


def send(services: Services, text: str) -> None:
    """Tells what is stored once `send` returned."""
    conversation_id = services.answers.send(None, text)
    question, answer = services.conversations.turns(conversation_id)[-2:]
    tell("sent", id=question.message.id, text=text, answer=answer.message.id)


def tell_problem(services: Services) -> None:
    if (problem := services.answers.problem) is not None:
        tell("problem", sentence=problem.sentence)


def tell_model_problem(services: Services) -> None:
    if (problem := services.models.state.problem) is not None:
        tell("model problem", sentence=problem.sentence)


def tell_titles(services: Services) -> None:
    tell("listed", titles=[conversation.title for conversation in services.conversations.listed()])


def on_window(file_size_limit: int | None) -> None:
    """The first turn of the event loop: the window is there."""
    if file_size_limit is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size_limit, resource.RLIM_INFINITY))
    tell("window")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--say", action="append", default=[], help="sent at the start, each in a new conversation")
    parser.add_argument("--tokens-per-second", type=float, default=200)
    parser.add_argument("--file-size-limit", type=int, help="in bytes, once the window is there")
    options = parser.parse_args()
    place = paths.find(options.home)
    place.create()
    place_model(place.home)
    presence = Presence(place.presence)
    presence.enter()
    script = Script(lambda _prompt: REPLY, Pace(options.tokens_per_second))

    from PySide6.QtCore import QTimer

    from chatapp.ui import window_app

    def services() -> Services:
        built = build(place, SettingsFile(place.settings), presence, scripted.loader(script))
        for text in options.say:
            send(built, text)
        for notice in built.notices:
            tell("notice", sentence=notice.sentence)
        built.subscribe(lambda _change: tell_problem(built))
        built.subscribe(lambda _change: tell_model_problem(built))
        built.subscribe(lambda change: tell_titles(built) if change.list_changed else None)
        QTimer.singleShot(0, lambda: on_window(options.file_size_limit))
        return built

    status = window_app.run(place, services, ("true",))
    presence.leave()
    tell("ended", status=status)


if __name__ == "__main__":
    main()
