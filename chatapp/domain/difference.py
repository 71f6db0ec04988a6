"""What differs between two texts, word by word; in Chinese and Japanese, character by character. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto

WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]|\w+|\s+|[^\w\s]")
SHORT, LONGEST = 1_000, 4_000
"""Words of either text up to which they are matched one by one: at once, and where lines can't be told apart. The time
grows with their product."""


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
    then the words of those that take each other's place."""
    ours, theirs = _words(before), _words(after)
    start = _common(ours, theirs)
    end = _common(ours[start:][::-1], theirs[start:][::-1])
    tail = ours[len(ours) - end :]
    pieces = [_piece(Change.SAME, ours[:start])]
    pieces += _between(ours[start : len(ours) - end], theirs[start : len(theirs) - end])
    return _joined([*pieces, _piece(Change.SAME, tail)])


def _between(ours: list[str], theirs: list[str]) -> Iterator[Piece]:
    if max(len(ours), len(theirs)) <= SHORT:
        yield from _matched(ours, theirs)
        return
    old, new = ("".join(words).splitlines(keepends=True) for words in (ours, theirs))
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > LONGEST)
    for kind, low, high, from_, to in matcher.get_opcodes():
        if kind == "equal":
            yield _piece(Change.SAME, old[low:high])
            continue
        for gone, come in _pairs(old[low:high], new[from_:to]):
            if gone and come and max(len(gone), len(come)) <= LONGEST:
                yield from _matched(gone, come)
            else:
                yield _piece(Change.REMOVED, gone)
                yield _piece(Change.ADDED, come)


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Words of lines that take each other's place, each with what is blank behind it; all together where there are not
    as many."""
    ours, theirs = _paragraphs(old), _paragraphs(new)
    if len(ours) != len(theirs):
        ours, theirs = ["".join(old)], ["".join(new)]
    yield from ((_words(one), _words(other)) for one, other in zip(ours, theirs, strict=True))


def _paragraphs(lines: list[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if found and not line.strip():
            found[-1] += line
        else:
            found.append(line)
    return found


def _matched(ours: list[str], theirs: list[str]) -> Iterator[Piece]:
    """Spaces are where words are: looked for, they would be found everywhere."""
    for kind, low, high, from_, to in SequenceMatcher(str.isspace, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield _piece(Change.SAME, ours[low:high])
        else:
            yield _piece(Change.REMOVED, ours[low:high])
            yield _piece(Change.ADDED, theirs[from_:to])


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
