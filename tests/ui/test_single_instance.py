import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from chatapp.ui.single_instance import SingleInstance, server_name

CLAIM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from chatapp.ui.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
print(instance.claim(), flush=True)
if "stay" in sys.argv:
    app.exec()
"""


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", CLAIM, str(home), *words], stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.raise_asked), start(tmp_path) as second:
        assert said(second) == "False"
    first.release()


def test_another_home_is_another_program(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert first.claim()
    assert second.claim()
    first.release()
    second.release()


@pytest.mark.skipif(os.name == "nt", reason="Windows removes the pipe of a killed process itself")
def test_a_killed_first_does_not_stand_in_the_way(qtbot: QtBot, tmp_path: Path) -> None:
    with start(tmp_path, "stay") as killed:
        assert said(killed) == "True"
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    successor = SingleInstance(tmp_path)
    assert successor.claim()
    third = SingleInstance(tmp_path)
    assert not third.claim()
    successor.release()


def test_a_folder_has_one_name(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    assert server_name(tmp_path / "home") == server_name(tmp_path / "home" / ".." / "home")
