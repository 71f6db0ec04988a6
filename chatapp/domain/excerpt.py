"""The piece of a text around what was found in it, and where in the piece the words stand. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LENGTH = 160
BEFORE = 40
"""Characters shown before the first match."""
SHORT = 2
"""Characters of a word that is sooner a part of others."""
FAR = 12
"""So far back at most, in characters, a cut looks for the beginning of a word."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`spans` are (start, end) of the matches in `text`, in order and apart from each other."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    is_cut_before: bool = False
    is_cut_after: bool = False


def excerpt(text: str, words: Sequence[str], length: int = LENGTH) -> Excerpt:
    """Around the first match of any word, on one line; the beginning where none is found."""
    pattern = _pattern(text, words)
    first = pattern.search(text) if pattern is not None else None
    start = 0 if first is None else _beginning(text, max(0, first.start() - BEFORE))
    end = max(min(len(text), start + length), min(first.end(), start + 2 * length) if first is not None else 0)
    piece = _on_one_line(text[start:end])
    spans = tuple(found.span() for found in pattern.finditer(piece)) if pattern is not None else ()
    return Excerpt(piece, spans, start > 0, end < len(text))


def _pattern(text: str, words: Sequence[str]) -> re.Pattern[str] | None:
    """Any of the words, the longest first, whatever its case. One or two letters beside longer words count where they
    are a word, if there is such a place: within others they would be marked everywhere."""
    told = sorted({word for word in words if word}, key=len, reverse=True)
    if not told:
        return None
    anywhere = re.compile("|".join(map(re.escape, told)), re.IGNORECASE)
    alone = re.compile("|".join(_alone(word, told[0]) for word in told), re.IGNORECASE)
    return alone if alone.search(text) else anywhere


def _alone(word: str, longest: str) -> str:
    is_short = len(word) <= SHORT < len(longest) and word.isascii()
    return rf"(?<!\w){re.escape(word)}(?!\w)" if is_short else re.escape(word)


def _beginning(text: str, start: int) -> int:
    """Back to the beginning of the word in which a cut would fall, where that is near."""
    for place in range(start, max(0, start - FAR), -1):
        if text[place - 1].isspace():
            return place
    return start if start > FAR else 0


def _on_one_line(piece: str) -> str:
    """The same length, so that places stay where they are."""
    return re.sub(r"\s", " ", piece)
