"""A conversation as it stands in our JSON: the whole tree, every version, how each answer was made.

The models are the schema of the format, whose version is `archive.VERSION`; `schema` gives it as JSON Schema. What
other programs export is brought into the same form.
"""

from dataclasses import fields
from hashlib import blake2b
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, Base64Bytes, Field, model_validator

from chatapp.domain.generation import ContextPolicy, FinishReason, Sampling
from chatapp.domain.message import Role, Status
from chatapp.exchange.document_record import DocumentRecord
from chatapp.exchange.part import Record, Text

UID_LENGTH = 32

Uid = Annotated[str, Field(pattern=f"^[0-9a-f]{{{UID_LENGTH}}}$")]


class RunRecord(Record):
    """How an answer was drawn and what it cost: domain.generation.Run. `report` is domain.token_report's bytes.

    `context` is what of the conversation the model had read; `start_length` how much of the answer was given to it.
    """

    model_name: Text
    model_fingerprint: Text
    device: Text
    temperature: float
    top_k: int
    top_p: float
    min_p: float
    repetition_penalty: float
    presence_penalty: float = 0
    frequency_penalty: float = 0
    logit_bias: tuple[tuple[int, float], ...] = ()
    seed: int
    stop: tuple[Text, ...] = ()
    max_tokens: int | None = None
    min_tokens: int = Field(0, ge=0)
    context_policy: ContextPolicy = ContextPolicy.DROP_OLD
    prompt_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    dropped_turns: int = 0
    context_limit: int = 0
    prefill_seconds: float = 0
    first_token_seconds: float = 0
    decode_seconds: float = 0
    reason: FinishReason | None = None
    created_at: AwareDatetime
    alternatives: int = Field(1, ge=1)
    alternative: int = 0
    start_length: int = 0
    program_version: Text = ""
    context: tuple[Any, ...] = ()
    system_prompt: Text = ""
    summarised_turns: int = 0
    template: Text = ""
    report: Base64Bytes = b""

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        """ValueError where domain.generation would not take it."""
        Sampling(**{field.name: getattr(self, field.name) for field in fields(Sampling)})
        return self


class AttachmentRecord(Record):
    """A text that goes with a message."""

    name: Text
    text: Text
    media_type: Text = "text/plain"


class MessageRecord(Record):
    """`parent` is the uid of a message that stands before this one in the list, None for a first message.

    `mark` says what the model is to read: "pinned", "excluded" or nothing. `deleted_at` is set while the message lies
    in the bin; `deleted_with` is then the uid of the one at which its branch was cut off.
    """

    uid: Uid
    parent: Uid | None
    role: Role
    status: Status
    created_at: AwareDatetime
    note: Text = ""
    text: Text
    attachments: tuple[AttachmentRecord, ...] = ()
    mark: Text | None = None
    deleted_at: AwareDatetime | None = None
    deleted_with: Uid | None = None
    run: RunRecord | None = None


class NamedRecord(Record):
    """A folder or a tag, with its colour's name."""

    name: Text
    colour: Text | None = None


class PersonaRecord(Record):
    name: Text
    system_prompt: Text | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)


class SettingsRecord(Record):
    """What a conversation has of its own; None and what is missing leave it to the layer below."""

    system_prompt: Text | None = None
    persona: PersonaRecord | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)


class ConversationRecord(Record):
    """`messages` stand in the order of writing, parents before children; `head` is the uid of the newest shown one.

    `source` says where it was imported from and under which id there, "" for one that was begun here. `folder` is the
    way to it from the top. A `document` has its text there and no messages.
    """

    uid: Uid
    title: Text
    has_own_title: bool = False
    has_model_title: bool = False
    created_at: AwareDatetime
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None = None
    head: Uid | None = None
    source: Text = ""
    is_pinned: bool = False
    archived_at: AwareDatetime | None = None
    folder: tuple[NamedRecord, ...] = ()
    tags: tuple[NamedRecord, ...] = ()
    colour: Text | None = None
    settings: SettingsRecord = SettingsRecord()
    messages: tuple[MessageRecord, ...] = ()
    document: DocumentRecord | None = None


def path_of(conversation: ConversationRecord) -> list[MessageRecord]:
    """The messages of the shown path, the first one first."""
    by_uid = {message.uid: message for message in conversation.messages}
    path: list[MessageRecord] = []
    at = conversation.head
    while at is not None and len(path) < len(by_uid):
        path.append(by_uid[at])
        at = by_uid[at].parent
    return path[::-1]


def uid_of(*parts: str) -> str:
    """The same uid for the same thing of another program, whenever and wherever it is imported."""
    text = "\0".join(parts).encode("utf-8", "replace")
    return blake2b(text, digest_size=UID_LENGTH // 2).hexdigest()


def schema() -> dict[str, Any]:
    """JSON Schema of one conversation."""
    return ConversationRecord.model_json_schema(mode="serialization")
