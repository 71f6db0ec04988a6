"""The text of a document in passages, within a session: only those that differ are written, and only they are indexed
anew."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from chatapp.storage.tables import PassageRow

LENGTH = 2_000
"""Characters at which a passage ends with its paragraph."""
LONGEST = 6_000
NARROW = 1e-6
"""Places nearer to each other than this are numbered anew."""

Passage = tuple[int, float, str]


def text_of(session: Session, document_id: int) -> str:
    return "".join(text for _, _, text in _read(session, document_id))


def put(session: Session, document_id: int, text: str) -> None:
    """Makes the passages those of this text. What was written on, or cut inside a paragraph, is split with its
    neighbours."""
    there = _read(session, document_id)
    before, start = _same_from_start(there, text)
    behind, end = _same_from_end(there[before:], text, start)
    if before == len(there) and start == len(text):
        return
    if before and (len(there[before - 1][2]) < LENGTH or text[start - 1] != "\n"):
        before, start = before - 1, start - len(there[before - 1][2])
    if behind and text[start:end][-1:] not in ("", "\n"):
        behind, end = behind - 1, end + len(there[-behind][2])
    if behind and there[-behind][1] - (there[before - 1][1] if before else 0.0) < NARROW:
        _renumber(session, there)
        there = _read(session, document_id)
    gone = [id_ for id_, _, _ in there[before : len(there) - behind]]
    if gone:
        _remove(session, gone)
    pieces = list(split(text[start:end]))
    low = there[before - 1][1] if before else 0.0
    high = there[-behind][1] if behind else low + len(pieces) + 1
    rows = [
        {"document_id": document_id, "place": low + (high - low) * place / (len(pieces) + 1), "text": piece}
        for place, piece in enumerate(pieces, start=1)
    ]
    if rows:
        session.execute(insert(PassageRow), rows)


def split(text: str) -> Iterator[str]:
    """Whole paragraphs, at least LENGTH of them where there are so many; a paragraph that is too long is cut."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + LENGTH - 1, start + LONGEST) + 1
        if not end and len(text) > start + LONGEST:
            end = text.rfind(" ", start + LENGTH, start + LONGEST) + 1 or start + LONGEST
        end = end or len(text)
        yield text[start:end]
        start = end


def _read(session: Session, document_id: int) -> list[Passage]:
    mine = select(PassageRow.id, PassageRow.place, PassageRow.text).where(PassageRow.document_id == document_id)
    return [(row[0], row[1], row[2]) for row in session.execute(mine.order_by(PassageRow.place, PassageRow.id))]


def _same_from_start(there: Sequence[Passage], text: str) -> tuple[int, int]:
    """How many passages stand as they do at the text's beginning, and where they end."""
    count = end = 0
    for _, _, passage in there:
        if not text.startswith(passage, end):
            break
        count, end = count + 1, end + len(passage)
    return count, end


def _same_from_end(there: Sequence[Passage], text: str, start: int) -> tuple[int, int]:
    """The same from the end, back to `start` at most, and where they begin."""
    count, begin = 0, len(text)
    for _, _, passage in reversed(there):
        if begin - len(passage) < start or not text.startswith(passage, begin - len(passage)):
            break
        count, begin = count + 1, begin - len(passage)
    return count, begin


def _remove(session: Session, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), 500):
        session.execute(delete(PassageRow).where(PassageRow.id.in_(ids[start : start + 500])))


def _renumber(session: Session, there: Sequence[Passage]) -> None:
    rows = [{"id": id_, "place": float(number)} for number, (id_, _, _) in enumerate(there, start=1)]
    session.execute(update(PassageRow), rows)
