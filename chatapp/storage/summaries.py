"""Summaries within a session: each stands for a path's turns up to one message."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from chatapp.domain.prompt import KeptSummary
from chatapp.storage.columns import storable
from chatapp.storage.tables import SummaryRow

IDS_AT_ONCE = 500


def of(session: Session, message_ids: Sequence[int]) -> dict[int, KeptSummary]:
    found: dict[int, KeptSummary] = {}
    for start in range(0, len(message_ids), IDS_AT_ONCE):
        mine = SummaryRow.message_id.in_(message_ids[start : start + IDS_AT_ONCE])
        rows = session.execute(select(SummaryRow.message_id, SummaryRow.digest, SummaryRow.text).where(mine))
        found.update((row[0], KeptSummary(row[1], row[2])) for row in rows)
    return found


def keep(session: Session, message_id: int, summary: KeptSummary) -> None:
    """One of the same turns stays as it is, one of others is replaced."""
    columns = {"digest": summary.digest, "text": storable(summary.text)}
    row = insert(SummaryRow).values(message_id=message_id, **columns)
    others = SummaryRow.digest != summary.digest
    session.execute(row.on_conflict_do_update(index_elements=[SummaryRow.message_id], set_=columns, where=others))
