"""What the engine is asked for answers: the settings, the persona's and the conversation's own, in layers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from secrets import randbelow

from chatapp.domain.conversation import INCOGNITO_FROM, ChatSettings
from chatapp.domain.generation import ContextPolicy, GenerationOptions, Run, TokenReport
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message
from chatapp.domain.parameters import Parameters
from chatapp.domain.persona import Persona
from chatapp.domain.prompt import Prompt
from chatapp.services.batch import Batch
from chatapp.services.kept_summaries import with_summary
from chatapp.services.ports import ConversationStore
from chatapp.settings import SettingsFile
from chatapp.tasks import CHAT

SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Request:
    prompt: Prompt
    options: GenerationOptions


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds for a conversation once every layer has spoken."""

    system_prompt: str
    parameters: Parameters


class Requests:
    def __init__(
        self, store: ConversationStore, settings: SettingsFile, draw: Callable[[int], int] = randbelow
    ) -> None:
        self._store = store
        self._settings = settings
        self._draw = draw

    def in_force(self, settings: ChatSettings) -> InForce:
        """A conversation's own, over its persona's, over the program's."""
        persona = self._persona(settings.persona_id)
        prompts = (settings.system_prompt, persona.system_prompt, self._settings.current.generation.system_prompt)
        system_prompt = next((prompt for prompt in prompts if prompt is not None), "")
        return InForce(system_prompt, settings.parameters.over(persona.parameters))

    def model_for(self, batch: Batch) -> str:
        """The folder name of the model that the conversation prefers, "" for whatever is loaded."""
        if batch.again is not None:
            return ""
        return self.in_force(self._store.conversation(batch.conversation_id).settings).parameters.model or ""

    def request(self, batch: Batch) -> Request:
        """KeyError where the conversation is gone."""
        path = self._store.path(batch.messages[0].id)
        made = self.anew(path) if batch.again is None else _again(path, batch.again)
        is_reported = self._settings.current.chats.token_report
        options = replace(
            made.options,
            alternatives=len(batch.messages),
            report=TokenReport.TOP if is_reported else TokenReport.NONE,
            is_side_job=batch.conversation_id >= INCOGNITO_FROM,  # what is read for side jobs is never written to disk
        )
        return replace(made, options=options)

    def anew(self, path: Sequence[Message]) -> Request:
        """For the last message of a path, as the conversation has it now."""
        conversation_id = path[-1].conversation_id
        in_force = self.in_force(self._store.conversation(conversation_id).settings)
        prompt = CHAT.prompt(path, in_force.system_prompt, self._store.branches.marks(conversation_id))
        options = in_force.parameters.options(self._settings.current.generation.options(self._draw(SEEDS)))
        if options.context_policy is ContextPolicy.SUMMARISE:
            prompt = with_summary(self._store, prompt)
        return Request(prompt, options)

    def _persona(self, persona_id: int | None) -> Persona:
        nobody = Persona(0, "")
        if persona_id is None:
            return nobody
        return next((found for found in self._store.personas.all() if found.id == persona_id), nobody)


def _again(path: Sequence[Message], run: Run) -> Request:
    """As that run had it, whatever the settings and marks are by now."""
    prompt = CHAT.prompt(path, run.system_prompt, _marks_of(run, path))
    return Request(prompt, replace(run.options, seed=run.options.seed + run.alternative))


def _marks_of(run: Run, path: Sequence[Message]) -> dict[int, ContextMark]:
    """The marks that a run heeded, out of what is known of its context; none where that was not kept."""
    turns = run.context.turns
    read = {message_id for turn in turns for message_id in turn.message_ids}
    if not read:
        return {}
    pinned = {message_id for turn in turns if turn.is_pinned for message_id in turn.message_ids}
    excluded = {message.id: ContextMark.EXCLUDED for message in path if message.id not in read and message.text}
    return excluded | dict.fromkeys(pinned, ContextMark.PINNED)
