"""An open document in memory: its text, the steps that can be undone, and what of it is not on the disk yet.

Knows neither the database nor the clock on the wall.
"""

from dataclasses import dataclass, field
from datetime import datetime

from chatapp.domain.document import TYPING, PlaceGoneError, Splices, inverse
from chatapp.domain.edit_log import EditStep, NewVersion, Saving, Stored, checksum_of, extended, joined, text_now
from chatapp.domain.word_count import Counts, counts_of, recounted

STEPS_KEPT = 1000
NOTHING = Counts()


@dataclass(slots=True)
class Manuscript:
    """Steps are numbered from 1 on, `position` is the last one done. `delta` leads here from the last version."""

    text: str
    first: int = 1
    steps: list[EditStep] = field(default_factory=list)
    position: int = 0
    base_position: int = 0
    delta: Splices = ()
    label: str = ""  # what a version that is made now comes after
    counts: Counts = NOTHING
    is_open: bool = False  # whether the last step may still grow
    since: int | None = None  # the first step that the disk does not have
    is_moved: bool = False  # whether the disk has another position

    @property
    def is_unsaved(self) -> bool:
        return self.since is not None or self.is_moved

    @property
    def undo_label(self) -> str | None:
        return self._step(self.position).label if self.position >= self.first else None

    @property
    def redo_label(self) -> str | None:
        return self._step(self.position + 1).label if self.position < self._last else None

    def edit(self, splices: Splices, label: str, now: datetime, *, joins: bool) -> None:
        """PlaceGoneError leaves all as it was. `joins`: what follows the last step of the same label is part of it."""
        self._apply(splices)
        if not splices:
            return
        last = self._step(self.position) if self.is_open and self.position >= self.first else None
        grown = _grown(last, splices, label, joins=joins) if last is not None else None
        if last is not None and grown is not None:
            self.steps[-1] = EditStep(label, last.at, grown)
        else:
            del self.steps[self.position + 1 - self.first :]
            self.position += 1
            self.steps.append(EditStep(label, now, splices))
        self.is_open = True
        self.label = "" if label == TYPING else label
        self._changed(self.position)

    def pause(self) -> None:
        """What is typed from now on is another step."""
        self.is_open = False

    def undo(self) -> Splices:
        """What was applied to the text; nothing where nothing can be undone."""
        if self.position < self.first:
            return ()
        return self._moved(inverse(self._step(self.position).splices), self.position - 1)

    def redo(self) -> Splices:
        if self.position >= self._last:
            return ()
        return self._moved(self._step(self.position + 1).splices, self.position + 1)

    def saving(self, *, is_version: bool) -> Saving:
        """What is to be written now. The base is renewed with each version, and where it stands on steps that are no
        more."""
        since = self._last + 1 if self.since is None else self.since
        is_lost = self.base_position > self._last or since <= self.base_position
        base = self.text if is_version or is_lost else None
        if base is not None:
            self.is_open = False
            self._prune()
        version = NewVersion(self.label, self.counts, self.delta) if is_version else None
        steps = tuple(self.steps[max(since, self.first) - self.first :])
        known = 0 if base is None else checksum_of(base)
        return Saving(since, steps, self.position, self.first, base, known, version)

    def saved(self, saving: Saving) -> None:
        """That is on the disk; nothing was changed meanwhile."""
        self.since, self.is_moved = None, False
        if saving.base is not None:
            self.base_position = saving.position
        if saving.version is not None:
            self.delta, self.label = (), ""

    @property
    def _last(self) -> int:
        return self.first + len(self.steps) - 1

    def _step(self, number: int) -> EditStep:
        return self.steps[number - self.first]

    def _changed(self, number: int) -> None:
        self.since = number if self.since is None else min(self.since, number)

    def _moved(self, splices: Splices, position: int) -> Splices:
        self._apply(splices)
        self.position, self.label = position, ""
        self.is_open, self.is_moved = False, True
        return splices

    def _apply(self, splices: Splices) -> None:
        text, counts = self.text, self.counts
        for splice in splices:
            before, text = text, splice.applied(text)
            counts = recounted(counts, before, splice.at, splice.removed, splice.inserted)
        self.text, self.counts = text, counts
        self.delta = joined(self.delta, splices)

    def _prune(self) -> None:
        """Steps far back can't be undone any more; the versions have what they did."""
        spare = min(len(self.steps) - STEPS_KEPT, self.position + 1 - self.first)
        if spare > 0:
            del self.steps[:spare]
            self.first += spare


def opened(stored: Stored) -> Manuscript:
    """What is kept as a manuscript. Steps that do not fit the text, which only damage can bring, are given up, and the
    text is the base as it was read."""
    try:
        if not stored.is_sound:
            raise PlaceGoneError("the text is not the one that the steps were made on")
        text = text_now(stored)
    except PlaceGoneError:
        return Manuscript(stored.base, counts=counts_of(stored.base), since=1, position=0, base_position=1)
    manuscript = Manuscript(text, stored.first, list(stored.steps), stored.position, stored.base_position)
    manuscript.counts = counts_of(text)
    return manuscript


def _grown(last: EditStep, splices: Splices, label: str, *, joins: bool) -> Splices | None:
    if last.label != label:
        return None
    if joins:
        return joined(last.splices, splices)
    return extended(last.splices, splices[0]) if label == TYPING and len(splices) == 1 else None
