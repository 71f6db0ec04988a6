"""Whether a newer version of the program is there: asked at most once a day, and only where the person wants that.

Nothing is fetched but what says so, and nothing is installed. GUI thread; the feed is asked on a thread of its own,
whose report comes through an outbox. A program that ends does not wait for it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from threading import Thread
from typing import Protocol

from chatapp import __version__
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.release import Release, is_newer
from chatapp.engine.outbox import Outbox
from chatapp.settings import SettingsFile

log = logging.getLogger(__name__)

BETWEEN = timedelta(days=1)


class ReleaseFeed(Protocol):
    """Implemented by the library."""

    @property
    def is_there(self) -> bool:
        """Whether this build has somebody to ask."""
        ...

    def newest(self) -> Release:
        """Blocks. ProblemError where there is no answer to be trusted."""
        ...


class NoFeed:
    """Of a build that asks nobody."""

    is_there = False

    def newest(self) -> Release:
        raise ProblemError(no_feed())


class UpdatePhase(Enum):
    UNKNOWN = auto()
    ASKING = auto()
    NEWEST = auto()
    NEWER = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class UpdateState:
    """`release` is set when NEWER, `problem` when FAILED; `is_asked_for`: the person waits to hear of it."""

    phase: UpdatePhase = UpdatePhase.UNKNOWN
    release: Release | None = None
    problem: Problem | None = None
    is_asked_for: bool = False


class Updates:
    """`feed` is set by whoever wires the program."""

    def __init__(
        self,
        settings: SettingsFile,
        version: str = __version__,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._version = version
        self._now = now
        self._thread: Thread | None = None
        self._listeners: list[Callable[[], None]] = []
        self.feed: ReleaseFeed = NoFeed()
        self.state = UpdateState()
        self.reports: Outbox[Release | Problem] = Outbox()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Called whenever `state` is another. Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._forget(listener)

    @property
    def is_missing_feed(self) -> bool:
        """Switched on, and nobody there to ask."""
        return self._settings.current.updates.is_on and not self.feed.is_there

    def check_if_due(self) -> None:
        """To be called now and then: asks where that is switched on and a day has passed."""
        if self._settings.current.updates.is_on and self.feed.is_there and self._is_due():
            self._ask(is_asked_for=False)

    def check(self) -> None:
        """The person asks. ProblemError where this build has nobody to ask."""
        if not self.feed.is_there:
            raise ProblemError(no_feed())
        self._ask(is_asked_for=True)

    def take_reports(self) -> None:
        for report in self.reports.drain():
            self._thread = None
            self._show(self._state_after(report))

    def close(self) -> None:
        """What still comes wakes nobody."""
        self.reports.watch(_nothing)

    def _forget(self, listener: Callable[[], None]) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)

    def _state_after(self, report: Release | Problem) -> UpdateState:
        is_asked_for = self.state.is_asked_for
        if isinstance(report, Problem):
            log.warning("no answer about a new version: %s", report.details)
            return UpdateState(UpdatePhase.FAILED, problem=report, is_asked_for=is_asked_for)
        if is_newer(report.version, self._version):
            return UpdateState(UpdatePhase.NEWER, report, is_asked_for=is_asked_for)
        return UpdateState(UpdatePhase.NEWEST, is_asked_for=is_asked_for)

    def _is_due(self) -> bool:
        """Also where the last time lies in the future: a clock was put back."""
        try:
            last = datetime.fromisoformat(self._settings.current.updates.asked_at)
            passed = self._now() - last
        except (ValueError, TypeError):
            return True
        return not timedelta(0) <= passed < BETWEEN

    def _ask(self, *, is_asked_for: bool) -> None:
        if self._thread is not None:
            self._show(UpdateState(UpdatePhase.ASKING, is_asked_for=is_asked_for or self.state.is_asked_for))
            return
        self._remember()
        self._show(UpdateState(UpdatePhase.ASKING, is_asked_for=is_asked_for))
        self._thread = Thread(target=self._run, args=(self.feed,), name="updates", daemon=True)
        self._thread.start()

    def _run(self, feed: ReleaseFeed) -> None:
        try:
            self.reports.post(feed.newest())
        except ProblemError as error:
            self.reports.post(error.problem)
        except Exception as error:
            log.exception("updates: unforeseen error")
            sentence = "Asking for a new version failed because of an error in the program."
            self.reports.post(Problem(ProblemKind.ENGINE, sentence, ("Try again",), type(error).__name__))

    def _remember(self) -> None:
        """Before anything is asked: an address that fails is not asked oftener than one that answers."""
        updates = self._settings.current.updates.model_copy(update={"asked_at": self._now().isoformat("T", "seconds")})
        try:
            self._settings.change(updates=updates)
        except OSError as error:
            log.warning("the time was not saved: %s", error)

    def _show(self, state: UpdateState) -> None:
        self.state = state
        for listener in tuple(self._listeners):
            listener()


def no_feed() -> Problem:
    return Problem(
        ProblemKind.SETTINGS,
        "This build of Causerie names no address to ask for new versions at, so it asks nobody.",
        ("Look for a new version where you got this one",),
    )


def _nothing() -> None:
    """Nobody is woken."""
