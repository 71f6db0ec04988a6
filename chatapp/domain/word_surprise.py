"""How surprising each word of a text is to a model, out of what it thought of the tokens. Pure.

It says what this model expected, and nothing about who wrote the text or how well.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chatapp.domain.token_view import LEVEL_BITS, Choice, TokenSpan
from chatapp.domain.word_count import WORD


@dataclass(frozen=True, slots=True)
class SurprisingWord:
    """Characters `start` to `end`. `bits` are those of all its tokens; `choices` are what the model expected where the
    first of them stands, the likeliest first."""

    start: int
    end: int
    bits: float
    choices: tuple[Choice, ...]

    @property
    def level(self) -> int:
        """0, as expected, to len(LEVEL_BITS)."""
        return sum(self.bits >= least for least in LEVEL_BITS)


def words(text: str, tokens: Iterable[TokenSpan]) -> list[SurprisingWord]:
    """Of the part of the text that the tokens cover; a token that reaches into two words counts for the first."""
    known = list(tokens)
    if not known:
        return []
    found: list[SurprisingWord] = []
    place = 0
    for match in WORD.finditer(text, known[0].start, known[-1].end):
        while place < len(known) and known[place].end <= match.start():
            place += 1
        mine = []
        while place < len(known) and known[place].start < match.end():
            mine.append(known[place])
            place += 1
        if mine:
            bits = sum(token.surprise for token in mine)
            found.append(SurprisingWord(match.start(), match.end(), bits, mine[0].choices))
    return found
