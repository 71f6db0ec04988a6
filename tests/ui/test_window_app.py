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

from chatapp.engine.scripted import Script
from chatapp.services.exchange import ExportFormat, ExportOrder
from chatapp.settings import SettingsFile
from chatapp.ui.single_instance import server_name
from tests.fakes import echo, running_services
from tests.test_app import program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to end a window with")
MAIN = Path(__file__).parents[2] / "main.py"
WAIT_SECONDS = 60


def start(home: Path, *files: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen([sys.executable, str(MAIN), "--home", str(home), *map(str, files)], env=environment)


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


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """Conversations that this program wrote elsewhere."""
    file = tmp_path / "from elsewhere.json"
    with running_services(tmp_path / "elsewhere", Script(echo)) as driver:
        made = driver.services.answers.send(None, "Hello")
        driver.until(lambda: driver.services.answers.running is None)
        driver.services.conversations.rename(made, "Carried over")
        driver.until(lambda: driver.services.errands.is_free)  # the day's copy
        driver.services.exchange.export_to(ExportOrder(file, ExportFormat.JSON, None), lambda _done: None)
        driver.until(lambda: driver.services.errands.is_free)
    return file


def test_a_second_start_ends_well_and_its_files_are_taken_in_by_the_first(tmp_path: Path, exported: Path) -> None:
    """As a file manager does it: two processes of the program, and what is associated with it."""
    model = tmp_path / "no model.gguf"
    model.write_text("not one")
    with program(tmp_path / "home") as first:
        first.until("window")
        assert ended(start(tmp_path / "home", exported, model)) == 0
        assert first.process.poll() is None
        told = [first.until("listed", titles=["Carried over"])]
        told += [line for line in first.told if line["kind"] == "model problem"]
        told = told if len(told) > 1 else [*told, first.until("model problem")]
        assert told[1]["sentence"] == "no model.gguf is not a GGUF file. Nothing was changed."
        assert first.quit()["status"] == 0
