"""Summaries within a session: each stands for a path's messages up to one of them, and is written once."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from chatapp.storage.columns import storable
from chatapp.storage.tables import SummaryRow

IDS_AT_ONCE = 500


def of(session: Session, message_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(message_ids), IDS_AT_ONCE):
        mine = SummaryRow.message_id.in_(message_ids[start : start + IDS_AT_ONCE])
        rows = session.execute(select(SummaryRow.message_id, SummaryRow.text).where(mine))
        found.update((row[0], row[1]) for row in rows)
    return found


def keep(session: Session, message_id: int, text: str) -> None:
    """One that is there already stays as it is."""
    row = insert(SummaryRow).values(message_id=message_id, text=storable(text))
    session.execute(row.on_conflict_do_nothing())
