"""Folders for conversations, which may stand in folders; pure functions over all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


def trail(folders: Iterable[Folder], folder_id: int | None) -> tuple[Folder, ...]:
    """From the top to the folder itself; empty for None."""
    by_id = {folder.id: folder for folder in folders}
    found: list[Folder] = []
    while folder_id is not None and len(found) < len(by_id):
        folder = by_id[folder_id]
        found.append(folder)
        folder_id = folder.parent_id
    return tuple(reversed(found))
