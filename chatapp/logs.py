"""The program's log: a file that rotates, uncaught errors of every thread, and hard crashes in a file beside it.

What people write and what the model answers never gets into it: of an error, its type and place are kept, and its
words only where the system wrote them.
"""

import copy
import faulthandler
import logging
import logging.handlers
import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

from chatapp import __version__
from chatapp.domain.errors import ProblemError

LOG_FILE = "causerie.log"
CRASH_FILE = "crash.log"
MAX_BYTES = 1_000_000
KEPT_FILES = 3
HEADING = "# "

_LAYOUT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_WORDS_OF_THE_SYSTEM = (OSError, ImportError, MemoryError)

_Information = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

log = logging.getLogger(__name__)


class DiscreetFormatter(logging.Formatter):
    """Writes an exception as frames and types, also one that a line of the log is about. Messages of exceptions may
    hold SQL parameters or what was searched for, and so people's text."""

    def format(self, record: logging.LogRecord) -> str:
        discreet = copy.copy(record)
        discreet.exc_text = None  # another handler's, and not discreet
        if isinstance(record.args, tuple):
            discreet.args = tuple(_named(part) if isinstance(part, BaseException) else part for part in record.args)
        return super().format(discreet)

    def formatException(self, ei: _Information) -> str:
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


class Log:
    """What `start` began; `stop` puts everything back as it was, which a process that ends need not do."""

    def __init__(self, handler: logging.Handler, crash_file: TextIO | None) -> None:
        root = logging.getLogger()
        self._handler = handler
        self._crash_file = crash_file
        self._before = (root.level, sys.excepthook, threading.excepthook)
        root.setLevel(logging.WARNING)
        root.addHandler(handler)
        sys.excepthook = _on_uncaught
        threading.excepthook = _on_uncaught_in_thread
        if crash_file is not None:
            faulthandler.enable(crash_file)

    def stop(self) -> None:
        root = logging.getLogger()
        root.removeHandler(self._handler)
        self._handler.close()
        level, sys.excepthook, threading.excepthook = self._before
        root.setLevel(level)
        if self._crash_file is not None:
            faulthandler.disable()
            self._crash_file.close()


def start(folder: Path, verbose: bool = False) -> Log:
    """Called when the program starts. A folder that cannot be written costs the log, not the program."""
    logging.getLogger("chatapp").setLevel(logging.DEBUG if verbose else logging.INFO)
    return Log(_handler(folder), _crash_file(folder))


def versions() -> str:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"Causerie {__version__}, Python {platform.python_version()}, {system}"


def _handler(folder: Path) -> logging.Handler:
    handler: logging.Handler
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / LOG_FILE
        handler = logging.handlers.RotatingFileHandler(path, "a", MAX_BYTES, KEPT_FILES, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler() if sys.stderr is not None else logging.NullHandler()
    handler.setFormatter(DiscreetFormatter(_LAYOUT))
    return handler


def _crash_file(folder: Path) -> TextIO | None:
    """faulthandler keeps the file open as long as the program runs. What it writes stands below the versions that it
    happened with."""
    path = folder / CRASH_FILE
    try:
        told = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        is_long, heading = len(told) > MAX_BYTES, f"{HEADING}{versions()}"
        file = path.open("w" if is_long else "a", encoding="utf-8")
        if is_long or [line for line in told.splitlines() if line.startswith(HEADING)][-1:] != [heading]:
            file.write(f"{heading}\n")
            file.flush()  # what follows goes past the buffer
    except OSError:
        return None
    return file


def _on_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("uncaught error", exc_info=(kind, error, trace))
    if sys.stderr is not None:  # a windowed program on Windows has none
        sys.__excepthook__(kind, error, trace)


def _on_uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        thread = arguments.thread.name if arguments.thread is not None else "a thread"
        information = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
        log.critical("uncaught error in %s", thread, exc_info=information)


def _told(error: BaseException) -> list[str]:
    """Type, words where they are the system's, and frames; causes first, as Python prints them."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_told(earlier), "which led to:"] if earlier is not None else []
    lines.append(_named(error))
    frames = traceback.extract_tb(error.__traceback__)
    return lines + [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]


def _named(error: BaseException) -> str:
    """Its type, and what can be said of it without anybody's words."""
    if isinstance(error, ProblemError):
        said = str(error.problem.kind)
    elif isinstance(error, _WORDS_OF_THE_SYSTEM):
        said = str(error)
    else:
        said = getattr(error, "sqlite_errorname", "")
    return f"{type(error).__module__}.{type(error).__qualname__}{f': {said}' if said else ''}"
