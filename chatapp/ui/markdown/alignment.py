"""Where the characters of a Markdown source stand in the document that was written from it. Pure: two texts in.

What is shown is the source less its marks, in the same order, with a few things added (numbers, boxes); so words are
looked for one after another, each a little beyond the last.
"""

import re
from bisect import bisect_right

WORD = re.compile(r"[^\W_\u2e80-\U0010ffff]+|\S")
"""A run of letters and digits; or one character, of Chinese as of punctuation."""
NEAR, FAR = 24, 400
"""How far beyond the last a word may stand: one of a single character, which is soon met by chance; a longer one."""


class Alignment:
    """Pieces that stand in both texts: (place in the source, place in what is shown, length), in order."""

    def __init__(self, source: str, shown: str) -> None:
        self._pieces = _pieces(source, shown)
        self._starts = [piece[0] for piece in self._pieces]

    def shown_range(self, start: int, end: int) -> tuple[int, int] | None:
        """What is seen of source[start:end], from its first to its last character that is shown; None for nothing."""
        first = last = None
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self._pieces)):
            source, shown, length = self._pieces[at]
            if source >= end:
                break
            low, high = max(start, source), min(end, source + length)
            if low < high:
                first = shown + low - source if first is None else first
                last = shown + high - source
        return None if first is None or last is None else (first, last)

    def source_place(self, shown_place: int) -> int | None:
        """The source's character that is shown there; None for one that was added."""
        at = bisect_right([piece[1] for piece in self._pieces], shown_place) - 1
        if at < 0:
            return None
        source, shown, length = self._pieces[at]
        return source + shown_place - shown if shown_place < shown + length else None


def _pieces(source: str, shown: str) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    place = 0
    for word in WORD.finditer(shown):
        text = word.group()
        at = source.find(text, place, place + len(text) + (NEAR if len(text) == 1 else FAR))
        if at < 0:
            continue
        place = at + len(text)
        if found and _touch(found[-1], at, word.start(), source):
            before = found.pop()
            found.append((before[0], before[1], place - before[0]))
        else:
            found.append((at, word.start(), len(text)))
    return found


def _touch(before: tuple[int, int, int], source_at: int, shown_at: int, source: str) -> bool:
    """Whether nothing but the same spaces stands between the last piece and the next, so that both are one."""
    gap = source_at - before[0] - before[2]
    return gap == shown_at - before[1] - before[2] and not source[source_at - gap : source_at].strip()
