"""What a full-text index of trigrams is asked for a word: within a session, for any of our indexes.

A phrase as such costs a walk through the places of every trigram in it, most of which stand in every other text. So a
long one is asked for by a few, the rarest of each of its parts, near each other; its holder looks closer at what comes.
"""

from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import TableClause, select
from sqlalchemy.orm import Session

TRIGRAM = 3
MANY_TRIGRAMS = 400
LAST = chr(0x10FFFF)
PARTS, PART = 5, 6
"""Parts of a phrase at most, and the characters of each at least."""
TRIED = 12
"""Trigrams of a part that are compared."""
SAMPLE = 50
"""A trigram is the rarer, the farther back from the newest text this many that hold it reach."""


def wanted(session: Session, index: TableClause, word: str) -> str:
    """What is asked for so that everything which holds the word is found, of long words more than that."""
    return _near(session, index, word) if is_long(word) else quoted(word)


def is_long(word: str) -> bool:
    """Whether what is found has to be looked through for the word."""
    return len(word) >= 2 * PART + TRIGRAM - 1


def beginnings(session: Session, terms: TableClause, word: str) -> str | None:
    """The same for a word that is shorter than a trigram, "" where the index holds none that begins with it, None where
    it holds too many. The index has folded them."""
    begin, term = word.lower(), terms.c.term
    query = select(term).where(term >= begin, term < begin + LAST).limit(MANY_TRIGRAMS + 1)
    found = session.execute(query).scalars().all()
    if len(found) > MANY_TRIGRAMS or any("\0" in trigram for trigram in found):
        return None
    return f"({' OR '.join(map(quoted, found))})" if found else ""


def quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def folded(text: str) -> str:
    """Without the difference of upper and lower case."""
    return text.casefold()


def _near(session: Session, index: TableClause, word: str) -> str:
    trigrams = [word[place : place + TRIGRAM] for place in range(len(word) - TRIGRAM + 1)]
    parts = min(PARTS, len(trigrams) // PART)
    bounds = [len(trigrams) * part // parts for part in range(parts + 1)]
    tried = [_some(trigrams[begin:end]) for begin, end in pairwise(bounds)]
    reach = _reach(session, index, list({trigram for some in tried for trigram in some}))
    chosen = dict.fromkeys(min(some, key=reach.__getitem__) for some in tried)
    return f"NEAR({' '.join(map(quoted, chosen))}, {len(word)})"


def _some(trigrams: Sequence[str]) -> Sequence[str]:
    return trigrams[:: -(-len(trigrams) // TRIED)]


def _reach(session: Session, index: TableClause, trigrams: Sequence[str]) -> dict[str, int]:
    """Of each the row to which the newest ones reach back that hold it, 0 where it stands in fewer."""
    name = index.name
    one = f"(SELECT rowid FROM {name} WHERE {name} MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET {SAMPLE})"  # noqa: S608 - our own names
    asked = "SELECT " + ", ".join([one] * len(trigrams))
    rows = session.connection().exec_driver_sql(asked, tuple(map(quoted, trigrams))).one()
    return {trigram: found or 0 for trigram, found in zip(trigrams, rows, strict=True)}
