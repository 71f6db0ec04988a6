"""What a text copies: the place that it has come to in an earlier one, found again after a change of a few tokens."""

from collections.abc import Sequence

REACH = 6
"""So many tokens from where it was left on a course is looked for: a text leaves a few words out, and not a page."""
ASTRAY = 8
"""After so many tokens that are not on it a course is given up."""


class Course:
    """Follows a list of tokens that others append to; `begin` says where, `advance` after each token."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens = tokens
        self._place = 0
        self._strayed = 0
        self._replaced = 0

    def begin(self, place: int) -> None:
        """The next token is expected to be that at this place."""
        self._place, self._strayed = place, 0

    def advance(self) -> None:
        """A token was appended."""
        if not self._place:
            return
        token = self._tokens[-1]
        reach = self._tokens[self._place : min(self._place + REACH, len(self._tokens) - 1)]
        if token in reach:
            skipped = reach.index(token)
            if self._strayed == 1 and skipped <= 1:
                self._replaced = skipped
            self._place, self._strayed = self._place + skipped + 1, 0
            return
        self._strayed += 1
        if self._strayed > ASTRAY:
            self._place = 0

    @property
    def next(self) -> tuple[int, int] | None:
        """The place to go on from, and how many tokens say so: none right after a change, which is taken for an
        insertion, or for a replacement where the last one was."""
        if not self._place or self._strayed > 1:
            return None
        return (self._place, 1) if self._strayed == 0 else (self._place + self._replaced, 0)
