"""Conversations within a session: rows of the table, with their tags, in and out as domain values."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, String, delete, func, insert, select, type_coerce, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from chatapp.domain.conversation import ChatSettings, Conversation, Kind
from chatapp.domain.parameters import Parameters, parameters_from, parameters_to
from chatapp.storage import tags
from chatapp.storage.columns import storable
from chatapp.storage.problems import DamagedValueError
from chatapp.storage.tables import ConversationRow, ConversationTagRow, FolderRow, PersonaRow

NONE_OF_ITS_OWN = ChatSettings()
NO_PARAMETERS = Parameters()
# Most have none, and need no reading.
PARAMETERS = type_coerce(func.nullif(type_coerce(ConversationRow.parameters, String), "{}"), JSON)
OF_CONVERSATION = 12  # so many columns are fields of a Conversation as they are


def parameters_of(stored: object) -> Parameters:
    """The parameters in a column of JSON."""
    if not stored:
        return NO_PARAMETERS
    try:
        return parameters_from(stored)
    except (ValueError, TypeError) as error:
        raise DamagedValueError(f"parameters: {error}") from error


def listed(session: Session, *conditions: ColumnElement[bool], limit: int | None = None) -> list[Conversation]:
    """Newest first."""
    query = _selected().where(*conditions).order_by(ConversationRow.updated_at.desc(), ConversationRow.id.desc())
    found = session.connection().execute(query.limit(limit)).all()  # as plain rows, which the session would make slowly
    worn = tags.worn(session) if len(found) != 1 else tags.worn(session, found[0][0])
    return [_value(row, worn.get(row[0], ())) for row in found]


def get(session: Session, conversation_id: int) -> Conversation:
    """KeyError for an unknown id."""
    found = listed(session, ConversationRow.id == conversation_id)
    if not found:
        raise KeyError(conversation_id)
    return found[0]


def create(session: Session, title: str, now: datetime, kind: Kind = Kind.CONVERSATION) -> Conversation:
    title = storable(title)
    row = {"title": title, "has_own_title": False, "created_at": now, "updated_at": now, "kind": kind}
    added = session.execute(insert(ConversationRow).values(row).returning(ConversationRow.id)).scalar_one()
    return Conversation(added, title, False, None, now, now, kind=kind)


def change(session: Session, conversation_id: int, **columns: object) -> None:
    """KeyError for an unknown id."""
    changed = session.execute(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id)
        .values(columns)
        .returning(ConversationRow.id)
    )
    if changed.first() is None:
        raise KeyError(conversation_id)


def arrange(session: Session, conversations: Iterable[Conversation]) -> None:
    """Everything that keeps order, as it stands in these values. KeyError for an unknown conversation, folder or
    persona."""
    for wanted in conversations:
        settings = wanted.settings
        _require(session, FolderRow.id, wanted.folder_id)
        _require(session, PersonaRow.id, settings.persona_id)
        change(
            session,
            wanted.id,
            title=wanted.title,
            has_own_title=wanted.has_own_title,
            has_model_title=wanted.has_model_title,
            deleted_at=wanted.deleted_at,
            is_pinned=wanted.is_pinned,
            archived_at=wanted.archived_at,
            folder_id=wanted.folder_id,
            colour=wanted.colour,
            persona_id=settings.persona_id,
            system_prompt=settings.system_prompt,
            parameters=parameters_to(settings.parameters),
        )
        tags.wear(session, wanted.id, wanted.tags)


def forget(session: Session, conversation_id: int) -> None:
    session.execute(delete(ConversationTagRow).where(ConversationTagRow.conversation_id == conversation_id))
    session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))


def require_folder(session: Session, folder_id: int | None) -> None:
    """KeyError for an unknown one."""
    _require(session, FolderRow.id, folder_id)


def _require(session: Session, column: InstrumentedAttribute[int], wanted: int | None) -> None:
    if wanted is not None and session.execute(select(column).where(column == wanted)).first() is None:
        raise KeyError(wanted)


def _selected() -> Select[*tuple[Any, ...]]:
    return select(
        ConversationRow.id,
        ConversationRow.title,
        ConversationRow.has_own_title,
        ConversationRow.head_id,
        ConversationRow.created_at,
        ConversationRow.updated_at,
        ConversationRow.deleted_at,
        ConversationRow.has_model_title,
        ConversationRow.is_pinned,
        ConversationRow.archived_at,
        ConversationRow.folder_id,
        ConversationRow.colour,
        ConversationRow.source,
        ConversationRow.system_prompt,
        ConversationRow.persona_id,
        PARAMETERS,
        ConversationRow.kind,
    )


def _value(row: Sequence[Any], worn: tuple[str, ...]) -> Conversation:
    source, system_prompt, persona_id, parameters, kind = row[OF_CONVERSATION:]
    settings = NONE_OF_ITS_OWN
    if system_prompt is not None or persona_id is not None or parameters:
        settings = ChatSettings(system_prompt, persona_id, parameters_of(parameters))
    fields = (*row[:OF_CONVERSATION], source or "", worn, settings, kind)
    return Conversation(*fields)
