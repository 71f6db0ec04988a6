"""Kills the program with SIGKILL at random moments while it answers, and looks at what is on the disk afterwards.

`python -m tests.bench.crash --rounds 50`: the same history goes through all rounds. `seconds_lost_max` is how old the
oldest generated character was, at the kill, that is not in the database.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from chatapp.domain.message import Status
from chatapp.paths import Paths
from chatapp.storage.opening import open_store
from tests.program import REPLY

START_SECONDS = 60


@dataclass
class Tally:
    rounds: int = 0
    messages_lost: int = 0
    database_errors: int = 0
    seconds_lost_max: float = 0.0
    kills_while_writing: int = 0
    sent: dict[int, str] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)


def play_round(home: Path, number: int, after_seconds: float) -> tuple[list[dict[str, Any]], float]:
    """Starts the program, lets it answer for a while, kills it. Returns what it told, and when it was killed."""
    command = [sys.executable, "-m", "tests.program", "--home", str(home)]
    command += ["--say", f"question {number}", "--tokens-per-second", "150"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    told: list[dict[str, Any]] = []
    deadline = monotonic() + START_SECONDS
    kill_at = None
    for line in process.stdout:
        told.append(json.loads(line))
        if told[-1]["kind"] == "step" and kill_at is None:
            kill_at = monotonic() + after_seconds
        if monotonic() >= (kill_at or deadline):
            break
    process.send_signal(signal.SIGKILL)
    killed = monotonic()
    told += [json.loads(line) for line in process.stdout if line.endswith("\n")]
    process.wait()
    return told, killed


def examine(home: Path, told: list[dict[str, Any]], killed: float, tally: Tally) -> None:
    sent = next(entry for entry in told if entry["kind"] == "sent")
    tally.sent[sent["id"]] = sent["text"]
    steps = [entry for entry in told if entry["kind"] == "step"]
    with closing(sqlite3.connect(home / "causerie.sqlite3")) as database:
        if database.execute("pragma integrity_check").fetchall() != [("ok",)]:
            tally.database_errors += 1
        if database.execute("pragma foreign_key_check").fetchall():
            tally.database_errors += 1
        stored = dict(database.execute("select id, text from message"))
    tally.messages_lost += sum(stored.get(message_id) != text for message_id, text in tally.sent.items())
    # Each answer of an earlier round is as it was found after that round.
    tally.messages_lost += sum(stored.get(message_id) != text for message_id, text in tally.answers.items())
    answer = stored.get(sent["answer"], "")
    tally.messages_lost += not REPLY.startswith(answer)
    tally.answers[sent["answer"]] = answer
    # The prompt is read in one call, whose logits give the first character: call n makes the n-th.
    unsaved = [float(entry["at"]) for entry in steps if entry["calls"] > len(answer)]
    if unsaved:
        tally.seconds_lost_max = max(tally.seconds_lost_max, killed - unsaved[0])
    tally.kills_while_writing += bool(answer)


def recover(home: Path, tally: Tally) -> None:
    """The store opens, without salvage, and lists the answer as unfinished."""
    opened = open_store(Paths(home))
    tally.database_errors += len(opened.notices)
    for message in opened.store.unfinished():
        opened.store.finish(message.id, message.text, Status.INTERRUPTED)
    opened.store.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for number in range(options.rounds):
            told, killed = play_round(home, number, chance.uniform(0.0, 2.5))
            examine(home, told, killed, tally)
            recover(home, tally)
            tally.rounds += 1
            print(f"round {number + 1}: {len(tally.answers)} answers, {tally.seconds_lost_max:.3f} s", flush=True)
    print(
        json.dumps(
            {
                "rounds": tally.rounds,
                "messages_lost": tally.messages_lost,
                "database_errors": tally.database_errors,
                "seconds_lost_max": round(tally.seconds_lost_max, 3),
                "kills_while_writing": tally.kills_while_writing,
            }
        )
    )


if __name__ == "__main__":
    main()
