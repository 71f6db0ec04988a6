"""What the next new conversation will have of its own, chosen before its first message. GUI thread; kept in the
settings' file, so that neither a quit nor a crash loses it."""

import json
import logging
from typing import Any

from chatapp.domain.changes import Change
from chatapp.domain.conversation import ChatSettings
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.parameters import parameters_from, parameters_to
from chatapp.services.ports import PersonaStore
from chatapp.services.undo import Step, Undo
from chatapp.settings import SettingsFile

log = logging.getLogger(__name__)

CHOOSE = "Change settings of the next conversation"


class Beginning:
    def __init__(self, settings: SettingsFile, personas: PersonaStore, undo: Undo) -> None:
        self._file = settings
        self._personas = personas
        self._undo = undo

    @property
    def settings(self) -> ChatSettings:
        """What can't be read, or a persona that is gone, is none of its own."""
        try:
            found = _unpacked(self._file.current.chats.beginning)
        except (ValueError, TypeError, AttributeError) as error:
            log.warning("what a conversation was to begin with could not be read: %s", error)
            return ChatSettings()
        is_there = any(persona.id == found.persona_id for persona in self._personas.all())
        return found if is_there else ChatSettings(found.system_prompt, None, found.parameters)

    def choose(self, settings: ChatSettings) -> None:
        """As `change`, in a step that can be taken back until the conversation begins."""
        before, change = self.settings, Change(list_changed=True)
        if settings != before:
            self._undo.perform(Step(CHOOSE, lambda: self.change(before), lambda: self.change(settings), change))

    def change(self, settings: ChatSettings) -> None:
        """In force at once. ProblemError where the disk does not take it: then it is forgotten at the end."""
        text = "" if settings == ChatSettings() else _packed(settings)
        chats = self._file.current.chats
        if text == chats.beginning:
            return
        try:
            self._file.change(chats=chats.model_copy(update={"beginning": text}))
        except OSError as error:
            sentence = "The setting could not be saved; it is in force until the program ends."
            raise ProblemError(Problem(ProblemKind.DISK_FULL, sentence, (), str(error))) from error

    def forget(self) -> None:
        """The conversation has begun; the next one is as the preferences say."""
        self._undo.drop(CHOOSE)
        try:
            self.change(ChatSettings())
        except ProblemError as error:
            log.warning("%s", error)


def _packed(settings: ChatSettings) -> str:
    parameters = parameters_to(settings.parameters)
    return json.dumps(
        {"system_prompt": settings.system_prompt, "persona_id": settings.persona_id, "parameters": parameters}
    )


def _unpacked(text: str) -> ChatSettings:
    """ValueError, TypeError or AttributeError for what is not of this form."""
    if not text:
        return ChatSettings()
    plain: dict[str, Any] = json.loads(text)
    prompt, persona_id = plain.get("system_prompt"), plain.get("persona_id")
    if not isinstance(prompt, str | None) or not isinstance(persona_id, int | None):
        raise TypeError("neither a prompt nor a persona")
    return ChatSettings(prompt, persona_id, parameters_from(plain.get("parameters", {})))
