"""A document: text that is written, apart from any conversation; its edits, its notes, its versions. Pure.

Places in a text are counted in code points, as Python counts: an emoji beyond the first plane is one. Who counts in
UTF-16, as Qt does, converts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chatapp.domain.word_count import Counts

TYPING = "Typing"
"""The label of edits that merge into one step by word and pause; every other edit is a step of its own."""


class PlaceGoneError(ValueError):
    """What an edit was to remove does not stand there any more; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Splice:
    """At a place, in the text as it is by then, `removed` goes and `inserted` comes."""

    at: int
    removed: str = ""
    inserted: str = ""

    @property
    def inverse(self) -> "Splice":
        return Splice(self.at, self.inserted, self.removed)

    def applied(self, text: str) -> str:
        """PlaceGoneError where it does not fit the text."""
        if not 0 <= self.at <= len(text) or not text.startswith(self.removed, self.at):
            raise PlaceGoneError(f"not what stands at {self.at}: {self.removed[:40]!r}")
        return text[: self.at] + self.inserted + text[self.at + len(self.removed) :]

    def moved(self, place: int) -> int | None:
        """Where a place in the text before is in the text after; None inside what was removed. What is inserted at the
        place itself pushes it on."""
        if place < self.at:
            return place
        if place >= self.at + len(self.removed):
            return place + len(self.inserted) - len(self.removed)
        return self.at if place == self.at else None


Splices = tuple[Splice, ...]
"""Applied one after the other, each to the text that the one before left."""


def applied(text: str, splices: Iterable[Splice]) -> str:
    """PlaceGoneError where one does not fit."""
    for splice in splices:
        text = splice.applied(text)
    return text


def inverse(splices: Splices) -> Splices:
    """What takes them back."""
    return tuple(splice.inverse for splice in reversed(splices))


def splice_between(before: str, after: str) -> Splices:
    """The one splice that leads from a text to another; none between equal ones."""
    if before == after:
        return ()
    start = _common(before, after)
    rest = min(len(before), len(after)) - start
    end = _common(before[len(before) - rest :][::-1], after[len(after) - rest :][::-1])
    return (Splice(start, before[start : len(before) - end], after[start : len(after) - end]),)


@dataclass(frozen=True, slots=True)
class Notes:
    """What the model is told beside the text: what happened so far, how to write, who is who."""

    memory: str = ""
    style: str = ""
    characters: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """`id` is that of its row in the list, a Conversation of the kind DOCUMENT, which has folder, tags, pin and bin.
    Times are UTC."""

    id: int
    title: str
    created_at: datetime
    updated_at: datetime
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the text that is kept. `label` says what came before it, "" for writing."""

    id: int
    document_id: int
    at: datetime
    label: str
    counts: Counts


def _common(one: str, other: str) -> int:
    """How many characters both begin with: halving, so that long texts are compared at the speed of memory."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
