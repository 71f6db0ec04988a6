"""Turns to show."""

from datetime import UTC, datetime

from chatapp.domain.branch import Turn
from chatapp.domain.message import Message, Role, Status

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def turn(
    id_: int, text: str = "", status: Status = Status.COMPLETE, versions: tuple[int, ...] = (), note: str = ""
) -> Turn:
    """Odd ids are the person's, even ones answers."""
    role = Role.USER if id_ % 2 else Role.ASSISTANT
    message = Message(id_, 1, id_ - 1 or None, role, text or f"Message {id_}", status, NOON, note)
    return Turn(message, versions or (id_,))


def turns(count: int, words: int = 40) -> list[Turn]:
    return [
        turn(id_, f"**Message** {id_} " + "and some words " * (words * (id_ % 7) // 3)) for id_ in range(1, count + 1)
    ]
