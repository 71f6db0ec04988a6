"""A conversation out of the tables as a record, with all that belongs to it. Within a session."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from chatapp.domain.conversation import Kind
from chatapp.domain.message import Status
from chatapp.exchange.record import (
    AttachmentRecord,
    ConversationRecord,
    MessageRecord,
    NamedRecord,
    PersonaRecord,
    RunRecord,
    SettingsRecord,
)
from chatapp.storage.exchange.documents import record as document_record
from chatapp.storage.tables import (
    AttachmentRow,
    ContextMarkRow,
    ConversationRow,
    ConversationTagRow,
    DeletedMessageRow,
    FolderRow,
    MessageRow,
    PersonaRow,
    RunRow,
    TagRow,
)

Columns = dict[str, Any]


def record(session: Session, conversation_id: int) -> ConversationRecord | None:
    """None where it is gone. An answer that is being written now is an interrupted one for the record."""
    row = session.execute(select(ConversationRow.__table__).where(ConversationRow.id == conversation_id)).first()
    if row is None:
        return None
    own = _columns(row)
    messages = _messages(session, conversation_id)
    uids = {id_: message.uid for id_, message in messages.items()}
    return ConversationRecord(
        **{name: own[name] for name in ConversationRecord.model_fields if name in own}
        | {"source": own["source"] or ""},
        head=uids.get(own["head_id"]),
        folder=tuple(_trail(session, own["folder_id"])),
        tags=tuple(_tags(session, conversation_id)),
        settings=SettingsRecord(
            system_prompt=own["system_prompt"],
            persona=_persona(session, own["persona_id"]),
            parameters=own["parameters"] or {},
        ),
        messages=tuple(messages.values()),
        document=document_record(session, conversation_id) if own["kind"] is Kind.DOCUMENT else None,
    )


def _messages(session: Session, conversation_id: int) -> dict[int, MessageRecord]:
    mine = MessageRow.conversation_id == conversation_id
    rows = session.execute(select(MessageRow.__table__).where(mine).order_by(MessageRow.id)).all()
    uids: dict[int | None, str] = {row.id: row.uid for row in rows}
    runs = _runs(session, conversation_id)
    attachments: dict[int, list[AttachmentRecord]] = defaultdict(list)
    for file in session.execute(_of_messages(AttachmentRow, conversation_id).order_by(AttachmentRow.id)):
        attachments[file.message_id].append(
            AttachmentRecord(name=file.name, text=file.text, media_type=file.media_type)
        )
    marks = {row.message_id: row.mark for row in session.execute(_of_messages(ContextMarkRow, conversation_id))}
    bin_ = {row.message_id: row for row in session.execute(_of_messages(DeletedMessageRow, conversation_id))}
    return {
        row.id: MessageRecord(
            uid=row.uid,
            parent=uids.get(row.parent_id),
            role=row.role,
            status=row.status if row.status.is_terminal else Status.INTERRUPTED,
            created_at=row.created_at,
            note=row.note,
            text=row.text,
            attachments=tuple(attachments.get(row.id, ())),
            mark=marks.get(row.id),
            deleted_at=bin_[row.id].deleted_at if row.id in bin_ else None,
            deleted_with=uids.get(bin_[row.id].root_id) if row.id in bin_ else None,
            run=runs.get(row.id),
        )
        for row in rows
    }


def _runs(session: Session, conversation_id: int) -> dict[int, RunRecord]:
    found: dict[int, RunRecord] = {}
    for row in session.execute(_of_messages(RunRow, conversation_id)):
        columns = _columns(row)
        report = b64encode(columns.pop("report") or b"")
        found[row.message_id] = RunRecord(**columns, report=report)
    return found


def _of_messages(table: Any, conversation_id: int) -> Any:
    mine = select(MessageRow.id).where(MessageRow.conversation_id == conversation_id)
    return select(table.__table__).where(table.message_id.in_(mine))


def _trail(session: Session, folder_id: int | None) -> Iterable[NamedRecord]:
    """From the top down."""
    found: list[NamedRecord] = []
    seen: set[int] = set()
    while folder_id is not None and folder_id not in seen:
        seen.add(folder_id)
        columns = select(FolderRow.parent_id, FolderRow.name, FolderRow.colour).where(FolderRow.id == folder_id)
        folder_id, name, colour = session.execute(columns).one()
        found.append(NamedRecord(name=name, colour=colour))
    return reversed(found)


def _tags(session: Session, conversation_id: int) -> Iterable[NamedRecord]:
    worn = select(TagRow.name, TagRow.colour).join(ConversationTagRow).order_by(TagRow.key)
    for name, colour in session.execute(worn.where(ConversationTagRow.conversation_id == conversation_id)):
        yield NamedRecord(name=name, colour=colour)


def _persona(session: Session, persona_id: int | None) -> PersonaRecord | None:
    row = session.execute(select(PersonaRow.__table__).where(PersonaRow.id == persona_id)).first()
    if row is None:
        return None
    return PersonaRecord(name=row.name, system_prompt=row.system_prompt, parameters=row.parameters or {})


def _columns(row: Row[Any]) -> Columns:
    return dict(row._mapping)
