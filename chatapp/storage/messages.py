"""Messages within a session: the tree's nodes in and out of the table, and which changes an answer allows."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.orm import Session, aliased

from chatapp.domain.message import Message, Role, Status
from chatapp.storage.columns import storable
from chatapp.storage.tables import UNFINISHED, MessageRow

Columns = Row[int, int, int | None, Role, str, Status, datetime, str]


class NewMessage(NamedTuple):
    """What a message is made of before the table gives it an id."""

    conversation_id: int
    parent_id: int | None
    role: Role
    text: str
    status: Status
    created_at: datetime


def selected() -> Select[int, int, int | None, Role, str, Status, datetime, str]:
    """The columns of a Message in the order of its fields: rows of the mapped class would cost four times as much."""
    return select(
        MessageRow.id,
        MessageRow.conversation_id,
        MessageRow.parent_id,
        MessageRow.role,
        MessageRow.text,
        MessageRow.status,
        MessageRow.created_at,
        MessageRow.note,
    )


def values(rows: Iterable[Columns]) -> list[Message]:
    return [Message(*row) for row in rows]


def get(session: Session, message_id: int) -> Message:
    """KeyError for an unknown id."""
    found = session.execute(selected().where(MessageRow.id == message_id)).first()
    if found is None:
        raise KeyError(message_id)
    return Message(*found)


def of_conversation(session: Session, conversation_id: int) -> list[Message]:
    return values(session.execute(selected().where(MessageRow.conversation_id == conversation_id)))


def path(session: Session, message_id: int) -> list[Message]:
    """From the first message down to this one. Parents are older, so their order is that of the ids."""
    get(session, message_id)
    line = select(MessageRow.id, MessageRow.parent_id).where(MessageRow.id == message_id).cte("line", recursive=True)
    above = aliased(MessageRow)
    line = line.union_all(select(above.id, above.parent_id).where(above.id == line.c.parent_id))
    return values(
        session.execute(selected().where(MessageRow.id.in_(select(line.c.id))).order_by(MessageRow.id)),
    )


def unfinished(session: Session) -> list[Message]:
    return values(session.execute(selected().where(UNFINISHED).order_by(MessageRow.id)))


def add(session: Session, new: NewMessage) -> Message:
    added = session.execute(insert(MessageRow).values(**new._asdict()).returning(MessageRow.id)).scalar_one()
    return Message(added, new.conversation_id, new.parent_id, new.role, storable(new.text), new.status, new.created_at)


def write(session: Session, message_id: int, text: str, status: Status, note: str = "") -> None:
    """Text and status of an answer that is not finished; ValueError if it is, KeyError for an unknown id."""
    changed = session.execute(
        update(MessageRow)
        .where(MessageRow.id == message_id, UNFINISHED)
        .values(text=text, status=status, note=note)
        .returning(MessageRow.id)
    ).first()
    if changed is None:
        found = get(session, message_id)
        raise ValueError(f"message {message_id} is {found.status} and never changes again")


def keep(session: Session, message_id: int) -> None:
    found = get(session, message_id)
    if found.status is not Status.INTERRUPTED:
        raise ValueError(f"message {message_id} is {found.status}, not interrupted")
    session.execute(update(MessageRow).where(MessageRow.id == message_id).values(status=Status.STOPPED))
