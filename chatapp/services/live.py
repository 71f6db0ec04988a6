"""An answer on its way: what the screen shows of it before it is history."""

from dataclasses import dataclass
from enum import Enum, auto


class Phase(Enum):
    QUEUED = auto()
    READING = auto()
    WRITING = auto()


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """`text` is all text so far. `queue_place` counts from 1 while QUEUED; `done` of `total` prompt tokens are read
    while READING, and `seconds_left` is None while it can't be known. `conversation_id` is where it belongs."""

    message_id: int
    conversation_id: int
    text: str
    phase: Phase
    queue_place: int = 0
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
