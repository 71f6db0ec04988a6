"""Sets formulas beside the GUI thread and remembers them. GUI thread; a thread of its own works while any are wanted.

That thread owns nothing but the queue: setting a formula takes milliseconds, which the window has not.
"""

from collections import OrderedDict
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from chatapp.ui.markdown.formula import Drawing, Formula, typeset

MOST = 2_000  # formulas that are remembered
LOOK_MS = 8  # how often finished ones are fetched


class Typesetter(QObject):
    finished = Signal()  # more formulas are known than before

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: OrderedDict[Formula, Drawing | None] = OrderedDict()
        self._wanted: set[Formula] = set()
        self._to_do: SimpleQueue[Formula] = SimpleQueue()
        self._done: SimpleQueue[tuple[Formula, Drawing | None]] = SimpleQueue()
        self._thread: Thread | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._fetch)

    @property
    def is_busy(self) -> bool:
        return bool(self._wanted)

    def is_known(self, formula: Formula) -> bool:
        return formula in self._known

    def drawing(self, formula: Formula) -> Drawing | None:
        """None where it can't be drawn, or not yet: then it is on its way."""
        if formula in self._known:
            self._known.move_to_end(formula)
            return self._known[formula]
        if formula not in self._wanted:
            self._wanted.add(formula)
            self._to_do.put(formula)
            self._start()
        return None

    def _start(self) -> None:
        self._look.start()
        if self._thread is None or not self._thread.is_alive():
            self._thread = Thread(target=_work, args=(self._to_do, self._done), name="formulas", daemon=True)
            self._thread.start()

    def _fetch(self) -> None:
        before = len(self._wanted)
        while not self._done.empty():
            formula, drawing = self._done.get()
            self._wanted.discard(formula)
            self._known[formula] = drawing
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        if not self._wanted:
            self._look.stop()
        elif self._thread is not None and not self._thread.is_alive():
            self._start()  # it went home while the last one was put down
        if len(self._wanted) < before:
            self.finished.emit()


def _work(to_do: "SimpleQueue[Formula]", done: "SimpleQueue[tuple[Formula, Drawing | None]]") -> None:
    """Until nothing is left to do."""
    try:
        while True:
            formula = to_do.get_nowait()
            done.put((formula, typeset(formula)))
    except Empty:
        return


@cache
def typesetter() -> Typesetter:
    """The one of the program: all documents share what is known."""
    return Typesetter()
