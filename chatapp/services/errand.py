"""Work that takes its time and needs no model: imports, exports, backups. One at a time, on a thread of its own.

What it did, or why it could not, comes back on the GUI thread through an outbox, as the engine's answers do.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event as Flag
from threading import Thread

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import TaskProgress
from chatapp.engine.outbox import Outbox

log = logging.getLogger(__name__)

SECONDS_BETWEEN_REPORTS = 0.1
SECONDS_TO_GUESS = 1.0  # no time left is told before


class Report:
    """Handed to the work: says how far it is, and ends it where the person wants that. Its thread's own."""

    def __init__(self, post: Callable[[TaskProgress], None], cancelled: Flag) -> None:
        self._post = post
        self._cancelled = cancelled
        self._began = time.monotonic()
        self._told = 0.0

    def __call__(self, stage: str, fraction: float | None = None) -> None:
        """ProblemError, CANCELLED, once the person has asked for the end."""
        if self._cancelled.is_set():
            raise ProblemError(Problem(ProblemKind.CANCELLED, "Cancelled; nothing was changed."))
        now = time.monotonic()
        if now - self._told < SECONDS_BETWEEN_REPORTS:
            return
        self._told = now
        spent = now - self._began
        left = None
        if fraction is not None and fraction > 0 and spent > SECONDS_TO_GUESS:
            left = spent * (1 - fraction) / fraction
        self._post(TaskProgress(stage, None if fraction is None else min(1.0, fraction), left))


@dataclass(frozen=True, slots=True)
class Errand:
    """`work` runs on the thread; `then` takes its result on the GUI thread. `is_quiet`: the person did not ask for it
    and is told of it only if it fails."""

    name: str
    work: Callable[[Report], object]
    then: Callable[[object], None]
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """How an errand ended."""

    result: object = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is under way."""

    name: str
    progress: TaskProgress | None = None


@dataclass(slots=True)
class Errands:
    """`problem` is of the last errand that failed, until the next one begins."""

    reports: Outbox[TaskProgress | Done] = field(default_factory=Outbox)
    problem: Problem | None = None
    _running: Errand | None = None
    _progress: TaskProgress | None = None
    _cancelled: Flag = field(default_factory=Flag)
    _thread: Thread | None = None
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    @property
    def standing(self) -> Standing | None:
        """What the person waits for; None for nothing."""
        running = self._running
        return None if running is None or running.is_quiet else Standing(running.name, self._progress)

    @property
    def is_free(self) -> bool:
        return self._running is None

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Called whenever `standing` or `problem` is another. Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._forget(listener)

    def start(self, errand: Errand) -> None:
        """ProblemError where another one is under way."""
        if self._running is not None:
            raise ProblemError(_busy(self._running.name))
        self._running, self._progress, self.problem = errand, None, None
        self._cancelled = Flag()
        self._thread = Thread(
            target=self._run, args=(errand, Report(self.reports.post, self._cancelled)), name="errand"
        )
        self._tell()
        self._thread.start()

    def cancel(self) -> None:
        self._cancelled.set()

    def close(self) -> None:
        """Ends what is under way and waits until it has cleared up after itself."""
        self.cancel()
        if self._thread is not None:
            self._thread.join()

    def take_reports(self) -> None:
        for report in self.reports.drain():
            if isinstance(report, Done):
                self._end(report)
            else:
                self._progress = report
                self._tell()

    def _forget(self, listener: Callable[[], None]) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)

    def _run(self, errand: Errand, report: Report) -> None:
        try:
            self.reports.post(Done(errand.work(report)))
        except ProblemError as error:
            self.reports.post(Done(problem=error.problem))
        except Exception as error:
            log.exception("errand: unforeseen error")
            sentence = f"{errand.name}: this failed because of an error in the program. Nothing was changed."
            self.reports.post(Done(problem=Problem(ProblemKind.ENGINE, sentence, ("Try again",), repr(error))))

    def _end(self, done: Done) -> None:
        ended, self._running, self._progress = self._running, None, None
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if done.problem is not None and done.problem.kind is not ProblemKind.CANCELLED:
            self.problem = done.problem
        elif ended is not None and done.problem is None:
            ended.then(done.result)
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _busy(name: str) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"Only one of these can run at a time, and this one still does: {name}.",
        ("Wait until it is done, or cancel it",),
    )
