"""A program beside this one, watched and ended."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import psutil
import pytest

from chatapp.library.child import Child

# Starts a grandchild that ignores SIGTERM as long as it can, says its id, and waits for ever.
STUBBORN = """
import signal, subprocess, sys
code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
grandchild = subprocess.Popen([sys.executable, "-I", "-S", "-c", code], stdout=subprocess.PIPE)
grandchild.stdout.readline()
print(grandchild.pid, flush=True)
signal.pause()
"""


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def wait_for_lines(child: Child, count: int) -> list[str]:
    pause, lines = Event(), list[str]()
    while len(lines) < count:
        pause.wait(0.02)
        lines += child.new_lines()
    return lines


def wait_for_end(child: Child) -> int:
    pause = Event()
    while (code := child.poll()) is None:
        pause.wait(0.02)
    return code


def test_whole_lines_are_returned_once(tmp_path: Path) -> None:
    code = "import sys; print('one'); print('two'); print('half', end=''); print('oh\\n\\nno', file=sys.stderr)"
    with Child(python(code), tmp_path / "child") as child:
        assert wait_for_end(child) == 0
        assert child.new_lines() == ["one", "two"]
        assert child.new_lines() == []
        assert child.last_words() == ["oh", "no"]


def test_the_last_words_of_a_talkative_one_are_few(tmp_path: Path) -> None:
    with Child(python("import sys; sys.stderr.write('word\\n' * 100_000); sys.exit(3)"), tmp_path / "child") as child:
        assert wait_for_end(child) == 3
        assert 0 < len(child.last_words()) < 2000


def test_its_whole_family_ends_with_the_block(tmp_path: Path) -> None:
    with Child(python(STUBBORN), tmp_path / "child") as child:
        (grandchild,) = wait_for_lines(child, 1)
        assert psutil.pid_exists(int(grandchild))
    assert child.poll() is not None
    assert not psutil.pid_exists(child.pid)
    assert not _is_running(int(grandchild))


def _is_running(pid: int) -> bool:
    """A dead one that its new parent has not yet buried does not count."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Child([str(tmp_path / "nothing")], tmp_path / "child")


# Starts a child that writes its own id and that of a grandchild, and waits for ever; ends by no means of its own.
PARENT = """
import sys, threading
from pathlib import Path
from chatapp.library.child import Child
code = "import subprocess, sys, time; " \\
    "g = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)']); " \\
    "import os; print(os.getpid(), g.pid, flush=True); time.sleep(1000)"
with Child([sys.executable, "-I", "-S", "-c", code], Path(sys.argv[1])) as child:
    lines = []
    while not lines:
        threading.Event().wait(0.02)
        lines = child.new_lines()
    print(child.pid, *lines, flush=True)
    threading.Event().wait()
"""


@contextlib.contextmanager
def parent(folder: Path) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        family = [psutil.Process(int(number)) for number in process.stdout.readline().split()]
        assert len(family) == 3
        try:
            yield process, family
        finally:
            process.kill()
            for member in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    member.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_it_does_not_outlive_this_program(tmp_path: Path, name: str) -> None:
    with parent(tmp_path / "child") as (process, family):
        process.send_signal(signal.Signals[name])
        process.wait()
        pause, looks = Event(), 0
        while any(_is_running(member.pid) for member in family):
            pause.wait(0.02)
            looks += 1
            assert looks < 500, "it is still there after ten seconds"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
def test_the_signal_that_ended_it_is_told(tmp_path: Path) -> None:
    for number in (signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM):
        code = (
            f"import os, resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.kill(os.getpid(), {number:d})"
        )
        with Child([sys.executable, "-c", code], tmp_path / "child") as child:
            assert wait_for_end(child) == -number


def test_its_input_is_empty(tmp_path: Path) -> None:
    with Child(python("import sys; print(len(sys.stdin.read()))"), tmp_path / "child") as child:
        assert wait_for_end(child) == 0
        assert child.new_lines() == ["0"]
