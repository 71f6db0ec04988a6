"""Guesses at the tokens to come: what followed the last few tokens when they stood in the text before.

Prompt lookup (Saxena 2023) as a source of drafts. Knows token ids only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LENGTHS = (3, 2)
"""Of n-grams that are looked up, the longer first."""
PLACES = 8
"""How many of the latest places of an n-gram are compared."""
LONGEST = 16
"""So many equal tokens before a place are told apart from fewer."""


@dataclass(frozen=True, slots=True)
class Match:
    """`place` is that of the token after an earlier occurrence, `length` how many tokens before it are the same."""

    place: int
    length: int


class Lookup:
    """The text so far with an index of its n-grams, each chained to where it stood before."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens: list[int] = []
        self._latest: dict[tuple[int, ...], int] = {}
        self._earlier: dict[int, list[int]] = {length: [] for length in LENGTHS}
        for token in tokens:
            self.append(token)

    def append(self, token: int) -> None:
        place = len(self._tokens)
        for length in LENGTHS:
            gram = tuple(self._tokens[-length:])
            self._earlier[length].append(self._latest.get(gram, 0))
            if len(gram) == length:
                self._latest[gram] = place
        self._tokens.append(token)

    def find(self) -> Match | None:
        """Of the latest places of the longest n-gram found, the one before which most is the same."""
        for length in LENGTHS:
            place = self._latest.get(tuple(self._tokens[-length:]), 0)
            if place:
                return self._best(place, length)
        return None

    def guesses(self, match: Match, count: int) -> tuple[int, ...]:
        """The next `count` tokens if the text goes on as it did at the match; what follows beyond its end repeats."""
        period = len(self._tokens) - match.place
        return tuple(self._tokens[match.place + step % period] for step in range(count))

    def _best(self, place: int, length: int) -> Match:
        best, earlier = Match(0, 0), self._earlier[length]
        for _ in range(PLACES):
            if not place:
                break
            common = self._common(place, length)
            if common > best.length:
                best = Match(place, common)
            place = earlier[place]
        return best

    def _common(self, place: int, known: int) -> int:
        tokens, end = self._tokens, len(self._tokens)
        longest = min(LONGEST, place)
        length = known
        while length < longest and tokens[place - 1 - length] == tokens[end - 1 - length]:
            length += 1
        return length
