"""The line of answers before the engine, and the run that it works on. GUI thread.

One run is with the engine at a time; the others wait here, because a queued message's prompt holds the answer before
it.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chatapp.domain.changes import Change
from chatapp.domain.errors import Problem, ProblemError
from chatapp.domain.generation import Figures, FinishReason
from chatapp.domain.message import Message, Status
from chatapp.domain.model import ModelInfo
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import Event
from chatapp.services.announcement import Announcement
from chatapp.services.batch import Batch
from chatapp.services.live import LiveAnswer, Phase
from chatapp.services.ports import ConversationStore
from chatapp.services.provenance import Provenance
from chatapp.services.recorder import Recorder
from chatapp.services.requests import Requests
from chatapp.services.run import ActiveRun

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LineParts:
    """What answering needs. `model` is None while none is loaded; `prefer` sees to it that a model is loaded by its
    folder's name and says whether it is on its way; `ended` hears of each answer's end; nothing begins while the engine
    `is_taken`."""

    store: ConversationStore
    engine: EngineClient
    requests: Requests
    model: Callable[[], ModelInfo | None]
    prefer: Callable[[str], bool]
    announcement: Announcement
    ended: Callable[[Message, Status], None]
    is_taken: Callable[[], bool]


class Line:
    def __init__(self, parts: LineParts) -> None:
        self._parts = parts
        self._engine = parts.engine
        self._announce = parts.announcement.announce
        self._recorder = Recorder(parts.store)
        self._waiting: list[Batch] = []
        self._active: ActiveRun | None = None
        self.provenance = Provenance(parts.store)

    def enqueue(self, batch: Batch) -> None:
        self._waiting.append(batch)
        self._announce(Change(list_changed=True, path_of=frozenset((batch.conversation_id,))))
        self.pump()

    def stop(self, message_id: int) -> None:
        """Ends one answer where it is; one that still waits is ended without a word. Others are left alone."""
        run = self._active
        if run is not None and (place := run.place_of(message_id)) is not None:
            self._engine.cancel(run.run_id, place if len(run.alternatives) > 1 else None)
            return
        for at, batch in enumerate(self._waiting):
            for message in batch.messages:
                if message.id == message_id:
                    left = batch.without(message_id)
                    self._waiting[at : at + 1] = [left] if left is not None else []
                    self._finish(message, message.text, Status.STOPPED)
                    self._changed(message)
                    return

    def stop_conversation(self, conversation_id: int) -> None:
        """Ends everything that runs or waits in a conversation."""
        for message in list(self._messages()):
            if message.conversation_id == conversation_id:
                self.stop(message.id)

    def abandon_conversation(self, conversation_id: int) -> None:
        """The conversation is about to be gone: nothing more of its answers is stored."""
        self._waiting = [batch for batch in self._waiting if batch.conversation_id != conversation_id]
        if self._active is not None and self._active.message.conversation_id == conversation_id:
            self._engine.cancel(self._active.run_id)
            self._active = None

    # What the screen shows.

    @property
    def running(self) -> int | None:
        """The message that is being answered now, of several the first."""
        return self._active.message.id if self._active else None

    @property
    def is_idle(self) -> bool:
        return self._active is None and not self._waiting

    @property
    def problem(self) -> Problem | None:
        return self._recorder.problem

    @property
    def active(self) -> ActiveRun | None:
        return self._active

    def figures_of(self, message_id: int | None) -> Figures | None:
        """What an answer cost, so far or in all; None for one that has no run."""
        if message_id is None:
            return None
        if self._active is not None and (place := self._active.place_of(message_id)) is not None:
            return self._active.alternatives[place].figures
        run = self.provenance.run(message_id)
        return run.figures if run is not None else None

    def live(self, message_id: int) -> LiveAnswer | None:
        """An answer on its way, None for one that is history."""
        if self._active is not None and (place := self._active.place_of(message_id)) is not None:
            return self._active.live(place)
        for place, batch in enumerate(self._waiting, 1):
            for message in batch.messages:
                if message.id == message_id:
                    return LiveAnswer(message_id, message.conversation_id, message.text, Phase.QUEUED, place)
        return self._recorder.unsaved(message_id)

    def is_busy(self, conversation_id: int) -> bool:
        return any(message.conversation_id == conversation_id for message in self._messages())

    # What the engine answers.

    def handle(self, event: Event) -> None:
        """Takes an event of the run that is active; those of other ids, late or not ours, are dropped."""
        run = self._active
        if run is None or event.id != run.run_id:
            return
        if run.take(event) is not None:
            self._active = None
            self._end(run)
            self.pump()
        else:
            self._checkpoint(run)
        self._changed(*(alternative.message for alternative in run.alternatives))

    def pump(self) -> None:
        """Gives the engine the next answers that wait, if it is free and their model is there."""
        while self._active is None and self._waiting and not self._parts.is_taken():
            batch, model = self._waiting[0], self._parts.model()
            try:
                if self._parts.prefer(self._parts.requests.model_for(batch)) or model is None:
                    return
                self._active = self._start(batch, model)
            except ProblemError as error:
                for message in batch.messages:
                    self._finish(message, message.text, Status.FAILED, error.problem.sentence)
            except KeyError:
                log.warning("a message that waited was deleted for good by another process")
            self._waiting.pop(0)
            self._changed(*batch.messages, *self._messages())

    def save_due(self) -> bool:
        """Writes what is due, and what could not be saved before; whether that succeeded at last."""
        if self._active is not None:
            self._checkpoint(self._active)
        return self._recorder.retry()

    def close(self) -> None:
        """The window closes: what waits or runs is stopped, with the text it has."""
        for batch in self._waiting:
            for message in batch.messages:
                self._finish(message, message.text, Status.STOPPED)
        self._waiting.clear()
        if (run := self._active) is not None:
            for place, alternative in enumerate(run.alternatives):
                self._finish(alternative.message, alternative.text, Status.STOPPED)
                self._recorder.record(run.provenance(FinishReason.CANCELLED, place), alternative.report)
            self._active = None
        self._recorder.retry()

    def _start(self, batch: Batch, model: ModelInfo) -> ActiveRun:
        request = self._parts.requests.request(batch)
        first, *beside = batch.messages
        run = ActiveRun(
            self._engine.generate(request.prompt, request.options), first, model, request.options, tuple(beside)
        )
        run.system_prompt = request.prompt.system
        return run

    def _end(self, run: ActiveRun) -> None:
        for place, alternative in enumerate(run.alternatives):
            if (ending := alternative.ending) is not None:
                self._finish(alternative.message, alternative.text, ending.status, ending.note)
                self._recorder.record(run.provenance(ending.reason, place), alternative.report)
                self.provenance.forget(alternative.message.id)
                self._parts.ended(alternative.message, ending.status)

    def _checkpoint(self, run: ActiveRun) -> None:
        for alternative in run.alternatives:
            self._recorder.checkpoint(alternative.message, alternative.text)

    def _finish(self, message: Message, text: str, status: Status, note: str = "") -> None:
        self._recorder.finish(message, text, status, note)

    def _messages(self) -> Iterator[Message]:
        """All that wait, then all that are written."""
        for batch in self._waiting:
            yield from batch.messages
        if self._active is not None:
            yield from (alternative.message for alternative in self._active.alternatives)

    def _changed(self, *messages: Message) -> None:
        self._announce(Change(messages=frozenset(message.id for message in messages), engine_changed=True))
