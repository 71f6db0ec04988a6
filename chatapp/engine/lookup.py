"""Guesses at the tokens to come: what followed the last few tokens when they stood in the text before.

Prompt lookup (Saxena 2023) as a source of drafts, and the way back to what was copied, where a word of it was changed.
Knows token ids only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chatapp.engine.course import Course

LENGTHS = (3, 2)
"""Of n-grams that are looked up, the longer first."""
PLACES = 8
"""How many of the latest places of an n-gram are compared."""
LONGEST = 16
"""So many equal tokens before a place are told apart from fewer."""
COPIED = 3
"""So many equal tokens show what is being copied, whatever fewer of them say after a change."""


@dataclass(frozen=True, slots=True)
class Match:
    """`place` is that of the token after an earlier occurrence, `length` how many tokens before it are the same; 1 and
    0 where a copy goes on after a change."""

    place: int
    length: int


class Lookup:
    """The text so far with an index of its n-grams, each chained to where it stood before."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens: list[int] = []
        self._latest: dict[tuple[int, ...], int] = {}
        self._earlier: dict[int, list[int]] = {length: [] for length in LENGTHS}
        self._course = Course(self._tokens)
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
        self._course.advance()

    def find(self) -> Match | None:
        """Of the latest places of the longest n-gram found, the one before which most is the same, and of equals the
        one that was copied from last; where there is no n-gram, the place at which that copy seems to go on."""
        known = self._course.next
        for length in LENGTHS:
            place = self._latest.get(tuple(self._tokens[-length:]), 0)
            if place:
                best = self._best(place, length, known[0] if known else 0)
                if best.length >= COPIED or known is None:
                    self._course.begin(best.place)
                return best
        if known is None or known[0] >= len(self._tokens):
            return None
        return Match(*known)

    def guesses(self, match: Match, count: int) -> tuple[int, ...]:
        """The next `count` tokens if the text goes on as it did at the match; what follows beyond its end repeats."""
        period = len(self._tokens) - match.place
        return tuple(self._tokens[match.place + step % period] for step in range(count))

    def _best(self, place: int, length: int, preferred: int) -> Match:
        best, earlier = Match(0, 0), self._earlier[length]
        for _ in range(PLACES):
            if not place:
                break
            common = self._common(place, length)
            if common > best.length or (common == best.length and place == preferred):
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
