"""What is known of how answers were made: figures, context, everything it takes to write one again. GUI thread."""

from chatapp.domain.generation import Run
from chatapp.services.ports import ConversationStore

KEPT = 1000


class Provenance:
    """Read from the disk once for each answer, as screens ask again and again."""

    def __init__(self, store: ConversationStore) -> None:
        self._store = store
        self._runs: dict[int, Run | None] = {}

    def run(self, message_id: int) -> Run | None:
        """None for a message that no run made, or whose run is not over."""
        if message_id not in self._runs:
            if len(self._runs) >= KEPT:
                self._runs.clear()
            self._runs[message_id] = self._store.run(message_id)
        return self._runs[message_id]

    def forget(self, message_id: int) -> None:
        """Another run of it was recorded."""
        self._runs.pop(message_id, None)
