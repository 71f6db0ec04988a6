"""What differs between two texts, word by word; in Chinese and Japanese, character by character. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto

WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]|\w+|\s+|[^\w\s]")
LONGEST = 4_000
"""Words of either text up to which they are matched one by one: the time grows with their product."""


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
    `before`; all but those removed are `after`. Of very long texts whole lines are matched."""
    ours, theirs = _words(before), _words(after)
    if max(len(ours), len(theirs)) > LONGEST:
        ours, theirs = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for kind, low, high, from_, to in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.SAME, "".join(ours[low:high])))
            continue
        if low < high:
            pieces.append(Piece(Change.REMOVED, "".join(ours[low:high])))
        if from_ < to:
            pieces.append(Piece(Change.ADDED, "".join(theirs[from_:to])))
    return tuple(pieces)


def _words(text: str) -> list[str]:
    return WORD.findall(text)
