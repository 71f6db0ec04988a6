"""Folders: made, named, coloured, moved, taken away; conversations of one that goes move up. GUI thread."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from chatapp.domain.changes import Change
from chatapp.domain.colour import Colour
from chatapp.domain.folder import Folder, children, folder_name
from chatapp.services.ports import FolderStore
from chatapp.services.undo import Step, Undo

LIST = Change(list_changed=True)


class Folders:
    def __init__(self, store: FolderStore, undo: Undo) -> None:
        self._store = store
        self._undo = undo

    def all(self) -> list[Folder]:
        return self._store.all()

    def folder(self, folder_id: int) -> Folder:
        """KeyError for an unknown id."""
        return {folder.id: folder for folder in self._store.all()}[folder_id]

    def create(self, name: str, parent_id: int | None = None) -> Folder:
        """The last of those beside it. ValueError for a name of spaces."""
        name = folder_name(name)
        if not name:
            raise ValueError("a folder needs a name")
        made = self._store.create(name, parent_id)
        again = partial(self._store.restore, made, (), ())
        self._undo.remember(Step("New folder", lambda: self._store.remove(made.id), again, LIST))
        return made

    def rename(self, folder_id: int, name: str) -> None:
        """An empty or unchanged name changes nothing."""
        before = self.folder(folder_id)
        name = folder_name(name)
        if name:
            self._put("Rename folder", [before], [replace(before, name=name)])

    def colour(self, folder_id: int, colour: Colour | None) -> None:
        before = self.folder(folder_id)
        self._put("Colour folder", [before], [replace(before, colour=colour)])

    def move(self, folder_id: int, parent_id: int | None, place: int | None = None) -> None:
        """Into another folder, or to the top for None; before the `place`-th of those there, None: behind all.
        ValueError where it would stand in itself."""
        folders = self._store.all()
        moved = {folder.id: folder for folder in folders}[folder_id]
        beside = [folder for folder in children(folders, parent_id) if folder.id != folder_id]
        beside.insert(len(beside) if place is None else place, replace(moved, parent_id=parent_id))
        after = [replace(folder, position=position) for position, folder in enumerate(beside)]
        before = {folder.id: folder for folder in folders}
        self._put("Move folder", [before[folder.id] for folder in after], after)

    def delete(self, folder_id: int) -> None:
        """What stands in it moves up to where it stood."""
        gone = self.folder(folder_id)
        inside = children(self._store.all(), folder_id)
        conversation_ids = self._store.remove(folder_id)
        self._undo.remember(
            Step(
                "Delete folder",
                lambda: self._store.restore(gone, inside, conversation_ids),
                lambda: self._store.remove(folder_id),
                LIST,
            )
        )

    def _put(self, label: str, before: Sequence[Folder], after: Sequence[Folder]) -> None:
        if list(before) != list(after):
            self._undo.perform(Step(label, lambda: self._store.put(before), lambda: self._store.put(after), LIST))
