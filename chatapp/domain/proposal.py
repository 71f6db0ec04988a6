"""What the model proposes for a document: its words, their place, how both fare while the text is edited. Pure.

A place is where what is proposed goes: a stretch of the text that it would stand for, or a point where it would come
in. What is edited elsewhere moves the place; an edit that touches it leaves the proposal without one.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from chatapp.domain.document import Splice, Splices


class Operation(StrEnum):
    GHOST = "ghost"  # a few words after the cursor, unasked
    CONTINUE = "continue"
    REWRITE = "rewrite"
    INSERT = "insert"  # what stands between the text before and after
    OUTLINE = "outline"
    SECTION = "section"
    SUMMARISE = "summarise"
    TITLE = "title"


class Stage(StrEnum):
    WAITING = "waiting"  # for the model, or for what it does before
    READING = "reading"
    WRITING = "writing"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in (Stage.COMPLETE, Stage.STOPPED, Stage.FAILED)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text; a point where they are the same."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no place in a text: {self}")

    @property
    def is_point(self) -> bool:
        return self.start == self.end

    def shifted(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)


def moved(span: Span, splice: Splice) -> Span | None:
    """Where the place is after an edit; None where the edit touches it. A point is touched by whatever comes in there
    or goes beside it, a stretch only by what happens within it."""
    begin, end = splice.at, splice.at + len(splice.removed)
    if not splice.removed and not splice.inserted:
        return span
    if begin > span.end or (begin == span.end and not span.is_point):
        return span
    if end < span.start or (end == span.start and not span.is_point):
        return span.shifted(len(splice.inserted) - len(splice.removed))
    return None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of the alternatives of a run. `base` is what stands at the place, "" at a point. `taken` characters of the
    text have come into the document at a point, and the place is behind them. `is_gone`: it had a place, which was
    edited; `lost` is that place and the edit, until another edit: taking it back gives back the place. `note` says why
    it failed."""

    id: int
    run_id: int
    document_id: int
    operation: Operation
    place: Span | None
    base: str = ""
    text: str = ""
    taken: int = 0
    stage: Stage = Stage.WAITING
    note: str = ""
    is_gone: bool = False
    lost: tuple[Span, Splice] | None = None

    @property
    def rest(self) -> str:
        """What is still to come at a point."""
        return self.text[self.taken :]

    @property
    def acceptance(self) -> Splice:
        """What takes all of it into the document; ValueError where it has no place there."""
        if self.place is None:
            raise ValueError("a proposal without a place")
        return Splice(self.place.start, self.base, self.rest)

    def following(self, splices: Splices) -> "Proposal":
        """After an edit of its document."""
        followed = self
        for splice in splices:
            followed = _after(followed, splice)
        return followed


def _after(proposal: Proposal, splice: Splice) -> Proposal:
    if proposal.place is None:
        return _before_loss(proposal, splice)
    place = moved(proposal.place, splice)
    if place is not None:
        return replace(proposal, place=place)
    own = _taken(proposal, proposal.place.start, splice) if proposal.place.is_point else _edited(proposal, splice)
    return own or replace(proposal, place=None, is_gone=True, lost=(proposal.place, splice))


def _before_loss(proposal: Proposal, splice: Splice) -> Proposal:
    """Where the next thing done is to take back what cost it its place, the place is there again."""
    if proposal.lost is None:
        return proposal
    place, cause = proposal.lost
    if splice == cause.inverse:
        return replace(proposal, place=place, is_gone=False, lost=None)
    return replace(proposal, lost=None)


def _taken(proposal: Proposal, point: int, splice: Splice) -> Proposal | None:
    """The words that are proposed next came in there, or the last of those that did went again."""
    coming, going = len(splice.inserted), len(splice.removed)
    if not going and splice.at == point and proposal.text.startswith(splice.inserted, proposal.taken):
        return replace(proposal, place=Span(point + coming, point + coming), taken=proposal.taken + coming)
    before = proposal.taken - going
    if not coming and splice.at + going == point and before >= 0 and proposal.text.startswith(splice.removed, before):
        return replace(proposal, place=Span(splice.at, splice.at), taken=before)
    return None


def _edited(proposal: Proposal, splice: Splice) -> Proposal | None:
    """What is complete is compared with what stands there by now, so that it can be taken piece by piece."""
    place = proposal.place
    if place is None or not proposal.stage.is_over:
        return None
    if splice.at < place.start or splice.at + len(splice.removed) > place.end:
        return None
    base = Splice(splice.at - place.start, splice.removed, splice.inserted).applied(proposal.base)
    return replace(proposal, place=Span(place.start, place.start + len(base)), base=base) if base else None
