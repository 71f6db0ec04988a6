"""Writes answers down: checkpoints while they stream, their end, their provenance. GUI thread.

A disk that refuses loses nothing: the text stays in memory and is tried again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Protocol

from chatapp.domain.errors import Problem, ProblemError
from chatapp.domain.generation import Run
from chatapp.domain.message import Message, Status
from chatapp.services.live import LiveAnswer, Phase

log = logging.getLogger(__name__)

CHECKPOINT_SECONDS = 0.25  # the promise is half a second; a frame, a token and the write itself come on top
RETRY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _End:
    message: Message
    text: str
    status: Status
    note: str


@dataclass(frozen=True, slots=True)
class _Written:
    """The text of an answer that is on the disk, and when more of it is due."""

    text: str
    due: float


class AnswerStore(Protocol):
    """The part of the store that a recorder writes to; see ConversationStore."""

    def checkpoint(self, message_id: int, text: str) -> None: ...

    def finish(self, message_id: int, text: str, status: Status, note: str = "") -> None: ...

    def message(self, message_id: int) -> Message: ...

    def add_answer(self, user_message_id: int, text: str = "") -> Message: ...

    def record_run(self, run: Run, report: bytes = b"") -> None: ...


class Recorder:
    """`problem` is why the last write failed, None once one succeeded."""

    def __init__(self, store: AnswerStore, clock: Callable[[], float] = monotonic) -> None:
        self._store = store
        self._clock = clock
        self._written: dict[int, _Written] = {}
        self._due = 0.0
        self._unsaved: dict[int, _End] = {}
        self.problem: Problem | None = None

    def checkpoint(self, message: Message, text: str) -> None:
        """Writes the text so far, each answer's at most every CHECKPOINT_SECONDS, the first of it at once."""
        written = self._written.get(message.id) or _Written(message.text, 0.0)
        if self._clock() < written.due or text == written.text:
            return
        if self._is_done(partial(self._store.checkpoint, message.id, text)):
            self._written[message.id] = _Written(text, self._clock() + CHECKPOINT_SECONDS)
        else:
            self._written[message.id] = _Written(written.text, self._clock() + RETRY_SECONDS)

    def finish(self, message: Message, text: str, status: Status, note: str = "") -> None:
        """The end of an answer; kept to be tried again where the disk refuses."""
        self._written.pop(message.id, None)
        self._unsaved[message.id] = _End(message, text, status, note)
        self._due = 0.0
        self.retry()

    def record(self, run: Run, report: bytes = b"") -> None:
        """Provenance; without it the text is whole all the same, so a failure is only logged."""
        try:
            self._store.record_run(run, report)
        except (ProblemError, KeyError) as error:
            log.warning("the run's figures were not saved: %s", error)

    def retry(self) -> bool:
        """Tries what could not be saved; whether something was."""
        if not self._unsaved or self._clock() < self._due:
            return False
        for message_id, end in list(self._unsaved.items()):
            if not self._is_done(partial(self._finish, end)):
                self._due = self._clock() + RETRY_SECONDS
                return False
            del self._unsaved[message_id]
        return True

    def unsaved(self, message_id: int) -> LiveAnswer | None:
        """An ended answer that is not on the disk yet, so that the screen shows all of it."""
        end = self._unsaved.get(message_id)
        if end is None:
            return None
        return LiveAnswer(message_id, end.message.conversation_id, end.text, Phase.WRITING)

    def _finish(self, end: _End) -> None:
        """An answer that another process took for a crash's, and ended, is kept as a version beside it."""
        try:
            self._store.finish(end.message.id, end.text, end.status, end.note)
        except ValueError:
            stored = self._store.message(end.message.id)
            if stored.parent_id is not None and stored.text != end.text:
                beside = self._store.add_answer(stored.parent_id, end.text)
                self._store.finish(beside.id, end.text, end.status, end.note)

    def _is_done(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except ProblemError as error:
            self.problem = error.problem
            return False
        except (KeyError, ValueError) as error:
            # Another process deleted the conversation for good, or ended the answer; the text is with `finish`.
            log.warning("an answer had no place any more: %s", error)
        self.problem = None
        return True
