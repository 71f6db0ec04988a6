"""What was done to a text, step by step, as it is kept: each step is undone and done again as one. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from chatapp.domain.document import Splice, Splices, applied, inverse
from chatapp.domain.word_count import Counts

LONGEST_TYPED = 40
"""Characters of a step of typing, where nothing else ends it before."""
LONGEST_KEY = 12
"""What comes at once and is longer was pasted: a step of its own."""
SENTENCE_ENDS = frozenset("。！？，、；：")
WORD_BEGIN = re.compile(r"\s\S")


@dataclass(frozen=True, slots=True)
class EditStep:
    label: str
    at: datetime
    splices: Splices


@dataclass(frozen=True, slots=True)
class Stored:
    """A text as it is kept: `base` is what it was when `base_position` steps were done; `steps` are those that can be
    undone or done again, of which the first has the number `first`; `position` is the number of the last one done. Not
    `is_sound` where damage has changed the base."""

    base: str
    base_position: int = 0
    first: int = 1
    steps: tuple[EditStep, ...] = ()
    position: int = 0
    is_sound: bool = True


@dataclass(frozen=True, slots=True)
class NewVersion:
    """`delta` leads from the version before, or from an empty text, to this one."""

    label: str
    counts: Counts
    delta: Splices


@dataclass(frozen=True, slots=True)
class LastVersion:
    """The newest version, and how many versions and bytes of deltas stand since one that is kept as a whole."""

    id: int
    checksum: int
    count: int
    weight: int


@dataclass(frozen=True, slots=True)
class Saving:
    """What is to be written: in place of the steps from the number `since` on these; the last one done; the text, where
    it is to become the base, with its checksum; a version, where there is to be one, for which there is a base. Steps
    before `first` go."""

    since: int
    steps: tuple[EditStep, ...]
    position: int
    first: int
    base: str | None = None
    checksum: int = 0
    version: NewVersion | None = None


def checksum_of(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def text_now(stored: Stored, position: int | None = None) -> str:
    """The text when so many steps are done, as they are now for None. PlaceGoneError where they do not fit it."""
    text, first = stored.base, stored.first
    here, there = stored.base_position, stored.position if position is None else position
    for step in stored.steps[max(0, here + 1 - first) : max(0, there + 1 - first)]:
        text = applied(text, step.splices)
    for step in reversed(stored.steps[max(0, there + 1 - first) : max(0, here + 1 - first)]):
        text = applied(text, inverse(step.splices))
    return text


def extended(splices: Splices, key: Splice) -> Splices | None:
    """A step of typing with one more key in it; None where the key begins another: a word, a pasted text, another place
    or direction."""
    if len(splices) != 1 or max(len(key.inserted), len(key.removed)) > LONGEST_KEY:
        return None
    (typed,) = splices
    if key.inserted and not key.removed and not typed.removed:
        return _typed_on(typed, key)
    if key.removed and not key.inserted and not typed.inserted:
        return _deleted_on(typed, key)
    return None


def _typed_on(typed: Splice, key: Splice) -> Splices | None:
    whole = typed.inserted + key.inserted
    is_apart = key.at != typed.at + len(typed.inserted) or len(whole) > LONGEST_TYPED
    if is_apart or typed.inserted[-1:] in SENTENCE_ENDS or WORD_BEGIN.match(typed.inserted[-1:] + key.inserted[:1]):
        return None
    return (Splice(typed.at, "", whole),)


def _deleted_on(typed: Splice, key: Splice) -> Splices | None:
    if len(typed.removed) + len(key.removed) > LONGEST_TYPED:
        return None
    if key.at + len(key.removed) == typed.at:
        return (Splice(key.at, key.removed + typed.removed),)
    return (Splice(typed.at, typed.removed + key.removed),) if key.at == typed.at else None


def joined(splices: Splices, more: Splices) -> Splices:
    """One after the other; what is inserted where the last insertion ended becomes part of it."""
    whole = list(splices)
    for splice in more:
        last = whole[-1] if whole else None
        if last is not None and not splice.removed and splice.at == last.at + len(last.inserted):
            whole[-1] = Splice(last.at, last.removed, last.inserted + splice.inserted)
        else:
            whole.append(splice)
    return tuple(whole)
