"""Documents out of the tables as records and into them, within a session."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from chatapp.domain.document import PlaceGoneError, applied
from chatapp.domain.edit_log import NewVersion, Saving, checksum_of, text_now
from chatapp.domain.word_count import counts_of
from chatapp.exchange.document_record import DocumentRecord, StepRecord, VersionRecord, plain_splices, splices_of
from chatapp.storage import passages, versions
from chatapp.storage.documents import get, put_steps, stored
from chatapp.storage.problems import DamagedValueError
from chatapp.storage.splices import pack_text, unpacked
from chatapp.storage.tables import DocumentRow, DocumentVersionRow

WHOLE_EVERY = 100
"""Versions."""


def record(session: Session, document_id: int) -> DocumentRecord:
    """Of a document whose history does not fit its text any more the text is kept, and one version of it."""
    found = stored(session, document_id)
    notes = get(session, document_id).notes
    words = {"memory": notes.memory, "style": notes.style, "characters": notes.characters}
    try:
        text = text_now(found)
        steps = tuple(
            StepRecord(label=step.label, at=step.at, splices=plain_splices(step.splices)) for step in found.steps
        )
        history = _versions(session, document_id)
        done = found.position + 1 - found.first
        return DocumentRecord(text=text, first=found.first, done=done, steps=steps, versions=history, **words)
    except (PlaceGoneError, DamagedValueError, ValueError):
        return DocumentRecord(text=found.base, **words)


def insert_document(session: Session, document_id: int, record: DocumentRecord) -> None:
    position = record.first + record.done - 1
    row = {"position": position, "base_position": position, "checksum": checksum_of(record.text)}
    words = {"memory": record.memory, "style": record.style, "characters": record.characters}
    session.execute(insert(DocumentRow).values(conversation_id=document_id, **row, **words))
    passages.put(session, document_id, record.text)
    put_steps(session, document_id, Saving(record.first, record.stored.steps, position, record.first))
    text = ""
    for number, version in enumerate(record.versions, start=1):
        delta = splices_of(version.delta)
        text = applied(text, delta)
        made = NewVersion(version.label, counts_of(text), delta)
        version_id = versions.add(session, document_id, made, checksum_of(text), version.at)
        if number % WHOLE_EVERY == 0:
            versions.keep_whole(session, version_id, b"".join(pack_text(text)))


def _versions(session: Session, document_id: int) -> tuple[VersionRecord, ...]:
    columns = select(DocumentVersionRow.label, DocumentVersionRow.at, DocumentVersionRow.delta)
    mine = columns.where(DocumentVersionRow.document_id == document_id).order_by(DocumentVersionRow.id)
    return tuple(
        VersionRecord(label=label, at=at, delta=plain_splices(unpacked(raw)))
        for label, at, raw in session.execute(mine)
    )
