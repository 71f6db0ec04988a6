"""Documents saved out of a wreck: what their list lost is made anew, and where passages are missing the newest version
gives the text, if it can still be read."""

import contextlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from chatapp.domain.conversation import Kind, title_from
from chatapp.domain.edit_log import checksum_of
from chatapp.storage import passages, versions
from chatapp.storage.problems import DamagedValueError
from chatapp.storage.tables import ConversationRow, DocumentRow, new_uid
from chatapp.storage.wreck import Raw

TABLES = ("document", "passage", "edit_step", "document_version")
TITLED_BY = 500
Insert = Callable[[Session, str, Raw], None]


def put(session: Session, found: Mapping[str, Mapping[int, Raw]], put_row: Insert) -> None:
    """Behind the conversations. `put_row` writes a row as it was, and passes over one that does not fit."""
    ids = _ids(found)
    there = set(session.execute(select(ConversationRow.id)).scalars())
    for document_id in sorted(ids):
        if document_id not in there:
            _list_anew(session, document_id)
        session.execute(update(ConversationRow).where(ConversationRow.id == document_id).values(kind=Kind.DOCUMENT))
    for table in TABLES:
        for raw in found[table].values():
            put_row(session, table, raw)
    for document_id in sorted(ids):
        with contextlib.suppress(DBAPIError, DamagedValueError), session.begin_nested():
            _make_whole(session, document_id, has_title=document_id in there)


def _ids(found: Mapping[str, Mapping[int, Raw]]) -> set[int]:
    named = [raw.get("conversation_id") for raw in found["document"].values()]
    named += [raw.get("document_id") for table in TABLES[1:] for raw in found[table].values()]
    return {id_ for id_ in named if isinstance(id_, int) and id_ > 0}


def _list_anew(session: Session, document_id: int) -> None:
    now = datetime.now(UTC)
    row = {"id": document_id, "uid": new_uid(), "title": "", "has_own_title": False, "created_at": now}
    session.execute(insert(ConversationRow).values(updated_at=now, **row))


def _make_whole(session: Session, document_id: int, *, has_title: bool) -> None:
    mine = DocumentRow.conversation_id == document_id
    known = session.execute(select(DocumentRow.checksum).where(mine)).scalar()
    text = passages.text_of(session, document_id)
    if known is None or checksum_of(text) != known:
        last = versions.last(session, document_id)
        if last is not None and (known is None or last.checksum == known):
            with contextlib.suppress(DamagedValueError):
                text = versions.text_of(session, last.id)
                passages.put(session, document_id, text)
    if known is None:
        session.execute(insert(DocumentRow).values(conversation_id=document_id, checksum=checksum_of(text)))
    if not has_title:
        titled = update(ConversationRow).where(ConversationRow.id == document_id)
        session.execute(titled.values(title=title_from(text[:TITLED_BY])))
