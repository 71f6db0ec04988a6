"""The tables as they stand at the newest revision. How they came to be, with triggers and index, is in migrations.

Rows never leave this package: queries select columns and give domain values out.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, MetaData, String, column, table, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chatapp.domain.colour import Colour
from chatapp.domain.conversation import Kind
from chatapp.domain.generation import ContextPolicy, FinishReason
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Role, Status
from chatapp.storage.columns import LongNumber, Prose, UtcTime, Word

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
UNFINISHED = text("status IN ('queued', 'streaming')")
FINISHED = text("status NOT IN ('queued', 'streaming')")
"""Literal, as in the partial index: SQLite uses that index only for a condition that it can see to be the same."""


def new_uid() -> str:
    return uuid4().hex


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        datetime: UtcTime,
        Role: Word(Role),
        Status: Word(Status),
        FinishReason: Word(FinishReason),
        ContextPolicy: Word(ContextPolicy),
        Colour: Word(Colour),
        ContextMark: Word(ContextMark),
        Kind: Word(Kind),
    }


class FolderRow(Base):
    __tablename__ = "folder"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=new_uid)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("folder.id"), index=True)
    position: Mapped[int] = mapped_column(server_default="0")
    colour: Mapped[Colour | None]
    name: Mapped[str] = mapped_column(Prose)


class PersonaRow(Base):
    __tablename__ = "persona"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=new_uid)
    parameters: Mapped[dict[str, object]] = mapped_column(JSON, server_default="{}")
    system_prompt: Mapped[str | None] = mapped_column(Prose)
    name: Mapped[str] = mapped_column(Prose)


class ConversationRow(Base):
    __tablename__ = "conversation"
    __table_args__ = (
        Index("ix_conversation_deleted_at_updated_at", "deleted_at", "updated_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=new_uid)
    has_own_title: Mapped[bool]
    head_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    has_model_title: Mapped[bool] = mapped_column(server_default="0")
    is_pinned: Mapped[bool] = mapped_column(server_default="0")
    archived_at: Mapped[datetime | None]
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folder.id", ondelete="SET NULL"), index=True)
    persona_id: Mapped[int | None] = mapped_column(ForeignKey("persona.id", ondelete="SET NULL"), index=True)
    colour: Mapped[Colour | None]
    source: Mapped[str | None] = mapped_column(Prose, unique=True)  # what it was imported from
    parameters: Mapped[dict[str, object]] = mapped_column(JSON, server_default="{}")
    system_prompt: Mapped[str | None] = mapped_column(Prose)
    title: Mapped[str] = mapped_column(Prose)
    kind: Mapped[Kind] = mapped_column(server_default="conversation")


class TagRow(Base):
    """`key` is the name without its case."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    colour: Mapped[Colour | None]
    key: Mapped[str] = mapped_column(Prose, unique=True)
    name: Mapped[str] = mapped_column(Prose)


class ConversationTagRow(Base):
    __tablename__ = "conversation_tag"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True)


class MessageRow(Base):
    """The text stands last, so that whatever comes before it is read without walking through a long answer's pages."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("role IN ('system', 'user', 'assistant')", name="role"),
        CheckConstraint(
            "status IN ('queued', 'streaming', 'complete', 'stopped', 'interrupted', 'failed')", name="status"
        ),
        CheckConstraint("parent_id < id", name="parent_is_older"),
        Index("ix_message_unfinished", "id", sqlite_where=UNFINISHED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=new_uid)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    role: Mapped[Role]
    status: Mapped[Status]
    created_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Prose, default="")
    text: Mapped[str] = mapped_column(Prose)


class DeletedMessageRow(Base):
    """A message in the bin, with the one at which its branch was cut off: what was deleted together comes back so."""

    __tablename__ = "deleted_message"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    root_id: Mapped[int] = mapped_column(index=True)
    deleted_at: Mapped[datetime]


class ContextMarkRow(Base):
    __tablename__ = "context_mark"
    __table_args__ = (CheckConstraint("mark IN ('pinned', 'excluded')", name="mark"),)

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    mark: Mapped[ContextMark]


class AttachmentRow(Base):
    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    media_type: Mapped[str]
    name: Mapped[str] = mapped_column(Prose)
    text: Mapped[str] = mapped_column(Prose)


class RunRow(Base):
    """Provenance of one answer, apart from its text."""

    __tablename__ = "run"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    model_name: Mapped[str] = mapped_column(Prose)
    model_fingerprint: Mapped[str]
    device: Mapped[str]
    temperature: Mapped[float]
    top_k: Mapped[int]
    top_p: Mapped[float]
    min_p: Mapped[float]
    repetition_penalty: Mapped[float]
    presence_penalty: Mapped[float] = mapped_column(server_default="0")
    frequency_penalty: Mapped[float] = mapped_column(server_default="0")
    logit_bias: Mapped[list[tuple[int, float]]] = mapped_column(JSON, server_default="[]")
    seed: Mapped[int] = mapped_column(LongNumber)
    stop: Mapped[list[str]] = mapped_column(JSON)
    max_tokens: Mapped[int | None]
    min_tokens: Mapped[int] = mapped_column(server_default="0")
    context_policy: Mapped[ContextPolicy] = mapped_column(server_default="drop_old")
    prompt_tokens: Mapped[int]
    reused_tokens: Mapped[int]
    generated_tokens: Mapped[int]
    dropped_turns: Mapped[int]
    context_limit: Mapped[int]
    prefill_seconds: Mapped[float]
    first_token_seconds: Mapped[float]
    decode_seconds: Mapped[float]
    reason: Mapped[FinishReason | None]
    created_at: Mapped[datetime]
    alternatives: Mapped[int] = mapped_column(server_default="1")
    alternative: Mapped[int] = mapped_column(server_default="0")
    start_length: Mapped[int] = mapped_column(server_default="0")
    program_version: Mapped[str] = mapped_column(server_default="")
    context: Mapped[list[list[Any]]] = mapped_column(JSON, server_default="[]")
    system_prompt: Mapped[str] = mapped_column(Prose, server_default="")
    summarised_turns: Mapped[int] = mapped_column(server_default="0")
    report: Mapped[bytes | None] = mapped_column(deferred=True)  # what is told of each token; last, for it is long
    template: Mapped[str] = mapped_column(server_default="")  # came later


class SummaryRow(Base):
    """Stands for the turns of a path up to this message; `digest` is of those."""

    __tablename__ = "summary"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Prose)


class DocumentRow(Base):
    """What a row of the list that is a document has beside it. `base_position`: how many steps are done in the text
    that the passages make together, of which `checksum` is."""

    __tablename__ = "document"

    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(server_default="0")
    base_position: Mapped[int] = mapped_column(server_default="0")
    checksum: Mapped[int] = mapped_column(server_default="0")
    memory: Mapped[str] = mapped_column(Prose, server_default="")
    style: Mapped[str] = mapped_column(Prose, server_default="")
    characters: Mapped[str] = mapped_column(Prose, server_default="")


class PassageRow(Base):
    """Some paragraphs of a document: all of them in order of their places are its text, and what is searched."""

    __tablename__ = "passage"
    __table_args__ = (Index("ix_passage_document_id_place", "document_id", "place"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    place: Mapped[float]
    text: Mapped[str] = mapped_column(Prose)


class EditStepRow(Base):
    """A step that can be undone, or done again if its number is beyond the document's position."""

    __tablename__ = "edit_step"
    __table_args__ = (Index("ix_edit_step_document_id_number", "document_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    label: Mapped[str] = mapped_column(Prose)
    splices: Mapped[bytes]


class DocumentVersionRow(Base):
    """`delta` leads here from the version before, or from an empty text; `whole` is the text itself, now and then."""

    __tablename__ = "document_version"
    __table_args__ = (Index("ix_document_version_document_id_id", "document_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    words: Mapped[int]
    characters: Mapped[int]
    letters: Mapped[int]
    checksum: Mapped[int]
    label: Mapped[str] = mapped_column(Prose)
    delta: Mapped[bytes]
    whole: Mapped[bytes | None] = mapped_column(deferred=True)


MESSAGE_INDEX = table("message_index", column("rowid"), column("message_index"))
"""The full-text index: no mapped class, since SQLite manages its rows through the triggers of the migrations."""
MESSAGE_TERMS = table("message_index_terms", column("term", String))
"""Every trigram of the index."""
ATTACHMENT_INDEX = table("attachment_index", column("rowid"), column("attachment_index"))
ATTACHMENT_TERMS = table("attachment_index_terms", column("term", String))
PASSAGE_INDEX = table("passage_index", column("rowid"), column("passage_index"))
