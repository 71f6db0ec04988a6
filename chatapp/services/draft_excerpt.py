"""What of a long document is read for a question: its beginning, and the passages that share words with the question,
weighed as BM25 does (Robertson and Zaragoza, 2009). Pure, and quick for a megabyte.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from math import ceil, log

from chatapp.services.draft_portions import pieces

GAP = "[…]\n\n"
HEAD_SHARE, PASSAGE_SHARE = 5, 8
"""Of what fits, the beginning may take a fifth, and no passage more than an eighth."""
LEAST = 200
"""Characters below which a paragraph, such as a heading, goes together with the next."""
TERMS, OFTEN = 40, 2
"""So many terms are looked for, each until it was met so often for each passage: then it tells nothing."""
SATURATION, LENGTH_WEIGHT = 1.2, 0.75
STEM_SHARE, STEM_LEAST = 0.75, 4
BORDER = re.compile(r"\n\s*\n")
WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]+|[^\W_]+")
SIGN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`kept` passages of `total`."""

    text: str
    kept: int
    total: int

    @property
    def is_whole(self) -> bool:
        return self.kept == self.total


def excerpt(text: str, question: str, longest: int) -> Excerpt:
    """About so many characters at the most, in the order of the document; marks stand where something is left out."""
    if len(text) <= longest:
        return Excerpt(text, 1, 1)
    found = list(_passages(text, max(longest // PASSAGE_SHARE, 1)))
    scores = _scores(text, found, _terms(question))
    ranked = sorted(scores, key=lambda place: (-scores[place], place))
    kept, whole = set[int](), range(len(found))
    head = _take(kept, whole, found, longest // HEAD_SHARE)
    told = _take(kept, ranked, found, longest - head)
    _take(kept, whole, found, longest - head - told)
    return Excerpt("".join(_joined(found, kept)).rstrip(), len(kept), len(found))


def _take(kept: set[int], places: Iterable[int], found: list[str], room: int) -> int:
    """As many as there is room for; the room that they took."""
    taken = 0
    for place in places:
        size = len(found[place]) + len(GAP)
        if place not in kept and taken + size <= room:
            kept.add(place)
            taken += size
    return taken


def _joined(found: list[str], kept: set[int]) -> Iterator[str]:
    for place, passage in enumerate(found):
        if place in kept:
            yield passage
        elif place == 0 or place - 1 in kept:
            yield GAP


def _passages(text: str, longest: int) -> Iterator[str]:
    """They are the text; short paragraphs go with the next one, long ones in pieces."""
    begin = 0
    for border in BORDER.finditer(text):
        if border.end() - begin >= LEAST:
            yield from pieces(text[begin : border.end()], longest)
            begin = border.end()
    if begin < len(text):
        yield from pieces(text[begin:], longest)


def _terms(question: str) -> list[str]:
    """Beginnings of its words, so that endings do not matter; of signs, pairs."""
    found: dict[str, None] = {}
    for match in WORD.finditer(question.lower()):
        word = match.group()
        if SIGN.match(word):
            found.update(dict.fromkeys([word] if len(word) == 1 else map("".join, pairwise(word))))
        else:
            found[word[: max(ceil(len(word) * STEM_SHARE), STEM_LEAST)]] = None
    return list(found)[:TERMS]


def _scores(text: str, found: list[str], terms: list[str]) -> dict[int, float]:
    """Of the passages that have one of the terms; a term that most have tells nothing."""
    ends = list(accumulate(map(len, found)))
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    mean, scores = len(text) / len(found), dict[int, float]()
    for term in terms:
        met = list(islice(_places(lower, term), OFTEN * len(found) + 1))
        counts = Counter(bisect_right(ends, place) for place in met)
        if not counts or len(counts) > len(found) / 2 or len(met) > OFTEN * len(found):
            continue
        rarity = log(1 + (len(found) - len(counts) + 0.5) / (len(counts) + 0.5))
        for place, count in counts.items():
            weight = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(found[place]) / mean)
            score = rarity * count * (SATURATION + 1) / (count + weight)
            scores[place] = scores.get(place, 0.0) + score
    return scores


def _places(lower: str, term: str) -> Iterator[int]:
    """Where it begins a word; a sign is one anywhere."""
    is_sign = SIGN.match(term) is not None
    place = lower.find(term)
    while place >= 0:
        if is_sign or place == 0 or not lower[place - 1].isalnum():
            yield place
        place = lower.find(term, place + len(term))
