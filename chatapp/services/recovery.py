"""Answers that a crash left unfinished, or that another process still writes: marked once nobody else is there. GUI
thread."""

from collections.abc import Callable
from time import monotonic

from chatapp.domain.message import Message, Status
from chatapp.services.ports import ConversationStore

LOOK_SECONDS = 5.0


class Recovery:
    """The list is made before the question whether somebody is there: what another process begins after that is not in
    it."""

    def __init__(self, store: ConversationStore, is_alone: Callable[[], bool]) -> None:
        self._store = store
        self._is_alone = is_alone
        self._left = store.unfinished()
        self._clock = monotonic
        self._look_again = 0.0

    def look(self) -> frozenset[int]:
        """The conversations in which something was marked; cheap while there is nothing or it is not time."""
        if not self._left or self._clock() < self._look_again:
            return frozenset()
        self._look_again = self._clock() + LOOK_SECONDS
        if not self._is_alone():
            return frozenset()
        left, self._left = self._still(), []
        for message in left:
            self._store.finish(message.id, message.text, Status.INTERRUPTED)
        return frozenset(message.conversation_id for message in left)

    def _still(self) -> list[Message]:
        still = {message.id: message for message in self._store.unfinished()}
        return [still[message.id] for message in self._left if message.id in still]
