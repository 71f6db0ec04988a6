"""Folders for conversations, which may stand in folders; pure functions over all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from chatapp.domain.colour import Colour


@dataclass(frozen=True, slots=True)
class Folder:
    """`parent_id` None stands at the top; `position` orders those that stand together, equal ones by name."""

    id: int
    name: str
    parent_id: int | None = None
    position: int = 0
    colour: Colour | None = None


def folder_name(words: str) -> str:
    """A name as it is kept, on one line; "" is none."""
    return " ".join(words.split())


def children(folders: Iterable[Folder], parent_id: int | None) -> list[Folder]:
    """Those directly below, in order."""
    mine = (folder for folder in folders if folder.parent_id == parent_id)
    return sorted(mine, key=lambda folder: (folder.position, folder.name.casefold(), folder.id))


def below(folders: Sequence[Folder], folder_id: int) -> set[int]:
    """The ids of a folder and of all that stand in it, however deep."""
    found, pending = {folder_id}, [folder_id]
    while pending:
        here = pending.pop()
        inside = {folder.id for folder in folders if folder.parent_id == here} - found
        found |= inside
        pending.extend(inside)
    return found


class Way(Enum):
    """Where a folder goes by one key: among those beside it, into the one before it, out behind the one it is in."""

    UP = auto()
    DOWN = auto()
    INTO = auto()
    OUT = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """Before the `at`-th of those that stand in a folder, the one that goes there not counted; None: behind all."""

    parent_id: int | None
    at: int | None = None


def place_of(folders: Sequence[Folder], folder_id: int, way: Way) -> Place | None:
    """Where the folder would go; None where that is no other place. KeyError for an unknown folder."""
    by_id = {folder.id: folder for folder in folders}
    folder = by_id[folder_id]
    beside = children(folders, folder.parent_id)
    at = beside.index(folder)
    parent = None if folder.parent_id is None else by_id.get(folder.parent_id)
    match way:
        case Way.UP:
            return Place(folder.parent_id, at - 1) if at > 0 else None
        case Way.DOWN:
            return Place(folder.parent_id, at + 1) if at + 1 < len(beside) else None
        case Way.INTO:
            return Place(beside[at - 1].id) if at > 0 else None
        case Way.OUT if parent is not None:
            return Place(parent.parent_id, children(folders, parent.parent_id).index(parent) + 1)
    return None


def place_before(folders: Sequence[Folder], folder_id: int, other_id: int) -> Place:
    """Right before another folder. KeyError for an unknown one."""
    other = {folder.id: folder for folder in folders}[other_id]
    before = [folder.id for folder in children(folders, other.parent_id)]
    before = before[: before.index(other_id)]
    return Place(other.parent_id, len(before) - (folder_id in before))


def trail(folders: Iterable[Folder], folder_id: int | None) -> tuple[Folder, ...]:
    """From the top to the folder itself; empty for None."""
    by_id = {folder.id: folder for folder in folders}
    found: list[Folder] = []
    while folder_id is not None and len(found) < len(by_id):
        folder = by_id[folder_id]
        found.append(folder)
        folder_id = folder.parent_id
    return tuple(reversed(found))
