"""What the reader looks at: a row and how far into it the view begins, or the end. GUI thread; a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """`message_id` names the row across changes of the path; `row` is its place where the message is gone."""

    row: int = 0
    offset: int = 0
    message_id: int | None = None
    follows_end: bool = True
