"""The rows of tables that a record becomes. What its schema allows and ours does not is left open."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from chatapp.domain.colour import Colour
from chatapp.domain.conversation import Kind
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Status
from chatapp.domain.parameters import parameters_from, parameters_to
from chatapp.exchange.record import ConversationRecord, MessageRecord
from chatapp.storage import runs
from chatapp.storage.problems import DamagedValueError
from chatapp.storage.tables import AttachmentRow, ContextMarkRow, DeletedMessageRow, RunRow

Row = dict[str, object]
Ids = Mapping[str, int]
Names = Mapping[str, str]


def conversation_row(record: ConversationRecord) -> Row:
    """Without its folder, tags and persona, which storage.exchange.order places."""
    return {
        "uid": record.uid,
        "title": record.title,
        "has_own_title": record.has_own_title,
        "has_model_title": record.has_model_title,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "is_pinned": record.is_pinned,
        "archived_at": record.archived_at,
        "colour": colour_of(record.colour),
        "source": record.source or None,
        "parameters": parameters_column(record.settings.parameters),
        "system_prompt": record.settings.system_prompt,
        "kind": Kind.CONVERSATION if record.document is None else Kind.DOCUMENT,
    }


def message_rows(
    last_id: int, conversation_id: int, messages: Sequence[MessageRecord], ids: dict[str, int], renamed: Names
) -> list[Row]:
    """Under ids that follow `last_id`, which are put into `ids` by uid; a parent is looked up there."""
    rows: list[Row] = []
    for place, message in enumerate(messages, start=1):
        uid = renamed.get(message.uid, message.uid)
        ids[uid] = last_id + place
        rows.append(
            {
                "id": last_id + place,
                "uid": uid,
                "conversation_id": conversation_id,
                "parent_id": _id_of(message.parent, ids, renamed),
                "role": message.role,
                "status": message.status if message.status.is_terminal else Status.INTERRUPTED,
                "created_at": message.created_at,
                "note": message.note,
                "text": message.text,
            }
        )
    return rows


def beside_rows(messages: Sequence[MessageRecord], ids: Ids, renamed: Names) -> Iterator[tuple[Any, list[Row]]]:
    """What stands in tables beside the messages', with its table."""
    attachments: list[Row] = []
    marks: list[Row] = []
    bin_: list[Row] = []
    for message in messages:
        message_id = ids[renamed.get(message.uid, message.uid)]
        for file in message.attachments:
            attachments.append(
                {"message_id": message_id, "name": file.name, "text": file.text, "media_type": file.media_type}
            )
        if message.mark in set(ContextMark):
            marks.append({"message_id": message_id, "mark": ContextMark(message.mark)})
        if message.deleted_at is not None:
            root_id = _id_of(message.deleted_with, ids, renamed) or message_id
            bin_.append({"message_id": message_id, "root_id": root_id, "deleted_at": message.deleted_at})
    for table, rows in ((AttachmentRow, attachments), (ContextMarkRow, marks), (DeletedMessageRow, bin_)):
        if rows:
            yield table, rows


def insert_runs(session: Session, messages: Sequence[MessageRecord], ids: Ids, renamed: Names) -> None:
    """A run is worth keeping only if all of it can be read back."""
    for message in messages:
        if message.run is None:
            continue
        message_id = ids[renamed.get(message.uid, message.uid)]
        columns = message.run.model_dump()
        columns["stop"], columns["context"] = list(columns["stop"]), list(columns["context"])
        columns["report"] = message.run.report or None  # model_dump packs it for JSON
        try:
            with session.begin_nested():
                session.execute(insert(RunRow).values(message_id=message_id, **columns))
                runs.get(session, message_id)
        except (DBAPIError, DamagedValueError):
            session.execute(delete(RunRow).where(RunRow.message_id == message_id))


def colour_of(name: str | None) -> Colour | None:
    return Colour(name) if name in set(Colour) else None


def parameters_column(plain: Mapping[str, object]) -> dict[str, object]:
    try:
        return parameters_to(parameters_from(plain))
    except (ValueError, TypeError):
        return {}


def _id_of(uid: str | None, ids: Ids, renamed: Names) -> int | None:
    return None if uid is None else ids.get(renamed.get(uid, uid))
