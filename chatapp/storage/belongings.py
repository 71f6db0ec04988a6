"""What stands beside conversations and messages, saved out of a wreck row by row: folders, personas, tags, attachments,
marks, the bin of branches, documents. What does not fit any more is passed over; the conversation itself is saved
without it."""

import contextlib
from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from chatapp.storage import conversation_table, document_salvage, messages
from chatapp.storage.problems import DamagedValueError
from chatapp.storage.tables import Base, ConversationRow, DeletedMessageRow
from chatapp.storage.wreck import Raw, Source, Wreck

BEFORE = ("folder", "persona", "tag")
AFTER = ("conversation_tag", "attachment", "context_mark", "deleted_message")
OF_CONVERSATION = (
    "has_model_title",
    "is_pinned",
    "archived_at",
    "folder_id",
    "persona_id",
    "colour",
    "source",
    "parameters",
    "system_prompt",
)
CLOSED = text(
    """
    WITH RECURSIVE branch(id, root) AS (
        SELECT message_id, root_id FROM deleted_message
        UNION SELECT message.id, branch.root FROM message JOIN branch ON message.parent_id = branch.id)
    INSERT OR IGNORE INTO deleted_message (message_id, root_id, deleted_at)
    SELECT branch.id, branch.root, (SELECT min(deleted_at) FROM deleted_message WHERE root_id = branch.root) FROM branch
    """
)
"""Nothing may be seen that stands below what is deleted."""

Belongings = Mapping[str, Mapping[int, Raw]]


def source(table: str) -> Source:
    rows = f"SELECT rowid AS salvaged, * FROM {table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"  # noqa: S608 - ours
    return Source(table, "salvaged", rows, (f"SELECT max(rowid) FROM {table}",))  # noqa: S608 - ours


def read(wreck: Wreck) -> Belongings:
    return {table: wreck.rows(source(table)) for table in (*BEFORE, *AFTER, *document_salvage.TABLES)}


def insert_before(session: Session, found: Belongings) -> None:
    """What conversations point to. A folder stands at the top until all are there."""
    folders = found["folder"]
    for key, raw in folders.items():
        _insert(session, "folder", {**raw, "id": key, "parent_id": None})
    for key, raw in folders.items():
        _try(session, partial(_set, session, "folder", key, {"parent_id": raw.get("parent_id")}))
    for table in BEFORE[1:]:
        for raw in found[table].values():
            _insert(session, table, raw)


def insert_after(session: Session, found: Belongings, conversations: Mapping[int, Mapping[str, object]]) -> None:
    for conversation_id, raw in conversations.items():
        for name in OF_CONVERSATION:
            if raw.get(name) not in (None, 0, "", "{}"):
                _try(session, partial(_arrange, session, conversation_id, {name: raw[name]}))
    for table in AFTER:
        for raw in found[table].values():
            _insert(session, table, raw)
    document_salvage.put(session, found, _insert)
    session.execute(CLOSED)
    _show_heads(session)


def _arrange(session: Session, conversation_id: int, columns: Raw) -> None:
    _set(session, "conversation", conversation_id, columns)
    with contextlib.suppress(KeyError):
        conversation_table.get(session, conversation_id)


def _show_heads(session: Session) -> None:
    """What a conversation shows, and all above it, is not deleted."""
    gone = select(DeletedMessageRow.message_id)
    heads = select(ConversationRow.head_id).where(ConversationRow.head_id.in_(gone))
    for head_id in session.execute(heads).scalars().all():
        if head_id is not None:
            line = [message.id for message in messages.path(session, head_id)]
            for message_id in line:
                session.execute(text("DELETE FROM deleted_message WHERE root_id = :root"), {"root": message_id})


def _insert(session: Session, table: str, raw: Raw) -> None:
    known = {column.name: raw[column.name] for column in Base.metadata.tables[table].columns if column.name in raw}
    names, places = ", ".join(known), ", ".join(f":{name}" for name in known)
    statement = text(f"INSERT INTO {table} ({names}) VALUES ({places})")  # noqa: S608 - our own names
    _try(session, lambda: session.execute(statement, known))


def _set(session: Session, table: str, key: int, columns: Raw) -> None:
    names = ", ".join(f"{name} = :{name}" for name in columns)
    statement = text(f"UPDATE {table} SET {names} WHERE id = :of")  # noqa: S608 - our own names
    session.execute(statement, {**columns, "of": key})


def _try(session: Session, act: Callable[[], object]) -> None:
    """A step that leaves nothing behind where it fails."""
    with contextlib.suppress(DBAPIError, DamagedValueError), session.begin_nested():
        act()
