"""The store of documents: each method one transaction, domain values in and out. GUI thread."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from chatapp.domain.conversation import Kind, title_from
from chatapp.domain.document import Document, Notes, Splice, Version
from chatapp.domain.edit_log import EditStep, LastVersion, NewVersion, Saving, Stored, checksum_of
from chatapp.domain.word_count import counts_of
from chatapp.storage import conversation_table, passages, versions
from chatapp.storage.columns import storable
from chatapp.storage.database import Database
from chatapp.storage.problems import DamagedValueError
from chatapp.storage.splices import pack_text, packed, unpacked
from chatapp.storage.tables import ConversationRow, DocumentRow, EditStepRow

TITLED_BY = 500
"""Characters of the beginning out of which the title is made."""


class Documents:
    """Implements services.document_ports.DocumentStore."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def create(
        self, title: str, text: str = "", folder_id: int | None = None, *, is_own_title: bool = False
    ) -> Document:
        text, now = storable(text), self._now()
        with self._database.writing() as session:
            made = conversation_table.create(session, title or title_from(text[:TITLED_BY]), now, Kind.DOCUMENT)
            conversation_table.require_folder(session, folder_id)
            conversation_table.change(session, made.id, has_own_title=is_own_title, folder_id=folder_id)
            session.execute(insert(DocumentRow).values(conversation_id=made.id, checksum=checksum_of(text)))
            if text:
                passages.put(session, made.id, text)
                first = NewVersion("", counts_of(text), (Splice(0, "", text),))
                versions.add(session, made.id, first, checksum_of(text), now)
            return get(session, made.id)

    def document(self, document_id: int) -> Document:
        with self._database.reading() as session:
            return get(session, document_id)

    def read(self, document_id: int) -> Stored:
        with self._database.reading() as session:
            return stored(session, document_id)

    def save(self, document_id: int, saving: Saving, *, is_lasting: bool = False) -> int | None:
        now = self._now()
        with self._database.writing() if is_lasting else self._database.checkpointing() as session:
            columns: dict[str, object] = {"position": saving.position}
            if saving.base is not None:
                columns |= {"base_position": saving.position, "checksum": saving.checksum}
            mine = update(DocumentRow).where(DocumentRow.conversation_id == document_id).values(columns)
            if session.execute(mine.returning(DocumentRow.conversation_id)).first() is None:
                raise KeyError(document_id)
            put_steps(session, document_id, saving)
            if saving.base is not None:
                passages.put(session, document_id, saving.base)
                _title(session, document_id, saving.base)
            if saving.version is None:
                return None
            conversation_table.change(session, document_id, updated_at=now)
            return versions.add(session, document_id, saving.version, saving.checksum, now)

    def set_notes(self, document_id: int, notes: Notes) -> None:
        columns = {"memory": notes.memory, "style": notes.style, "characters": notes.characters}
        with self._database.writing() as session:
            get(session, document_id)
            mine = DocumentRow.conversation_id == document_id
            session.execute(update(DocumentRow).where(mine).values(columns))

    def versions(self, document_id: int) -> list[Version]:
        with self._database.reading() as session:
            return versions.listed(session, document_id)

    def last_version(self, document_id: int) -> LastVersion | None:
        with self._database.reading() as session:
            return versions.last(session, document_id)

    def version(self, version_id: int) -> Version:
        with self._database.reading() as session:
            return versions.get(session, version_id)

    def text_of(self, version_id: int) -> str:
        with self._database.reading() as session:
            return versions.text_of(session, version_id)

    def keep_whole(self, version_id: int, text: str) -> Iterator[None]:
        pieces = []
        for piece in pack_text(text):
            pieces.append(piece)
            yield
        with self._database.checkpointing() as session:
            versions.keep_whole(session, version_id, b"".join(pieces))


def stored(session: Session, document_id: int) -> Stored:
    """KeyError for an unknown id."""
    numbers = select(DocumentRow.base_position, DocumentRow.position, DocumentRow.checksum)
    found = session.execute(numbers.where(DocumentRow.conversation_id == document_id)).first()
    if found is None:
        raise KeyError(document_id)
    base_position, position, known = found
    base = passages.text_of(session, document_id)
    steps = select(EditStepRow.number, EditStepRow.label, EditStepRow.at, EditStepRow.splices)
    mine = EditStepRow.document_id == document_id
    rows = session.execute(steps.where(mine).order_by(EditStepRow.number)).all()
    first = rows[0][0] if rows else position + 1
    is_sound = checksum_of(base) == known and _are_in_order([row[0] for row in rows], position, base_position)
    try:
        kept = tuple(EditStep(label, at, unpacked(raw)) for _, label, at, raw in rows) if is_sound else ()
    except DamagedValueError:
        return Stored(base, is_sound=False)
    return Stored(base, base_position, first, kept, position, is_sound)


def get(session: Session, document_id: int) -> Document:
    """KeyError for an unknown id."""
    row, listed = DocumentRow, ConversationRow
    columns = (listed.title, listed.created_at, listed.updated_at, row.memory, row.style, row.characters)
    joined = select(*columns).join(row, row.conversation_id == listed.id)
    found = session.execute(joined.where(listed.id == document_id)).first()
    if found is None:
        raise KeyError(document_id)
    title, created_at, updated_at, *notes = found
    return Document(document_id, title, created_at, updated_at, Notes(*notes))


def put_steps(session: Session, document_id: int, saving: Saving) -> None:
    mine, number = EditStepRow.document_id == document_id, EditStepRow.number
    session.execute(delete(EditStepRow).where(mine, (number >= saving.since) | (number < saving.first)))
    begin = max(saving.since, saving.first)
    rows = [
        {
            "document_id": document_id,
            "number": begin + place,
            "at": step.at,
            "label": storable(step.label),
            "splices": packed(step.splices),
        }
        for place, step in enumerate(saving.steps)
    ]
    if rows:
        session.execute(insert(EditStepRow), rows)


def _title(session: Session, document_id: int, text: str) -> None:
    found = conversation_table.get(session, document_id)
    title = title_from(text[:TITLED_BY])
    if title and title != found.title and not found.has_own_title and not found.has_model_title:
        conversation_table.change(session, document_id, title=title)


def _are_in_order(numbers: list[int], position: int, base_position: int) -> bool:
    """Whether no step is missing between those that are there, and none that the text stands on."""
    if not numbers:
        return position == base_position
    first, last = numbers[0], numbers[-1]
    is_whole = numbers == list(range(first, last + 1))
    return is_whole and first - 1 <= min(position, base_position) and max(position, base_position) <= last
