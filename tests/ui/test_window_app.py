import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from chatapp.settings import SettingsFile
from chatapp.ui.single_instance import server_name

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to end a window with")
MAIN = Path(__file__).parents[2] / "main.py"
WAIT_SECONDS = 60


def start(home: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen([sys.executable, str(MAIN), "--home", str(home)], env=environment)


def is_reached(home: Path) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(server_name(home))
    return socket.waitForConnected(100)


@contextmanager
def running(home: Path, qtbot: QtBot) -> Iterator[subprocess.Popen[bytes]]:
    process = start(home)
    try:
        qtbot.waitUntil(lambda: is_reached(home), timeout=WAIT_SECONDS * 1000)
        yield process
    finally:
        process.kill()
        process.wait()


def ended(process: subprocess.Popen[bytes]) -> int:
    return process.wait(WAIT_SECONDS)


def test_a_second_start_ends_well_and_leaves_the_first_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with running(tmp_path, qtbot) as first:
        assert ended(start(tmp_path)) == 0
        assert first.poll() is None


def test_sigterm_is_a_quit_that_stores_everything(tmp_path: Path, qtbot: QtBot) -> None:
    settings = tmp_path / "settings.toml"
    with running(tmp_path, qtbot) as window:
        qtbot.waitUntil((tmp_path / "causerie.sqlite3").exists, timeout=WAIT_SECONDS * 1000)
        window.send_signal(signal.SIGTERM)
        assert ended(window) == 0
    assert SettingsFile(settings).current.window.geometry


def test_a_killed_window_does_not_stand_in_the_way(tmp_path: Path, qtbot: QtBot) -> None:
    with running(tmp_path, qtbot) as killed:
        killed.kill()
        ended(killed)
    with running(tmp_path, qtbot) as second:
        assert second.poll() is None
