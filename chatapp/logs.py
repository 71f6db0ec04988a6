"""The program's log: a file that rotates, uncaught errors of every thread, and hard crashes in a file beside it.

What people write and what the model answers never gets into it: of an error, its type and place are kept, and its
words only where the system wrote them.
"""

import faulthandler
import logging
import logging.handlers
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

LOG_FILE = "causerie.log"
CRASH_FILE = "crash.log"
MAX_BYTES = 1_000_000
KEPT_FILES = 3

_LAYOUT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_WORDS_OF_THE_SYSTEM = (OSError, ImportError, MemoryError)

_Information = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

log = logging.getLogger(__name__)


class DiscreetFormatter(logging.Formatter):
    """Writes an exception as frames and types. Messages of exceptions may hold SQL parameters, and so people's text."""

    def formatException(self, ei: _Information) -> str:
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


def start(folder: Path, verbose: bool = False) -> None:
    """Called once, when the program starts. A folder that cannot be written costs the log, not the program."""
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    logging.getLogger("chatapp").setLevel(logging.DEBUG if verbose else logging.INFO)
    root.addHandler(_handler(folder))
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_uncaught_in_thread
    if crash_file := _crash_file(folder):
        faulthandler.enable(crash_file)


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
    """faulthandler keeps the file open as long as the program runs."""
    path = folder / CRASH_FILE
    try:
        is_long = path.exists() and path.stat().st_size > MAX_BYTES
        return path.open("w" if is_long else "a", encoding="utf-8")
    except OSError:
        return None


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
    words = f": {error}" if isinstance(error, _WORDS_OF_THE_SYSTEM) else ""
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}{words}")
    frames = traceback.extract_tb(error.__traceback__)
    return lines + [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
