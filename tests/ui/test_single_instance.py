import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from chatapp.domain.message import Status
from chatapp.ui.single_instance import SingleInstance, server_name
from tests.test_app import program, texts

WAIT_MS = 20_000
CLAIM = """
import sys
import time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from chatapp.domain.message import Status
from chatapp.ui.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
print(instance.claim([Path(word) for word in sys.argv[2:] if "/" in word]), flush=True)
if "end" in sys.argv:
    instance.begin_end()
    QTimer.singleShot(500, instance.release)
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
    with start(tmp_path) as second:
        with qtbot.waitSignal(first.raise_asked, timeout=WAIT_MS):
            pass
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=WAIT_MS)
        assert said(second) == "False"
    first.release()


def test_a_second_start_hands_its_files_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    files = [str(tmp_path / "a model.gguf"), str(tmp_path / "gespräche.json")]
    with qtbot.waitSignal(first.files_asked, timeout=WAIT_MS) as told, start(tmp_path, *files) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=WAIT_MS)
        assert said(second) == "False"
    assert told.args == [[Path(file) for file in files]]
    first.release()


@pytest.mark.parametrize("told", [b"{}", b"[1]", b"\xff", b'"/etc"'])
def test_what_no_start_of_this_program_says_opens_nothing(qtbot: QtBot, tmp_path: Path, told: bytes) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    opened: list[object] = []
    first.files_asked.connect(opened.append)
    socket = QLocalSocket()
    socket.connectToServer(server_name(tmp_path))
    with qtbot.waitSignal(first.raise_asked, timeout=WAIT_MS):
        assert socket.waitForConnected(WAIT_MS)
    socket.write(told)
    socket.flush()
    with qtbot.waitSignal(socket.disconnected, timeout=WAIT_MS):
        socket.disconnectFromServer()
    qtbot.waitUntil(lambda: not first.findChildren(QLocalSocket), timeout=WAIT_MS)
    assert opened == []
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
    with start(tmp_path) as third:
        qtbot.waitUntil(lambda: third.poll() is not None, timeout=WAIT_MS)
        assert said(third) == "False"
    successor.release()


def test_who_starts_while_the_first_ends_waits_and_takes_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    with start(tmp_path, "stay", "end") as first:
        assert said(first) == "True"
        successor = SingleInstance(tmp_path)
        started = time.monotonic()
        assert successor.claim()
        assert time.monotonic() - started > 0.3
        with start(tmp_path) as third:
            qtbot.waitUntil(lambda: third.poll() is not None, timeout=WAIT_MS)
            assert said(third) == "False"
        first.kill()
    successor.release()


def test_a_first_that_answers_nothing_is_not_waited_for_without_end(qtbot: QtBot, tmp_path: Path) -> None:
    deaf = SingleInstance(tmp_path)
    assert deaf.claim()
    assert SingleInstance(tmp_path, patience_ms=200).claim()
    deaf.release()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to end a window with")
def test_a_window_opens_while_the_one_before_is_still_closing(tmp_path: Path) -> None:
    with program(tmp_path, "--say", "Hello", "--tokens-per-second", "0.2") as first:
        first.until("window")
        first.process.send_signal(signal.SIGTERM)
        with program(tmp_path) as second:
            second.until("window")
            assert second.quit()["status"] == 0
    assert [status for _, status in texts(tmp_path)] == [Status.COMPLETE, Status.STOPPED]


def test_a_folder_has_one_name(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    assert server_name(tmp_path / "home") == server_name(tmp_path / "home" / ".." / "home")
