"""The whole program in processes of its own: the command line, the real model, what it does when things go wrong."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from chatapp import __version__
from chatapp.domain.message import Status
from chatapp.logs import LOG_FILE
from chatapp.paths import Paths
from chatapp.storage.opening import open_store
from tests.program import REPLY

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "What is the capital of France? Answer in one sentence."


def environment(**changes: str | None) -> dict[str, str]:
    merged = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | changes
    return {key: value for key, value in merged.items() if value is not None}


def main(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(**changes), capture_output=True, text=True, check=False, timeout=240
    )


class Program:
    """tests.program in a process: what it tells, line by line."""

    def __init__(self, home: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.program", "--home", str(home), *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
        self.told: list[dict[str, Any]] = []

    def until(self, kind: str, **values: object) -> dict[str, Any]:
        """Reads on to the next line of this kind that holds these values."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.told.append(json.loads(line))
            if self.told[-1].items() >= {"kind": kind, **values}.items():
                return self.told[-1]
        raise AssertionError(f"ended without telling {kind}: {self.told[-3:]}")

    def quit(self) -> dict[str, Any]:
        self.process.send_signal(signal.SIGTERM)
        return self.until("ended")


@contextmanager
def program(home: Path, *arguments: str) -> Iterator[Program]:
    running = Program(home, *arguments)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def texts(home: Path) -> list[tuple[str, Status]]:
    """Text and status of all messages that a start after this one finds."""
    opened = open_store(Paths(home))
    try:
        ids = [conversation.id for conversation in opened.store.conversations()]
        messages = [m for id_ in sorted(ids) for m in opened.store.tree(id_).messages.values()]
        return [(message.text, message.status) for message in messages]
    finally:
        opened.store.close()


@pytest.mark.starter
def test_a_question_on_the_terminal_is_answered_and_kept(starter_home: Path) -> None:
    first = main("--home", str(starter_home), "--ask", QUESTION, "--temperature", "0")
    assert (first.returncode, "Paris" in first.stdout) == (0, True), first.stderr
    assert "tokens/s" in first.stderr
    second = main("--ask", QUESTION, "--temperature", "0", CAUSERIE_HOME=str(starter_home))
    assert second.stdout == first.stdout
    assert [text for text, _ in texts(starter_home)] == [QUESTION, first.stdout.strip()] * 2


@pytest.mark.starter
def test_the_same_seed_gives_the_same_answer(starter_home: Path) -> None:
    asked = ["--home", str(starter_home), "--ask", "Name three animals.", "--temperature", "1", "--seed"]
    assert main(*asked, "5").stdout == main(*asked, "5").stdout


def test_without_a_display_one_line_says_what_to_do() -> None:
    done = main(QT_QPA_PLATFORM=None, DISPLAY=None, WAYLAND_DISPLAY=None)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert 'python main.py --ask "..."' in done.stderr


def test_version_and_diagnosis(tmp_path: Path) -> None:
    assert main("--version").stdout == f"Causerie {__version__}\n"
    done = main("--diagnose", "--home", str(tmp_path / "none"))
    assert done.returncode == 0
    assert "torch" in done.stdout.lower()
    assert not (tmp_path / "none").exists()


def test_a_home_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for arguments in (["--ask", "Hello"], []):
        done = main("--home", str(tmp_path / "file" / "home"), *arguments)
        assert done.returncode == 1
        assert "nothing was changed" in done.stderr
        assert "Traceback" not in done.stderr


def test_bad_numbers_on_the_command_line_are_refused() -> None:
    for arguments in (["--temperature", "9"], ["--seed", "-1"], ["--temperature", "hot"]):
        assert main("--ask", "Hello", *arguments).returncode == 2


def test_options_of_the_terminal_are_refused_without_a_question() -> None:
    done = main("--model", "some.gguf")
    assert done.returncode == 2
    assert "--ask" in done.stderr
    assert main("--ask", "Hello", "some.gguf").returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_nobody_else_can_read_what_is_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    main("--home", str(tmp_path), "--ask", "Hello", "--model", str(tmp_path / "none.gguf"))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


def test_a_model_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    done = main("--home", str(tmp_path), "--ask", "Hello", "--model", str(tmp_path / "none.gguf"))
    assert done.returncode == 1
    assert "none.gguf" in done.stderr
    assert "Traceback" not in done.stderr
    logged = (tmp_path / "logs" / LOG_FILE).read_text(encoding="utf-8")
    assert f"chatapp.app: begins: Causerie {__version__}, Python 3." in logged


def test_the_window_answers_is_killed_and_shows_the_cut_answer_after_a_restart(tmp_path: Path) -> None:
    with program(tmp_path, "--say", "Hello") as running:
        running.until("step", calls=30)
        running.process.kill()
    [(question, _), (before, status)] = texts(tmp_path)
    assert (question, status) == ("Hello", Status.STREAMING)
    with program(tmp_path) as again:
        again.until("window")
        assert again.quit()["status"] == 0
    assert texts(tmp_path) == [("Hello", Status.COMPLETE), (before, Status.INTERRUPTED)]


def test_quitting_while_it_answers_stores_what_there_is(tmp_path: Path) -> None:
    with program(tmp_path, "--say", "one", "--say", "two") as running:
        running.until("step", calls=30)
        assert running.quit()["status"] == 0
    [(_, _), (text, status), (_, _), (waiting, waiting_status)] = texts(tmp_path)
    assert text.startswith("word00000 ")
    assert (status, waiting, waiting_status) == (Status.STOPPED, "", Status.STOPPED)


def test_a_second_start_raises_the_first_window_and_ends(tmp_path: Path) -> None:
    with program(tmp_path, "--say", "Hello") as first:
        first.until("window")
        with program(tmp_path, "--say", "never sent") as second:
            assert second.until("ended")["status"] == 0
        assert first.process.poll() is None
        first.until("step")
        first.quit()
    assert "never sent" not in [text for text, _ in texts(tmp_path)]


def test_a_truncated_database_is_salvaged_and_the_old_file_kept(tmp_path: Path) -> None:
    with program(tmp_path, "--say", "Hello") as running:
        running.until("step", calls=30)
        running.quit()
    database = tmp_path / "causerie.sqlite3"
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.truncate(size - 4096 * 2 - 100)
    before = database.read_bytes()
    with program(tmp_path) as again:
        notice = again.until("notice")["sentence"]
        again.until("window")
        again.quit()
    assert "1 conversation with 2 messages" in notice
    kept = [path for path in tmp_path.iterdir() if path.is_file() and path.read_bytes() == before]
    assert len(kept) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is POSIX's")
def test_a_disk_that_refuses_is_told_and_what_is_stored_stays(tmp_path: Path) -> None:
    """The limit on file sizes stands for a full disk: the log of the database can't grow."""
    with program(tmp_path, "--say", "Hello", "--file-size-limit", "4096") as running:
        told = running.until("problem")
        assert "everything stored before it is unchanged" in told["sentence"]
        assert running.process.poll() is None
        assert running.quit()["status"] == 0
    question, (text, _) = texts(tmp_path)
    assert question == ("Hello", Status.COMPLETE)
    assert REPLY.startswith(text)
