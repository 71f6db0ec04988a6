"""Places in a text in code points, as Python counts, and in UTF-16, as Qt does: characters beyond the first plane are
two there. Pure; quick where there are few of those.
"""

import re
from bisect import bisect_left

from chatapp.domain.document import Splice

ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Places:
    """Of one text; told of each splice that is applied to it."""

    def __init__(self, text: str = "") -> None:
        self._astral = _places(text)

    def to_units(self, place: int) -> int:
        """In UTF-16."""
        return place + (bisect_left(self._astral, place) if self._astral else 0)

    def to_place(self, units: int) -> int:
        """In code points; the middle of a pair is its beginning."""
        if not self._astral:
            return units
        count = bisect_left(range(len(self._astral)), units, key=lambda order: self._astral[order] + order)
        is_middle = count > 0 and self._astral[count - 1] + count == units
        return units - count if not is_middle else self._astral[count - 1]

    def apply(self, splice: Splice) -> None:
        added = _places(splice.inserted, splice.at)
        if not self._astral and not added:
            return
        end = splice.at + len(splice.removed)
        first, last = bisect_left(self._astral, splice.at), bisect_left(self._astral, end)
        shift = len(splice.inserted) - len(splice.removed)
        rest = self._astral[last:]
        self._astral[first:] = added + ([place + shift for place in rest] if shift else rest)


def units_of(text: str) -> int:
    """Its length in UTF-16."""
    return len(text) if text.isascii() else len(text) + len(ASTRAL.findall(text))


def _places(text: str, offset: int = 0) -> list[int]:
    return [] if text.isascii() else [offset + found.start() for found in ASTRAL.finditer(text)]
