import math
from dataclasses import dataclass, field

import pytest

from chatapp.domain.token_report import Candidate, Report, ReportedToken, encode
from chatapp.services.token_views import TokenViews

TOKENS = (
    ReportedToken(1, math.log(0.75), 1, 0.5, (Candidate(1, 0.75),)),
    ReportedToken(2, math.log(0.25), 2, 0.5, (Candidate(3, 0.5), Candidate(2, 0.25))),
)
BLOB = encode(Report(TOKENS, (3, 7), {1: b"The", 2: b" cat", 3: b" dog"}))


@dataclass
class Kept:
    """What a store keeps, and what was asked for."""

    reports: dict[int, bytes]
    asked: list[tuple[int, str]] = field(default_factory=list)

    def token_report(self, message_id: int) -> bytes:
        return self.reports.get(message_id, b"")

    def answer_anew(self, message_id: int, start: str) -> None:
        self.asked.append((message_id, start))


def test_another_choice_starts_another_answer() -> None:
    kept = Kept({5: BLOB})
    views = TokenViews(kept, kept.answer_anew)
    _, cat = views.spans(5, "The cat")
    views.branch(5, "The cat", cat, cat.choices[0])
    assert kept.asked == [(5, "The dog")]


@pytest.mark.parametrize("blob", [b"", b"CTR", BLOB[:-1], BLOB + b"x"])
def test_what_was_not_kept_or_is_damaged_tells_nothing(blob: bytes) -> None:
    kept = Kept({5: blob})
    assert TokenViews(kept, kept.answer_anew).spans(5, "The cat") == ()
