"""Finds what differs between two texts: of short ones at once, of long ones beside the GUI thread, the latest asked for
alone. GUI thread; a thread of its own works on one pair at a time and owns nothing else.
"""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from chatapp.domain.difference import Piece, difference

log = logging.getLogger(__name__)

AT_ONCE = 4_000
"""Characters of both texts together that are compared before a frame is over."""
LOOK_MS = 15

Pair = tuple[str, str]
Found = tuple[Pair, tuple[Piece, ...] | None]


class Comparing(QObject):
    found = Signal(object)  # pieces, a tuple of domain.difference.Piece

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: Pair | None = None
        self._done: SimpleQueue[Found] = SimpleQueue()
        self._thread: Thread | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._fetch)

    @property
    def is_busy(self) -> bool:
        return self._wanted is not None

    def compare(self, before: str, after: str) -> None:
        """`found` is told once, unless something else is asked for meanwhile."""
        self.forget()
        if len(before) + len(after) <= AT_ONCE:
            self.found.emit(difference(before, after))
            return
        self._wanted = before, after
        self._look.start()
        self._start()

    def forget(self) -> None:
        """What was asked for is not wanted any more."""
        self._wanted = None

    def _start(self) -> None:
        """One that is at work is waited for: a difference can't be broken off, and takes seconds at most."""
        if self._thread is None and self._wanted is not None:
            self._thread = Thread(target=_work, args=(self._wanted, self._done.put), name="difference", daemon=True)
            self._thread.start()

    def _fetch(self) -> None:
        if self._done.empty():
            return
        pair, pieces = self._done.get()
        self._thread = None
        if pair is self._wanted:
            self._wanted = None
            if pieces is not None:
                self.found.emit(pieces)
        if self._wanted is None and self._thread is None:
            self._look.stop()
        self._start()


def _work(pair: Pair, put: Callable[[Found], None]) -> None:
    try:
        put((pair, difference(*pair)))
    except Exception:
        log.exception("two texts could not be compared")
        put((pair, None))
