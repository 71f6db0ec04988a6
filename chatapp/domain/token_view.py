"""An answer as the model chose it: each token's place in the text, its surprise, what else there might be. Pure."""

import math
from dataclasses import dataclass

from chatapp.domain.token_report import Report, ReportedToken

LEVEL_BITS = (1.0, 2.0, 4.0, 6.0, 9.0)
"""Surprise from which a token is one level higher: half as likely as not, a quarter, one in 16, in 64, in 512."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A token that might have stood there. `text` is "" for the end of the answer; None for a part of a character,
    which is no text by itself."""

    text: str | None
    probability: float
    is_taken: bool

    @property
    def can_start(self) -> bool:
        """Whether another answer can go on from it."""
        return bool(self.text) and not self.is_taken


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Characters `start` to `end` of the message's text, none for a token that only began a character. `entropy` is in
    bits; `rank` counts from 1, the likeliest."""

    start: int
    end: int
    probability: float
    rank: int
    entropy: float
    choices: tuple[Choice, ...]

    @property
    def surprise(self) -> float:
        """In bits: minus the binary logarithm of the probability."""
        return -math.log2(self.probability) if self.probability > 0 else math.inf

    @property
    def level(self) -> int:
        """0, as expected, to len(LEVEL_BITS)."""
        return sum(self.surprise >= bits for bits in LEVEL_BITS)


def spans(report: Report, text: str) -> tuple[TokenSpan, ...]:
    """`text` is the whole message's, of which the report's tokens are the end: a continued answer begins with words
    that were given. Empty where the report is of a longer text than this."""
    if not report.ends or report.ends[-1] > len(text):
        return ()
    before = len(text) - report.ends[-1]
    starts = (0, *report.ends[:-1])
    return tuple(
        TokenSpan(
            before + start,
            before + end,
            math.exp(min(0.0, token.log_probability)),
            token.rank,
            token.entropy / math.log(2),
            _choices(token, report),
        )
        for token, start, end in zip(report.tokens, starts, report.ends, strict=True)
    )


def start_of_other(text: str, span: TokenSpan, choice: Choice) -> str:
    """The words that an answer begins with which says `choice` in this token's place; ValueError where it can't."""
    if not choice.can_start or choice.text is None:
        raise ValueError("nothing to go on from")
    return text[: span.start] + choice.text


def _choices(token: ReportedToken, report: Report) -> tuple[Choice, ...]:
    """The likeliest first, and the one that was taken last if it is not among them."""
    found = [
        Choice(_readable(report.pieces.get(candidate.id, b"")), candidate.probability, candidate.id == token.id)
        for candidate in token.top
    ]
    if not any(choice.is_taken for choice in found):
        taken = _readable(report.pieces.get(token.id, b""))
        found.append(Choice(taken, math.exp(min(0.0, token.log_probability)), is_taken=True))
    return tuple(found)


def _readable(piece: bytes) -> str | None:
    try:
        return piece.decode()
    except UnicodeDecodeError:
        return None
