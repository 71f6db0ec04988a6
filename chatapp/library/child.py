"""A program that runs beside this one: its output lies in files, so that it never waits for a reader, and it outlives
neither its `with` block nor this program, however that ends. Its end, lines and last words are asked for by polling."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import psutil

from chatapp.library import guardian

_SECONDS_TO_END_BY_ITSELF = 2.0
_SECONDS_TO_BE_BURIED = 1.0
_LAST_WORDS_BYTES = 4000


def guarded(command: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The command with a guardian around it; FileNotFoundError for a program that is not there.

    A frozen program has no interpreter to run one: it starts only itself, and calls `guardian.end_with_input` there.
    """
    if shutil.which(command[0], path=None if environment is None else environment.get("PATH")) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), command[0])
    if getattr(sys, "frozen", False):
        return tuple(command)
    return (sys.executable, "-I", "-S", guardian.__file__, *command)


class Child:
    """`folder` takes its two output files and is its working directory unless `cwd` is another."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        folder.mkdir(exist_ok=True)
        self._out = folder / "stdout"
        self._err = folder / "stderr"
        self._read = 0
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                guarded(command, environment),
                stdin=subprocess.PIPE,  # never written to: its end tells the guardian that we are gone
                stdout=out,
                stderr=err,
                cwd=cwd or folder,
                env=environment,
                creationflags=_creation_flags(),
                # In a session of its own, Ctrl+C on the terminal reaches only us, and we end it in order.
                start_new_session=True,
            )

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._end()
        if self._process.stdin is not None:
            self._process.stdin.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._process.poll()

    def new_lines(self) -> list[str]:
        """The whole lines on stdout that were not returned before."""
        with self._out.open("rb") as out:
            out.seek(self._read)
            data = out.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole.decode("utf-8", "replace").splitlines()

    def last_words(self) -> list[str]:
        """The last lines on stderr that are not blank."""
        with self._err.open("rb") as err:
            err.seek(max(0, err.seek(0, 2) - _LAST_WORDS_BYTES))
            text = err.read().decode("utf-8", "replace")
        return [line.strip() for line in text.splitlines() if line.strip()]

    def _end(self) -> None:
        """Ends it and everything that it started: first kindly, then not."""
        try:
            parent = psutil.Process(self._process.pid)
            family = [*parent.children(recursive=True), parent]
        except psutil.NoSuchProcess:
            family = []
        for process in family:
            _signal(process, kindly=True)
        stubborn = psutil.wait_procs(family, timeout=_SECONDS_TO_END_BY_ITSELF)[1]
        for process in stubborn:
            _signal(process, kindly=False)
        psutil.wait_procs(stubborn, timeout=_SECONDS_TO_BE_BURIED)
        self._process.wait()


def _signal(process: psutil.Process, *, kindly: bool) -> None:
    try:
        (process.terminate if kindly else process.kill)()
    except psutil.NoSuchProcess:
        return


def _creation_flags() -> int:
    """On Windows: no console window flashes up, and Ctrl+C is not passed on."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0
