"""Run as a program of its own around another: ends it, and all that it started, once we are gone.

That is seen by the end of the standard input, a pipe that the system closes however we end. Imports the standard
library alone, as it is started without any other.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path


def main(command: Sequence[str]) -> int:
    """The exit code of the command; a signal that ended it ends this one too."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    end_with_input(process.pid)
    code = process.wait()
    if sys.platform != "win32" and code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    return code


def end_with_input(child: int | None = None) -> None:
    """Ends this process and its group when the standard input ends, seen by a thread that lives as long as we do.

    Windows knows no groups: the process and what `child` started end there.
    """
    threading.Thread(target=_watch, args=(child,), name="guardian", daemon=True).start()


def _watch(child: int | None) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    if sys.platform == "win32":
        if child is not None:
            tool = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
            subprocess.run([tool, "/T", "/F", "/PID", str(child)], check=False, capture_output=True)
    elif os.getpgrp() == os.getpid():  # else the group is that of whoever started us by hand
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
