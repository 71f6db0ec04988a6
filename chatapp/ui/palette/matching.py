"""Which titles hold what was typed, the best first. Pure: thousands of titles in a few milliseconds.

Letters are compared without case and width; a word may be met anywhere, its letters also with others between. Chinese
needs no borders of words: each sign is one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

Rank = tuple[int, int, int]
SPREAD = 3  # a letter typed stands for so many at most, where others stand between


def folded(text: str) -> str:
    """As titles are compared: full-width letters are letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def best(words: str, titles: Sequence[str], limit: int) -> list[int]:
    """Places of the titles (which are folded already) that match, the best first; as they came where none is typed."""
    asked = folded(words).split()
    if not asked:
        return list(range(min(limit, len(titles))))
    return [place for _, place in nsmallest(limit, _ranked(asked, titles))]


def marks(words: str, title: str) -> list[tuple[int, int]]:
    """Start and length of the parts of a title that were typed, to be shown stronger; where folding changes lengths,
    none."""
    text = folded(title)
    if len(text) != len(title):
        return []
    found = ((text.find(word), len(word)) for word in folded(words).split())
    return sorted((start, length) for start, length in found if start >= 0)


def _ranked(asked: Sequence[str], titles: Iterable[str]) -> Iterator[tuple[Rank, int]]:
    first, rest = asked[0], asked[1:]
    scattered = None if rest else _scattered(first)
    for place, title in enumerate(titles):
        start = title.find(first)
        if start >= 0 and all(word in title for word in rest):
            yield (0 if _begins_word(title, start) else 1, start, len(title)), place
        elif scattered is not None and (found := scattered.search(title)) is not None:
            span = found.end() - found.start()
            if span <= SPREAD * len(first):
                yield (2, span, len(title)), place


def _begins_word(title: str, start: int) -> bool:
    return start == 0 or not title[start - 1].isalnum()


def _scattered(letters: str) -> re.Pattern[str] | None:
    """In this order with others between; one letter alone is either there or not."""
    if len(letters) < 2:
        return None
    signs = [re.escape(letter) for letter in letters]
    return re.compile(signs[0] + "".join(f"[^{sign}]*{sign}" for sign in signs[1:]))
