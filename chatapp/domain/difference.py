"""What differs between two texts, word by word; in Chinese and Japanese, character by character. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import Enum, auto
from itertools import accumulate

from chatapp.domain.document import splice_between

WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]|\w+|\s+|[^\w\s]")
MARK, WORDLY = re.compile(r"[^\w\s]"), re.compile(r"\w")
SHORT, LONGEST = 1_000, 4_000
"""Words of either text up to which they are matched one by one: at once, and where lines can't be told apart. The time
grows with their product."""
LETTERS = 20
"""Of a word with what is around it, more than there are."""
MOST_EFFORT = 20_000_000
"""Pairs of equal words that are looked at, some of them again and again: a few seconds' work."""


class Change(Enum):
    SAME = auto()
    REMOVED = auto()
    ADDED = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """In reading order, what was removed before what was added in its place. All pieces but those added, joined, are
    `before`; all but those removed are `after`. Where very long stretches differ, whole lines are matched first, and
    then the words of those that take each other's place, as long as the effort is bearable; the rest of them go and
    come whole."""
    start, end = _borders(before, after)
    middle = before[start : len(before) - end], after[start : len(after) - end]
    pieces = (Piece(Change.SAME, before[:start]), *_between(*middle), Piece(Change.SAME, before[len(before) - end :]))
    return _joined(pieces)


def _borders(before: str, after: str) -> tuple[int, int]:
    """How many characters are the same at the beginning and at the end, to where a word ends for certain."""
    splices = splice_between(before, after)
    if not splices:
        return len(before), 0
    (splice,) = splices
    start, end = splice.at, len(before) - splice.at - len(splice.removed)
    while start and not all(_is_border(text, start) for text in (before, after)):
        start -= 1
    while end and not all(_is_border(text, len(text) - end) for text in (before, after)):
        end -= 1
    return start, end


def _is_border(text: str, place: int) -> bool:
    """Whether no word reaches over it, wherever the words before begin."""
    if not 0 < place < len(text):
        return True
    one, other = text[place - 1], text[place]
    return one.isspace() != other.isspace() or not (one.isspace() or WORDLY.match(one)) or MARK.match(other) is not None


def _between(before: str, after: str) -> Iterator[Piece]:
    effort = _Effort(MOST_EFFORT)
    if max(len(before), len(after)) <= SHORT * LETTERS:
        ours, theirs = _words(before), _words(after)
        if max(len(ours), len(theirs)) <= SHORT:
            yield from _matched(ours, theirs, effort)
            return
    old, new = _paragraphs(before), _paragraphs(after)
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > LONGEST)
    for kind, low, high, from_, to in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(old[low:high]))
            continue
        for gone, come in _pairs(old[low:high], new[from_:to]):
            ours, theirs = _few_words(gone), _few_words(come)
            if ours and theirs:
                yield from _matched(ours, theirs, effort)
            else:
                yield Piece(Change.REMOVED, gone)
                yield Piece(Change.ADDED, come)


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Lines that take each other's place; all together where there are not as many."""
    if len(old) != len(new):
        old, new = ["".join(old)], ["".join(new)]
    yield from zip(old, new, strict=True)


def _few_words(text: str) -> list[str]:
    """Nothing where there are more than can be matched."""
    found = _words(text) if len(text) <= LONGEST * LETTERS else []
    return found if len(found) <= LONGEST else []


def _paragraphs(text: str) -> list[str]:
    """Lines, each with what is blank behind it: between blank ones, which are all the same, no match would be long."""
    found: list[list[str]] = []
    for line in text.splitlines(keepends=True):
        if found and line.isspace():
            found[-1].append(line)
        else:
            found.append([line])
    return ["".join(lines) for lines in found]


def _matched(ours: list[str], theirs: list[str], effort: "_Effort") -> Iterator[Piece]:
    """Spaces are where words are: looked for, they would be found everywhere."""
    start = _common(ours, theirs)
    end = _common(ours[start:][::-1], theirs[start:][::-1])
    yield _piece(Change.SAME, ours[:start])
    old, new = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    for kind, low, high, from_, to in _Matcher(old, new, effort).get_opcodes():
        if kind == "equal":
            yield _piece(Change.SAME, old[low:high])
        else:
            yield _piece(Change.REMOVED, old[low:high])
            yield _piece(Change.ADDED, new[from_:to])
    yield _piece(Change.SAME, ours[len(ours) - end :])


@dataclass(slots=True)
class _Effort:
    """How many pairs of equal words may be looked at yet."""

    left: int


class _Matcher(SequenceMatcher[str]):
    """Finds no more matches once the effort is spent."""

    def __init__(self, ours: list[str], theirs: list[str], effort: _Effort) -> None:
        super().__init__(str.isspace, ours, theirs, autojunk=False)
        self._effort = effort
        often = Counter(word for word in theirs if not word.isspace())
        self._pairs = [0, *accumulate(often[word] for word in ours)]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self._effort.left -= self._pairs[-1 if ahi is None else ahi] - self._pairs[alo]
        return Match(alo, blo, 0) if self._effort.left < 0 else super().find_longest_match(alo, ahi, blo, bhi)


def _piece(change: Change, words: list[str]) -> Piece:
    return Piece(change, "".join(words))


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Without empty ones; what is the same in several goes together."""
    whole: list[Piece] = []
    for piece in pieces:
        if piece.text and whole and whole[-1].change is piece.change is Change.SAME:
            whole[-1] = Piece(Change.SAME, whole[-1].text + piece.text)
        elif piece.text:
            whole.append(piece)
    return tuple(whole)


def _common(ours: list[str], theirs: list[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(ours), len(theirs)))


def _words(text: str) -> list[str]:
    return WORD.findall(text)
