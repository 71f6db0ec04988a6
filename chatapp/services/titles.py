"""Titles by the model: a side job after a conversation's first answer, which gives way to whatever a person asks for.

GUI thread. Never over a title that a person gave.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chatapp.domain.changes import Change
from chatapp.domain.conversation import title_by_model
from chatapp.domain.errors import ProblemError
from chatapp.domain.generation import FinishReason, GenerationOptions, Sampling
from chatapp.domain.message import Message, Role, Status
from chatapp.domain.model import ModelInfo
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import CommandFailed, Event, RunFinished
from chatapp.services.announcement import Announcement
from chatapp.services.ports import ConversationStore
from chatapp.settings import SettingsFile

LONGEST = 1500
"""Characters of either message that the model reads: a title needs no more."""
OPTIONS = GenerationOptions(Sampling(temperature=0.0), max_tokens=24, is_side_job=True)
ASK = "Name this conversation in two to six words, in its own language. Write the name alone."


@dataclass(frozen=True, slots=True)
class TitleParts:
    store: ConversationStore
    engine: EngineClient
    settings: SettingsFile
    model: Callable[[], ModelInfo | None]
    announcement: Announcement


class Titles:
    def __init__(self, parts: TitleParts) -> None:
        self._parts = parts
        self._waiting: list[Message] = []  # answers
        self._active: tuple[int, Message] | None = None

    def consider(self, answer: Message, status: Status) -> None:
        """An answer ended; the first whole one of a conversation gives it a name."""
        if self._parts.settings.current.chats.model_titles and status is Status.COMPLETE and self._is_wanted(answer):
            self._waiting.append(answer)

    def pump(self) -> None:
        """To be called while the engine has nothing else to do."""
        while self._active is None and self._waiting and self._parts.model() is not None:
            answer = self._waiting.pop(0)
            try:
                if self._is_wanted(answer):
                    self._active = (self._parts.engine.generate(self._prompt(answer), OPTIONS), answer)
            except (KeyError, ProblemError):
                continue  # gone, or not readable now: the title that is there will do

    def give_way(self) -> None:
        """A person asks for something: the job ends at once, and is done later."""
        if self._active is not None:
            self._parts.engine.cancel(self._active[0])

    def handle(self, event: Event) -> None:
        if self._active is None or event.id != self._active[0]:
            return
        answer = self._active[1]
        if isinstance(event, RunFinished):
            self._active = None
            (outcome,) = event.outcomes
            if outcome.reason is FinishReason.CANCELLED:
                self._waiting.append(answer)
            else:
                self._name(answer.conversation_id, title_by_model(outcome.text))
        elif isinstance(event, CommandFailed):
            self._active = None

    def _is_wanted(self, answer: Message) -> bool:
        store = self._parts.store
        conversation = store.conversation(answer.conversation_id)
        if conversation.has_own_title or conversation.has_model_title or conversation.is_deleted:
            return False
        return [message.role for message in store.path(answer.id)] == [Role.USER, Role.ASSISTANT]

    def _prompt(self, answer: Message) -> Prompt:
        said = [PromptTurn(message.role, message.text[:LONGEST]) for message in self._parts.store.path(answer.id)]
        return Prompt((*said, PromptTurn(Role.USER, ASK)))

    def _name(self, conversation_id: int, title: str) -> None:
        try:
            found = self._parts.store.conversation(conversation_id)
            if title and not found.has_own_title:
                self._parts.store.arrange([replace(found, title=title, has_model_title=True)])
                self._parts.announcement.announce(Change(list_changed=True))
        except (KeyError, ProblemError):
            pass  # gone, or not to be written now: the title that is there will do
