"""Messages within a session: the tree's nodes in and out of the table, and which changes an answer allows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, TextClause, insert, select, update
from sqlalchemy.orm import Session, aliased

from chatapp.domain.attachment import Attachment
from chatapp.domain.message import Message, Role, Status
from chatapp.storage.columns import storable
from chatapp.storage.tables import UNFINISHED, AttachmentRow, DeletedMessageRow, MessageRow

Condition = ColumnElement[bool] | TextClause
Selected = Select[int, int, int | None, Role, str, Status, datetime, str]


class NewMessage(NamedTuple):
    """What a message is made of before the table gives it an id."""

    conversation_id: int
    parent_id: int | None
    role: Role
    text: str
    status: Status
    created_at: datetime


def selected() -> Selected:
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


def read(
    session: Session,
    query: Selected,
    mine: Condition | None = None,
) -> list[Message]:
    """The messages of a query over `selected`, with their attachments. `mine` is a condition on messages that holds for
    all of them, where the query's own would take longer to ask twice."""
    found = [Message(*row) for row in session.execute(query)]
    return with_attachments(session, found, MessageRow.id.in_([one.id for one in found]) if mine is None else mine)


def with_attachments(session: Session, found: list[Message], mine: Condition) -> list[Message]:
    attached = _attached(session, mine) if found else {}
    if attached:
        return [replace(message, attachments=attached.get(message.id, ())) for message in found]
    return found


def _attached(session: Session, mine: Condition) -> dict[int, tuple[Attachment, ...]]:
    query = (
        select(AttachmentRow.message_id, AttachmentRow.name, AttachmentRow.text, AttachmentRow.media_type)
        .join(MessageRow, MessageRow.id == AttachmentRow.message_id)
        .where(mine)
        .order_by(AttachmentRow.id)
    )
    found: dict[int, list[Attachment]] = defaultdict(list)
    for message_id, *columns in session.execute(query):
        found[message_id].append(Attachment(*columns))
    return {message_id: tuple(attachments) for message_id, attachments in found.items()}


def get(session: Session, message_id: int) -> Message:
    """KeyError for an unknown id. Those in the bin are found too."""
    found = read(session, selected().where(MessageRow.id == message_id), MessageRow.id == message_id)
    if not found:
        raise KeyError(message_id)
    return found[0]


def of_conversation(session: Session, conversation_id: int) -> list[Message]:
    """Those outside the bin."""
    mine = MessageRow.conversation_id == conversation_id
    gone = select(DeletedMessageRow.message_id)
    return read(session, selected().where(mine, MessageRow.id.not_in(gone)), mine)


def newest_leaf(session: Session, message_id: int) -> int:
    """The newest leaf below a message outside the bin; it itself, where it is one. KeyError for an unknown id."""
    get(session, message_id)
    branch = select(MessageRow.id, MessageRow.parent_id).where(MessageRow.id == message_id)
    line = branch.cte("branch", recursive=True)
    below = aliased(MessageRow)
    gone = select(DeletedMessageRow.message_id)
    step = select(below.id, below.parent_id).where(below.parent_id == line.c.id, below.id.not_in(gone))
    line = line.union_all(step)
    found = session.execute(select(line.c.id, line.c.parent_id)).all()
    parents = {row[1] for row in found}
    leaves: set[int] = {row[0] for row in found} - parents
    return max(leaves)


def is_deleted(session: Session, message_id: int) -> bool:
    query = select(DeletedMessageRow.message_id).where(DeletedMessageRow.message_id == message_id)
    return session.execute(query).first() is not None


def require_shown(session: Session, conversation_id: int, message_id: int) -> Message:
    """A message of this conversation outside the bin, else ValueError; KeyError for an unknown id."""
    found = get(session, message_id)
    if found.conversation_id != conversation_id:
        raise ValueError(f"message {message_id} is not in conversation {conversation_id}")
    if is_deleted(session, message_id):
        raise ValueError(f"message {message_id} is in the bin")
    return found


def path(session: Session, message_id: int) -> list[Message]:
    """From the first message down to this one. Parents are older, so their order is that of the ids."""
    get(session, message_id)
    line = select(MessageRow.id, MessageRow.parent_id).where(MessageRow.id == message_id).cte("line", recursive=True)
    above = aliased(MessageRow)
    line = line.union_all(select(above.id, above.parent_id).where(above.id == line.c.parent_id))
    mine = MessageRow.id.in_(select(line.c.id))
    return read(session, selected().where(mine).order_by(MessageRow.id), mine)


def unfinished(session: Session) -> list[Message]:
    return read(session, selected().where(UNFINISHED).order_by(MessageRow.id), UNFINISHED)


def add(session: Session, new: NewMessage, attachments: Sequence[Attachment] = ()) -> Message:
    added = session.execute(insert(MessageRow).values(**new._asdict()).returning(MessageRow.id)).scalar_one()
    kept = tuple(Attachment(storable(one.name), storable(one.text), storable(one.media_type)) for one in attachments)
    if kept:
        rows = [{"message_id": added, "name": one.name, "text": one.text, "media_type": one.media_type} for one in kept]
        session.execute(insert(AttachmentRow), rows)
    return Message(
        added,
        new.conversation_id,
        new.parent_id,
        new.role,
        storable(new.text),
        new.status,
        new.created_at,
        attachments=kept,
    )


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
