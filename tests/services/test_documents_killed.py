import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chatapp.paths import Paths
from chatapp.services.announcement import Announcement
from chatapp.services.documents import Documents
from chatapp.storage.opening import open_store
from tests.services.writer import KEYS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("keys", [30, 350])
def test_a_kill_loses_at_most_a_second_of_typing(tmp_path: Path, keys: int) -> None:
    command = [sys.executable, "-m", "tests.services.writer", str(tmp_path)]
    told: list[tuple[int, float]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            told.append(json.loads(line))
            if told[-1][0] >= keys:
                break
        writer.send_signal(signal.SIGKILL)
        told += [json.loads(line) for line in writer.stdout if line.endswith("\n")]
    _, alive = told[-1]
    store = open_store(Paths(tmp_path)).store
    (listed,) = store.conversations()
    documents = Documents(store.documents, Announcement())
    text = documents.text(listed.id)
    typed = (KEYS * (len(told) // len(KEYS) + 2))[: len(told) + 1]  # one more may have been on its way
    assert typed.startswith(text)
    assert len(text) >= max((number for number, moment in told if moment <= alive - 1.0), default=0)
    steps: list[str] = []
    while documents.undo_label(listed.id) is not None:  # what is there is undone as if nothing had happened
        documents.undo(listed.id)
        steps.append(documents.text(listed.id))
    assert steps[-1:] in ([""], [])
    assert len(steps) <= len(text)
    store.close()
