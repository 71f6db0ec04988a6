"""Makes the engine ready for the conversation that is open, while nothing else is asked of it. GUI thread."""

import logging
from dataclasses import replace

from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Message
from chatapp.domain.model import ModelInfo
from chatapp.services.answers import AnswerParts
from chatapp.tasks import CHAT

log = logging.getLogger(__name__)


class WarmUps:
    """`model` is None while none is loaded: what was opened meanwhile is made ready when one is."""

    def __init__(self, parts: AnswerParts) -> None:
        self._store = parts.store
        self._engine = parts.engine
        self._settings = parts.settings
        self._model = parts.model
        self._summaries = parts.summaries
        self._wanted: int | None = None
        self._served: ModelInfo | None = None
        self._opened: int | None = None

    def open(self, conversation_id: int | None) -> None:
        """It is on the screen from now on; None: one that does not exist yet."""
        self._opened = self._wanted = conversation_id

    def pump(self, *, is_busy: bool) -> None:
        """Asks the engine for what is wanted, unless it has better to do; once for each opening and each model."""
        model = self._model()
        if model is not self._served:
            self._served, self._wanted = model, self._opened
        if model is None or is_busy or (conversation_id := self._wanted) is None:
            return
        self._wanted = None
        try:
            path = self._path(conversation_id)
        except (ProblemError, KeyError) as error:
            log.warning("a conversation was not made ready: %r", error)
            return
        if path:
            generation = self._settings.current.generation
            path.append(replace(path[-1], text=""))
            prompt = self._summaries.added(path, CHAT.prompt(path, generation.system_prompt))
            self._engine.warm_up(prompt, generation.options(0))

    def _path(self, conversation_id: int) -> list[Message]:
        head_id = self._store.conversation(conversation_id).head_id
        return [] if head_id is None else self._store.path(head_id)
