"""What a person asks of the model: send, edit, regenerate, continue, begin with words, stop. GUI thread.

Each is on the disk before the model hears of it. An answer belongs to a message id, not to a screen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chatapp.domain.attachment import Attachment
from chatapp.domain.changes import Change
from chatapp.domain.context import ContextReport
from chatapp.domain.conversation import ChatSettings, title_from
from chatapp.domain.errors import Problem
from chatapp.domain.generation import Figures, Run
from chatapp.domain.message import Message, Status
from chatapp.domain.model import ModelInfo
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import Event
from chatapp.services.announcement import Announcement
from chatapp.services.batch import Batch
from chatapp.services.line import Line, LineParts
from chatapp.services.live import LiveAnswer
from chatapp.services.ports import ConversationStore
from chatapp.services.recovery import Recovery
from chatapp.services.requests import Requests
from chatapp.services.summaries import Summaries, SummaryParts
from chatapp.services.titles import TitleParts, Titles
from chatapp.settings import SettingsFile


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """What answering needs; `model` is None while none is loaded; `prefer` is LineParts's."""

    store: ConversationStore
    engine: EngineClient
    settings: SettingsFile
    model: Callable[[], ModelInfo | None]
    prefer: Callable[[str], bool]
    announcement: Announcement


class Answers:
    def __init__(self, parts: AnswerParts) -> None:
        self._is_taken: Callable[[], bool] = lambda: False
        self._store = parts.store
        self._announce = parts.announcement.announce
        self._titles = Titles(TitleParts(parts.store, parts.engine, parts.settings, parts.model, parts.announcement))
        self.requests = Requests(parts.store, parts.settings)
        self.summaries = Summaries(SummaryParts(parts.store, parts.engine, self.requests, parts.model))
        self._line = Line(
            LineParts(
                parts.store,
                parts.engine,
                self.requests,
                parts.model,
                parts.prefer,
                parts.announcement,
                self._on_ended,
                self._is_engine_taken,
            )
        )
        self._ask_to_end: Callable[[], None] = lambda: None
        self.side_jobs: list[Callable[[], None]] = [self._titles.give_way, self.summaries.give_way]
        self._recovery: Recovery | None = None

    def recover(self, is_alone: Callable[[], bool]) -> None:
        """Marks what a crash left unfinished as interrupted, once no other process is there whose work it may be."""
        self._recovery = Recovery(self._store, is_alone)
        self._look_for_left()

    def share_engine(self, is_taken: Callable[[], bool], ask_to_end: Callable[[], None]) -> None:
        """Others use it too: nothing begins while `is_taken`; `ask_to_end` ends what gives way to an answer."""
        self._is_taken, self._ask_to_end = is_taken, ask_to_end

    # What a person asks for.

    def send(
        self,
        conversation_id: int | None,
        text: str,
        attachments: tuple[Attachment, ...] = (),
        alternatives: int = 1,
        answer_start: str = "",
    ) -> int:
        """The next message at the shown branch's end; None starts a conversation. Returns the conversation's id. So
        many answers are written beside each other, each beginning with the given words."""
        if conversation_id is None:
            _, answer = self._store.start(_title(text, attachments), text, attachments, answer_start)
        else:
            found = self._store.conversation(conversation_id)
            if not found.title:
                self._store.rename(conversation_id, title_from(text), own=False)
            _, answer = self._store.add_turn(conversation_id, found.head_id, text, attachments, answer_start)
        self._enqueue(answer, alternatives)
        return answer.conversation_id

    def begin(self, text: str, attachments: tuple[Attachment, ...], settings: ChatSettings) -> int:
        """A conversation with settings of its own, by its first message; the conversation's id."""
        _, answer = self._store.start(_title(text, attachments), text, attachments, settings=settings)
        self._enqueue(answer)
        return answer.conversation_id

    def edit(self, user_message_id: int, text: str) -> None:
        """Another version of what the person said, with an answer of its own; the old one stays."""
        old = self._store.message(user_message_id)
        _, answer = self._store.add_turn(old.conversation_id, old.parent_id, text, old.attachments)
        self._enqueue(answer)

    def answer(self, message_id: int, alternatives: int = 1, answer_start: str = "") -> None:
        """An answer below a message that is not the model's own; another one, where it has some."""
        self._enqueue(self._store.add_answer(message_id, answer_start), alternatives)

    def regenerate(self, answer_id: int, alternatives: int = 1, answer_start: str = "") -> None:
        """Another answer beside this one, or several."""
        self.answer(self._question_of(answer_id), alternatives, answer_start)

    def continue_answer(self, answer_id: int) -> None:
        """A version that starts with the text of this one and goes on where it was cut."""
        self.regenerate(answer_id, answer_start=self._store.message(answer_id).text)

    def run_again(self, answer_id: int) -> None:
        """A version by the same seed, parameters, system prompt and context: with the same model, the same text.
        KeyError for an answer of which no run is known."""
        run = self._line.provenance.run(answer_id)
        if run is None:
            raise KeyError(answer_id)
        start = self._store.message(answer_id).text[: run.start_length]
        again = self._store.add_answer(self._question_of(answer_id), start)
        self._give_way()
        self._line.enqueue(Batch((again,), run))

    def keep(self, answer_id: int) -> None:
        """The interrupted answer stays as it is."""
        self._store.keep(answer_id)
        self._announce(Change(messages=frozenset((answer_id,)), engine_changed=True))

    def stop(self, answer_id: int) -> None:
        """Ends an answer where it is; one that still waits is ended without a word. Others are left alone."""
        self._line.stop(answer_id)

    def stop_conversation(self, conversation_id: int) -> None:
        """Ends everything that runs or waits in a conversation."""
        self._line.stop_conversation(conversation_id)

    def abandon_conversation(self, conversation_id: int) -> None:
        """The conversation is about to be gone: nothing more of its answers is stored."""
        self._line.abandon_conversation(conversation_id)

    # What the screen shows.

    @property
    def running(self) -> int | None:
        """The message that is being answered now, of several the first."""
        return self._line.running

    @property
    def problem(self) -> Problem | None:
        """Why the newest text could not be saved, while it could not; it is kept in memory and tried again."""
        return self._line.problem

    def figures_of(self, message_id: int | None) -> Figures | None:
        """What an answer cost, so far or in all; None for one that has no run."""
        return self._line.figures_of(message_id)

    def run_of(self, message_id: int) -> Run | None:
        """How an answer was made; None for one that no run made, or whose run is not over."""
        return self._line.provenance.run(message_id)

    def context_of(self, message_id: int) -> ContextReport | None:
        """What the model read for an answer, also while it is written; None where that is not known."""
        active = self._line.active
        if active is not None and active.place_of(message_id) is not None:
            return active.context
        run = self.run_of(message_id)
        return run.context if run is not None and run.context.turns else None

    def live(self, message_id: int) -> LiveAnswer | None:
        """An answer on its way, None for one that is history."""
        return self._line.live(message_id)

    def is_busy(self, conversation_id: int) -> bool:
        return self._line.is_busy(conversation_id)

    # What the engine answers.

    def handle(self, event: Event) -> None:
        """Takes the events of runs; those of ended ones, late or not ours, are dropped."""
        self._line.handle(event)
        self._titles.handle(event)
        self.summaries.handle(event)

    def pump(self) -> None:
        """Gives the engine the next answer that waits, if it is free and a model is there; else a side job."""
        self._line.pump()
        if self._line.is_idle and not self._is_taken():
            self._titles.pump()
            self.summaries.pump()

    def save_due(self) -> None:
        """Writes what is due, and what could not be saved before; cheap where there is nothing."""
        self._look_for_left()
        if self._line.save_due():
            self._announce(Change(engine_changed=True))

    def give_way(self) -> None:
        """Side jobs end: something else is asked of the model."""
        for give_way in self.side_jobs:
            give_way()

    def close(self) -> None:
        """The window closes: what waits or runs is stopped, with the text it has."""
        self._give_way()
        self._line.close()

    def _is_engine_taken(self) -> bool:
        return self._is_taken()

    def _look_for_left(self) -> None:
        if self._recovery is not None and (marked := self._recovery.look()):
            self._announce(Change(path_of=marked))

    def _enqueue(self, answer: Message, alternatives: int = 1) -> None:
        beside = self._store.add_beside(answer.id, alternatives - 1) if alternatives > 1 else []
        self._give_way()
        self._line.enqueue(Batch((answer, *beside)))

    def _on_ended(self, answer: Message, status: Status) -> None:
        self._titles.consider(answer, status)
        self.summaries.consider(answer)

    def _give_way(self) -> None:
        self.give_way()
        self._ask_to_end()

    def _question_of(self, answer_id: int) -> int:
        parent_id = self._store.message(answer_id).parent_id
        if parent_id is None:
            raise ValueError("an answer to nothing")
        return parent_id


def _title(text: str, attachments: tuple[Attachment, ...]) -> str:
    return title_from(text) or title_from("\n".join(one.name for one in attachments))
