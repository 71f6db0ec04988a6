"""Messages by what is attached to them: names and texts of attachments, within a session."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select, text
from sqlalchemy.orm import Session

from chatapp.domain.message import Role
from chatapp.storage import trigrams
from chatapp.storage.tables import ATTACHMENT_INDEX, ATTACHMENT_TERMS, AttachmentRow, MessageRow

AT_ONCE = 20
"""Attachments, whose texts may be long."""
NEXT = """
    SELECT id FROM attachment AS found WHERE id > :after
    AND NOT EXISTS (SELECT 1 FROM attachment_index_docsize WHERE id = found.id) ORDER BY id LIMIT 1
"""
INDEX = "INSERT INTO attachment_index(rowid, text) SELECT id, text FROM searched_attachment WHERE id = :id"
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment that holds all the words, with what of its message is shown."""

    message_id: int
    conversation_id: int
    role: Role
    created_at: datetime
    name: str
    text: str


def attached(session: Session, words: Sequence[str], conditions: Sequence[Condition], limit: int) -> list[Attached]:
    """One of each message, the newest first, of those that the conditions on the messages let through."""
    holding = [_holds(session, word) for word in words]
    ids = select(AttachmentRow.id, AttachmentRow.message_id).join(MessageRow).where(*conditions, *holding)
    rows = session.execute(ids.order_by(AttachmentRow.message_id.desc(), AttachmentRow.id)).all()
    found: dict[int, Attached] = {}
    for one in _read(session, [row[0] for row in rows]):
        if len(found) == limit:
            break
        if one.message_id not in found and _has(one, words):
            found[one.message_id] = one
    return list(found.values())


def index_next(session: Session, after: int) -> int | None:
    """Takes the first attachment after that id into the index which is not in it yet; None where there is none."""
    found = session.execute(text(NEXT), {"after": after}).scalar()
    if found is not None:
        session.execute(text(INDEX), {"id": found})
    return found


def _holds(session: Session, word: str) -> Condition:
    asked = (
        trigrams.wanted(session, ATTACHMENT_INDEX, word)
        if len(word) >= trigrams.TRIGRAM
        else trigrams.beginnings(session, ATTACHMENT_TERMS, word)
    )
    if asked is None:
        return or_(*(column.contains(word, autoescape=True) for column in (AttachmentRow.name, AttachmentRow.text)))
    if not asked:
        return false()
    rows = select(ATTACHMENT_INDEX.c.rowid).where(ATTACHMENT_INDEX.c.attachment_index.match(asked))
    return AttachmentRow.id.in_(rows)


def _read(session: Session, ids: Sequence[int]) -> Iterator[Attached]:
    """In this order; no more is read than is taken."""
    of_message = (MessageRow.conversation_id, MessageRow.role, MessageRow.created_at)
    columns = select(AttachmentRow.id, AttachmentRow.message_id, *of_message, AttachmentRow.name, AttachmentRow.text)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = session.execute(columns.join(MessageRow).where(AttachmentRow.id.in_(some)))
        by_id = {row[0]: Attached(*row[1:]) for row in rows}
        yield from (by_id[id_] for id_ in some)


def _has(one: Attached, words: Sequence[str]) -> bool:
    whole = trigrams.folded(f"{one.name}\n{one.text}")
    return all(trigrams.folded(word) in whole for word in words)
