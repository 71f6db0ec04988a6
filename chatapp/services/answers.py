"""Sending, answering, queueing: from the person's message to the stored answer. GUI thread.

An answer belongs to a message id, not to a screen. One run is with the engine at a time; the others wait here, because
a queued message's prompt holds the answer before it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from secrets import randbelow
from time import monotonic

from chatapp.domain.changes import Change
from chatapp.domain.conversation import title_from
from chatapp.domain.errors import Problem, ProblemError
from chatapp.domain.generation import Figures, FinishReason
from chatapp.domain.message import Message, Status
from chatapp.domain.model import ModelInfo
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import Event
from chatapp.services.announcement import Announcement
from chatapp.services.live import LiveAnswer, Phase
from chatapp.services.ports import ConversationStore
from chatapp.services.recorder import Recorder
from chatapp.services.run import ActiveRun
from chatapp.services.summaries import Summaries
from chatapp.settings import SettingsFile
from chatapp.tasks import CHAT

log = logging.getLogger(__name__)

SEEDS = 2**31
LOOK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """What answering needs; `model` is None while none is loaded."""

    store: ConversationStore
    engine: EngineClient
    settings: SettingsFile
    model: Callable[[], ModelInfo | None]
    announcement: Announcement
    summaries: Summaries


class Answers:
    def __init__(self, parts: AnswerParts) -> None:
        self._store = parts.store
        self._engine = parts.engine
        self._settings = parts.settings
        self._model = parts.model
        self._summaries = parts.summaries
        self._announce = parts.announcement.announce
        self._recorder = Recorder(parts.store)
        self._waiting: list[Message] = []
        self._left: list[Message] = []  # by a crash, or by a process that is still there
        self._costs: dict[int, Figures | None] = {}
        self._is_alone: Callable[[], bool] = lambda: False
        self._clock = monotonic
        self._look_again = 0.0
        self._active: ActiveRun | None = None

    def recover(self, is_alone: Callable[[], bool]) -> None:
        """Marks what a crash left unfinished as interrupted, once no other process is there whose work it may be.

        The list is made before the question: what another process begins after that is not in it.
        """
        self._left = self._store.unfinished()
        self._is_alone = is_alone
        self._mark_left()

    # What a person asks for. Each is on the disk before the model hears of it.

    def send(self, conversation_id: int | None, text: str) -> int:
        """The next message at the shown branch's end; None starts a conversation. Returns the conversation's id."""
        if conversation_id is None:
            _, answer = self._store.start(title_from(text), text)
        else:
            head_id = self._store.conversation(conversation_id).head_id
            _, answer = self._store.add_turn(conversation_id, head_id, text)
        self._enqueue(answer)
        return answer.conversation_id

    def edit(self, user_message_id: int, text: str) -> None:
        """Another version of what the person said, with an answer of its own; the old one stays."""
        message = self._store.message(user_message_id)
        _, answer = self._store.add_turn(message.conversation_id, message.parent_id, text)
        self._enqueue(answer)

    def regenerate(self, answer_id: int) -> None:
        """Another answer beside this one."""
        self._enqueue(self._store.add_answer(self._question_of(answer_id)))

    def continue_answer(self, answer_id: int) -> None:
        """A version that starts with the text of this one and goes on where it was cut."""
        text = self._store.message(answer_id).text
        self._enqueue(self._store.add_answer(self._question_of(answer_id), text))

    def keep(self, answer_id: int) -> None:
        """The interrupted answer stays as it is."""
        self._store.keep(answer_id)
        self._changed(self._store.message(answer_id))

    def stop(self, answer_id: int) -> None:
        """Ends an answer where it is; one that still waits is ended without a word. Others are left alone."""
        if self._active is not None and self._active.message.id == answer_id:
            self._engine.cancel(self._active.run_id)
            return
        for message in self._waiting:
            if message.id == answer_id:
                self._waiting.remove(message)
                self._recorder.finish(message, message.text, Status.STOPPED)
                self._changed(message)
                return

    def stop_conversation(self, conversation_id: int) -> None:
        """Ends everything that runs or waits in a conversation."""
        for message in [*self._waiting, *([self._active.message] if self._active else [])]:
            if message.conversation_id == conversation_id:
                self.stop(message.id)

    def abandon_conversation(self, conversation_id: int) -> None:
        """The conversation is about to be gone: nothing more of its answers is stored."""
        self._waiting = [message for message in self._waiting if message.conversation_id != conversation_id]
        if self._active is not None and self._active.message.conversation_id == conversation_id:
            self._engine.cancel(self._active.run_id)
            self._active = None

    # What the screen shows.

    @property
    def running(self) -> int | None:
        """The message that is being answered now."""
        return self._active.message.id if self._active else None

    @property
    def is_idle(self) -> bool:
        """Nothing runs and nothing waits."""
        return self._active is None and not self._waiting

    @property
    def problem(self) -> Problem | None:
        """Why the newest text could not be saved, while it could not; it is kept in memory and tried again."""
        return self._recorder.problem

    def figures_of(self, message_id: int | None) -> Figures | None:
        """What an answer cost, so far or in all; None for one that has no run. Read from the disk once for each."""
        if self._active is not None and self._active.message.id == message_id:
            return self._active.figures
        if message_id is None:
            return None
        if message_id not in self._costs:
            run = self._store.run(message_id)
            self._costs[message_id] = run.figures if run is not None else None
        return self._costs[message_id]

    def live(self, message_id: int) -> LiveAnswer | None:
        """An answer on its way, None for one that is history."""
        if self._active is not None and self._active.message.id == message_id:
            return self._active.live()
        for place, message in enumerate(self._waiting, 1):
            if message.id == message_id:
                return LiveAnswer(message_id, message.conversation_id, message.text, Phase.QUEUED, place)
        return self._recorder.unsaved(message_id)

    def is_busy(self, conversation_id: int) -> bool:
        messages = [*self._waiting, *([self._active.message] if self._active else [])]
        return any(message.conversation_id == conversation_id for message in messages)

    # What the engine answers.

    def handle(self, event: Event) -> None:
        """Takes an event of the run that is active; those of other ids, late or not ours, are dropped."""
        run = self._active
        if run is None or event.id != run.run_id:
            return
        ending = run.take(event)
        if ending is not None:
            self._active = None
            self._costs.pop(run.message.id, None)
            self._recorder.finish(run.message, run.text, ending.status, ending.note)
            self._recorder.record(run.provenance(ending.reason))
            self._summaries.note(run.message, run.context)
            self.pump()
        else:
            self._recorder.checkpoint(run.message, run.text)
        self._changed(run.message)

    def pump(self) -> None:
        """Gives the engine the next answer that waits, if it is free and a model is there."""
        model = self._model()
        while self._active is None and self._waiting and model is not None:
            message = self._waiting.pop(0)
            try:
                self._active = self._start(message, model)
            except ProblemError as error:
                self._recorder.finish(message, message.text, Status.FAILED, error.problem.sentence)
            except KeyError:
                log.warning("a message that waited was deleted for good by another process")
            self._changed(message, *self._waiting)

    def _start(self, message: Message, model: ModelInfo) -> ActiveRun:
        generation = self._settings.current.generation
        options = generation.options(randbelow(SEEDS))
        path = self._store.path(message.id)
        prompt = self._summaries.added(path, CHAT.prompt(path, generation.system_prompt))
        self._summaries.hold()
        return ActiveRun(self._engine.generate(prompt, options), message, model, options)

    def save_due(self) -> None:
        """Writes what is due, and what could not be saved before; cheap where there is nothing."""
        if self._active is not None:
            self._recorder.checkpoint(self._active.message, self._active.text)
        if self._left and self._clock() >= self._look_again:
            self._mark_left()
        if self._recorder.retry():
            self._announce(Change(engine_changed=True))

    def close(self) -> None:
        """The window closes: what waits or runs is stopped, with the text it has."""
        for message in self._waiting:
            self._recorder.finish(message, message.text, Status.STOPPED)
        self._waiting.clear()
        if self._active is not None:
            self._recorder.finish(self._active.message, self._active.text, Status.STOPPED)
            self._recorder.record(self._active.provenance(FinishReason.CANCELLED))
            self._active = None
        self._recorder.retry()

    def _mark_left(self) -> None:
        self._look_again = self._clock() + LOOK_SECONDS
        if not self._left or not self._is_alone():
            return
        still = {message.id: message for message in self._store.unfinished()}
        left = [still[message.id] for message in self._left if message.id in still]
        self._left = []
        for message in left:
            self._store.finish(message.id, message.text, Status.INTERRUPTED)
        self._announce(Change(path_of=frozenset(message.conversation_id for message in left)))

    def _enqueue(self, answer: Message) -> None:
        self._waiting.append(answer)
        self._announce(Change(list_changed=True, path_of=frozenset((answer.conversation_id,))))
        self.pump()

    def _question_of(self, answer_id: int) -> int:
        parent_id = self._store.message(answer_id).parent_id
        if parent_id is None:
            raise ValueError("an answer to nothing")
        return parent_id

    def _changed(self, *messages: Message) -> None:
        self._announce(Change(messages=frozenset(message.id for message in messages), engine_changed=True))
