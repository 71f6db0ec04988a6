"""Answers that wait for the engine together, versions beside each other. GUI thread."""

from dataclasses import dataclass

from chatapp.domain.generation import Run
from chatapp.domain.message import Message


@dataclass(frozen=True, slots=True)
class Batch:
    """At least one message. `again` is the run that is to be repeated exactly, None for one as the settings say."""

    messages: tuple[Message, ...]
    again: Run | None = None

    @property
    def conversation_id(self) -> int:
        return self.messages[0].conversation_id

    def without(self, message_id: int) -> "Batch | None":
        """None where nothing is left."""
        left = tuple(message for message in self.messages if message.id != message_id)
        return Batch(left, self.again) if left else None
