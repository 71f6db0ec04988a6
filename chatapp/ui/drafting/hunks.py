"""A proposed text in parts that are taken or left one by one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from chatapp.domain.difference import Change, Piece, difference


class Decision(Enum):
    OPEN = auto()
    TAKEN = auto()
    LEFT = auto()


@dataclass(frozen=True, slots=True)
class Hunk:
    """What stands at `start` of the text as it was, and what is proposed in its place."""

    start: int
    removed: str
    added: str


def hunks_of(before: str, after: str) -> tuple[Hunk, ...]:
    return hunks_in(difference(before, after))


def hunks_in(pieces: Sequence[Piece]) -> tuple[Hunk, ...]:
    """In reading order. Changes with nothing but space between them are one: they are read as one."""
    found: list[Hunk] = []
    place = 0
    for piece in _joined(pieces):
        if piece.change is Change.SAME:
            place += len(piece.text)
            continue
        is_removed = piece.change is Change.REMOVED
        last = found[-1] if found else None
        if last is not None and last.start + len(last.removed) == place:
            removed = last.removed + (piece.text if is_removed else "")
            found[-1] = Hunk(last.start, removed, last.added + ("" if is_removed else piece.text))
        else:
            found.append(Hunk(place, piece.text if is_removed else "", "" if is_removed else piece.text))
        if is_removed:
            place += len(piece.text)
    return tuple(found)


def decided(before: str, hunks: Sequence[Hunk], decisions: Sequence[Decision]) -> str:
    """The text with those that are taken."""
    parts: list[str] = []
    place = 0
    for hunk, decision in zip(hunks, decisions, strict=True):
        if decision is Decision.TAKEN:
            parts += [before[place : hunk.start], hunk.added]
            place = hunk.start + len(hunk.removed)
    return "".join([*parts, before[place:]])


def shift(hunks: Sequence[Hunk], decisions: Sequence[Decision], order: int) -> int:
    """How far those taken before it have moved a hunk."""
    before = zip(hunks[:order], decisions[:order], strict=True)
    return sum(len(hunk.added) - len(hunk.removed) for hunk, decision in before if decision is Decision.TAKEN)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """A space between two changes goes and comes with them."""
    joined: list[Piece] = []
    for order, piece in enumerate(pieces):
        is_between = 0 < order < len(pieces) - 1 and piece.change is Change.SAME and piece.text.isspace()
        if is_between and "\n" not in piece.text:
            joined += [Piece(Change.REMOVED, piece.text), Piece(Change.ADDED, piece.text)]
        else:
            joined.append(piece)
    return joined
