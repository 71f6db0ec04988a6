"""`python -m tests.bench.importing [--megabytes 500]`: a ChatGPT export of that size, made and imported.

The last line is JSON: seconds of the import, megabytes a second, the process's peak of memory, and what came in.
Another thread writes meanwhile through the window's own store: how long that had to wait.
"""

import argparse
import json
import random
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event as Flag
from threading import Thread
from typing import Any

from chatapp.exchange.source import Source
from chatapp.paths import Paths
from chatapp.storage.conversations import Conversations
from chatapp.storage.opening import open_store

WORDS = 20_000
SECONDS_BETWEEN_WRITES = 0.05


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=500)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="causerie-bench-") as folder:
        export = Path(folder) / "conversations.json"
        write_export(export, options.megabytes * 1_000_000)
        print(f"wrote {export.stat().st_size / 1e6:.0f} MB", file=sys.stderr)
        print(json.dumps(measure(export, Paths(Path(folder) / "home"))))
    return 0


def measure(export: Path, place: Paths) -> dict[str, Any]:
    store = open_store(place).store
    waits: list[float] = []
    is_over = Flag()
    writer = Thread(target=_write_meanwhile, args=(store, waits, is_over))
    writer.start()
    reports: list[int] = []
    began = time.monotonic()
    try:
        with store.archive.intake() as intake:
            for found in Source([export], reports.append).conversations():
                if found.grown.record is not None:
                    intake.add(found.grown.record)
            read = time.monotonic() - began
            intake.finish()
    finally:
        is_over.set()
        writer.join()
    seconds = time.monotonic() - began
    conversations, messages = store.count()
    store.close()
    return {
        "seconds": round(seconds, 1),
        "mb_per_second": round(export.stat().st_size / 1e6 / seconds, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "conversations": conversations,
        "messages": messages,
        "finish_seconds": round(seconds - read, 2),
        "reports": len(reports),
        "other_writer_ms_p50": round(sorted(waits)[len(waits) // 2] * 1000, 1),
        "other_writer_ms_max": round(max(waits) * 1000, 1),
        "database_mb": round(place.database.stat().st_size / 1e6),
    }


def _write_meanwhile(store: Conversations, waits: list[float], is_over: Flag) -> None:
    conversation = store.create("meanwhile")
    while not is_over.wait(SECONDS_BETWEEN_WRITES):
        began = time.monotonic()
        store.rename(conversation.id, f"meanwhile {len(waits)}", own=True)
        waits.append(time.monotonic() - began)


def write_export(path: Path, size: int) -> None:
    """Conversations of a few to some hundred messages, with branches; as much beside the text as in the real one."""
    chance = random.Random(1)
    words = ["".join(chance.choices("etaoinshrdlucmfwyp", k=chance.randint(2, 10))) for _ in range(WORDS)]
    written, number = 2, 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        while written < size:
            text = (", " if number else "") + json.dumps(_conversation(number, words, chance))
            file.write(text)
            written += len(text)
            number += 1
        file.write("]")


def _conversation(number: int, words: list[str], chance: random.Random) -> dict[str, Any]:
    began = 1_600_000_000 + number * 5000
    mapping: dict[str, Any] = {f"{number}-root": {"id": f"{number}-root", "message": None, "parent": None}}
    above = f"{number}-root"
    for place in range(int(chance.paretovariate(1.2) * 4) % 300 + 2):
        key = f"{number}-{place}"
        role = "assistant" if place % 2 else "user"
        mapping[key] = _node(key, above, _message(role, began + place * 30, words, chance))
        if place % 7 != 6:  # else the next one is another version of this
            above = key
    return {
        "title": " ".join(chance.choices(words, k=5)),
        "create_time": began,
        "update_time": began + 4000,
        "mapping": mapping,
        "current_node": above,
        "conversation_id": f"conversation-{number}",
    }


def _node(key: str, above: str, message: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "parent": above, "children": [], "message": {"id": key, **message}}


def _message(role: str, at: float, words: list[str], chance: random.Random) -> dict[str, Any]:
    length = chance.randint(10, 60) if role == "user" else chance.randint(60, 500)
    return {
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": at,
        "update_time": None,
        "content": {"content_type": "text", "parts": [" ".join(chance.choices(words, k=length))]},
        "status": "finished_successfully",
        "end_turn": True,
        "weight": 1.0,
        "metadata": {"model_slug": "gpt-4o", "finish_details": {"type": "stop"}, "request_id": "0123456789abcdef" * 4},
        "recipient": "all",
        "channel": None,
    }


if __name__ == "__main__":
    sys.exit(main())
