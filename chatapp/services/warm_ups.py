"""Makes the engine ready for the conversation that is open, while nothing else is asked of it. GUI thread."""

import logging
from collections.abc import Callable
from dataclasses import replace

from chatapp.domain.conversation import INCOGNITO_FROM
from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Message
from chatapp.domain.model import ModelInfo
from chatapp.engine.client import EngineClient
from chatapp.services.ports import ConversationStore
from chatapp.services.requests import Requests
from chatapp.settings import SettingsFile

log = logging.getLogger(__name__)


class WarmUps:
    """`model` is None while none is loaded: what was opened meanwhile is made ready when one is."""

    def __init__(
        self,
        store: ConversationStore,
        engine: EngineClient,
        settings: SettingsFile,
        model: Callable[[], ModelInfo | None],
    ) -> None:
        self._store = store
        self._engine = engine
        self._requests = Requests(store, settings)
        self._model = model
        self._wanted: int | None = None
        self._served: ModelInfo | None = None
        self._opened: int | None = None

    def open(self, conversation_id: int | None) -> None:
        """It is on the screen from now on; None: one that does not exist yet. One that is never on the disk is left
        out: what was made ready may be written there."""
        is_incognito = conversation_id is not None and conversation_id >= INCOGNITO_FROM
        self._opened = self._wanted = None if is_incognito else conversation_id

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
            request = self._requests.anew((*path, replace(path[-1], text=""))) if path else None
        except (ProblemError, KeyError) as error:
            log.warning("a conversation was not made ready: %r", error)
            return
        if request is not None:
            self._engine.warm_up(request.prompt, request.options)

    def _path(self, conversation_id: int) -> list[Message]:
        head_id = self._store.conversation(conversation_id).head_id
        return [] if head_id is None else self._store.path(head_id)
