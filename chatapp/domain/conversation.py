"""A conversation: a title and a pointer to the newest message of the branch that is shown."""

from dataclasses import dataclass
from datetime import date, datetime

TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Conversation:
    """`head_id` is None while nothing was written; `deleted_at` is set while it lies in the bin. Times are UTC."""

    id: int
    title: str
    has_own_title: bool
    head_id: int | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


def title_from(text: str) -> str:
    """A title out of the first line of what the person wrote, cut at a word, or "" where there is nothing to take."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = " ".join(line.lstrip("#>*- ").split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line[:TITLE_LENGTH]
    at_word = cut.rfind(" ")
    return (cut[:at_word] if at_word > TITLE_LENGTH // 2 else cut).rstrip(" ,;:.") + "…"


def days_ago(moment: datetime, today: date) -> int:
    """Whole days between a moment, in its own local time, and today; never negative, whatever the clock did."""
    return max(0, (today - moment.astimezone().date()).days)
