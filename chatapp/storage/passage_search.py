"""Documents that hold all the words asked for, in their text or title, wherever in it: within a session."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from chatapp.domain.excerpt import excerpt
from chatapp.domain.found import FoundDocument
from chatapp.storage.tables import PASSAGE_INDEX, ConversationRow, PassageRow

TRIGRAM = 3
Condition = ColumnElement[bool]


def documents(
    session: Session, words: Sequence[str], conditions: Sequence[Condition], limit: int
) -> list[FoundDocument]:
    """The newest first, of those that the conditions on their rows let through."""
    columns = select(ConversationRow.id, ConversationRow.title, ConversationRow.updated_at).where(*conditions)
    order = (ConversationRow.updated_at.desc(), ConversationRow.id.desc())
    rows = session.execute(columns.order_by(*order)).all()
    ids = {row[0] for row in rows}
    if not ids:
        return []
    for word in words:
        titled = {id_ for id_, title, _ in rows if word.casefold() in title.casefold()}
        ids &= titled | _holding(session, word)
    return [
        _found(session, words, FoundDocument(id_, title, updated_at, excerpt("", ())))
        for id_, title, updated_at in [row for row in rows if row[0] in ids][:limit]
    ]


def _holding(session: Session, word: str) -> set[int]:
    return set(session.execute(select(PassageRow.document_id).where(_holds(word)).distinct()).scalars())


def _holds(word: str) -> Condition:
    """The index knows upper and lower case of every script, LIKE of ASCII alone."""
    if len(word) >= TRIGRAM:
        quoted = '"' + word.replace('"', '""') + '"'
        return PassageRow.id.in_(select(PASSAGE_INDEX.c.rowid).where(PASSAGE_INDEX.c.passage_index.match(quoted)))
    spellings = sorted({word, word.lower(), word.upper(), word.title()})
    return or_(*(PassageRow.text.contains(spelling, autoescape=True) for spelling in spellings))


def _found(session: Session, words: Sequence[str], found: FoundDocument) -> FoundDocument:
    """With the first passage that holds one of the words, or else the beginning."""
    mine = select(PassageRow.place, PassageRow.text).where(PassageRow.document_id == found.document_id)
    first = mine.order_by(PassageRow.place).limit(1)
    holding = first.where(or_(*map(_holds, words))) if words else first
    row = session.execute(holding).first()
    if row is None:
        row = session.execute(first).first()
        return found if row is None else replace(found, excerpt=excerpt(row[1], words))
    place, text = row
    piece = excerpt(text, words)
    if not piece.spans:
        return replace(found, excerpt=piece)
    before = select(func.coalesce(func.sum(func.length(PassageRow.text)), 0))
    before = before.where(PassageRow.document_id == found.document_id, PassageRow.place < place)
    at = session.execute(before).scalar_one() + _first(text, words)
    return replace(found, excerpt=piece, at=at)


def _first(text: str, words: Sequence[str]) -> int:
    found = re.search("|".join(map(re.escape, words)), text, re.IGNORECASE)
    return 0 if found is None else found.start()
