"""Versions of documents within a session: each a delta to the one before, now and then a whole text."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from chatapp.domain.document import PlaceGoneError, Version, applied
from chatapp.domain.edit_log import LastVersion, NewVersion, checksum_of
from chatapp.domain.word_count import Counts
from chatapp.storage.columns import storable
from chatapp.storage.problems import DamagedValueError
from chatapp.storage.splices import packed, unpack_text, unpacked
from chatapp.storage.tables import DocumentVersionRow

Table = DocumentVersionRow


def add(session: Session, document_id: int, made: NewVersion, checksum: int, now: datetime) -> int:
    row = {
        "document_id": document_id,
        "at": now,
        "label": storable(made.label),
        "words": made.counts.words,
        "characters": made.counts.characters,
        "letters": made.counts.letters,
        "checksum": checksum,
        "delta": packed(made.delta),
    }
    return session.execute(insert(Table).values(row).returning(Table.id)).scalar_one()


def keep_whole(session: Session, version_id: int, raw: bytes) -> None:
    session.execute(update(Table).where(Table.id == version_id).values(whole=raw))


def listed(session: Session, document_id: int) -> list[Version]:
    """The newest first."""
    mine = Table.document_id == document_id
    return [_value(*row) for row in session.execute(_selected().where(mine).order_by(Table.id.desc()))]


def get(session: Session, version_id: int) -> Version:
    """KeyError for an unknown id."""
    row = session.execute(_selected().where(Table.id == version_id)).first()
    if row is None:
        raise KeyError(version_id)
    return _value(*row)


def last(session: Session, document_id: int) -> LastVersion | None:
    mine = Table.document_id == document_id
    newest = select(Table.id, Table.checksum).where(mine).order_by(Table.id.desc()).limit(1)
    found = session.execute(newest).first()
    if found is None:
        return None
    whole = select(func.coalesce(func.max(Table.id), 0)).where(mine, Table.whole.is_not(None)).scalar_subquery()
    since = select(func.count(), func.coalesce(func.sum(func.length(Table.delta)), 0)).where(mine, Table.id > whole)
    count, weight = session.execute(since).one()
    return LastVersion(found[0], found[1], count, weight)


def text_of(session: Session, version_id: int) -> str:
    """DamagedValueError where it is not what it was."""
    document_id = get(session, version_id).document_id
    mine = (Table.document_id == document_id, Table.id <= version_id)
    wholes = select(Table.id, Table.whole).where(*mine, Table.whole.is_not(None))
    found = session.execute(wholes.order_by(Table.id.desc()).limit(1)).first()
    text = unpack_text(found[1] or b"") if found is not None else ""
    deltas = select(Table.delta).where(*mine, Table.id > (found[0] if found is not None else 0)).order_by(Table.id)
    try:
        for (delta,) in session.execute(deltas):
            text = applied(text, unpacked(delta))
    except PlaceGoneError as error:
        raise DamagedValueError(f"version {version_id}: {error}") from error
    wanted = session.execute(select(Table.checksum).where(Table.id == version_id)).scalar_one()
    if checksum_of(text) != wanted:
        raise DamagedValueError(f"version {version_id} is another text than it was")
    return text


def _selected() -> Select[*tuple[Any, ...]]:
    return select(Table.id, Table.document_id, Table.at, Table.label, Table.words, Table.characters, Table.letters)


def _value(*row: Any) -> Version:
    id_, document_id, at, label, words, characters, letters = row
    return Version(id_, document_id, at, label, Counts(words, characters, letters))
