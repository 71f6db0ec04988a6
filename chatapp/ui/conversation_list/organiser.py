"""Carries out what keeps order in the list: pins, folders, tags, colours, archive. GUI thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from chatapp.domain.colour import Colour
from chatapp.domain.conversation import Conversation
from chatapp.domain.folder import Folder, Place, Way, below, place_before, place_of
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.conversation_list.arrangement import Shelves
from chatapp.ui.conversation_list.menus import Drawers, Wishes, fill, fill_colours, fill_folders, fill_tags
from chatapp.ui.window_settings import WindowSettings

ARCHIVE_ID = 0
"""Stands for the archive among the ids of closed folders, which begin at 1."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Which folders are closed, kept with the window's settings. The archive is closed unless it was opened."""

    remembered: WindowSettings

    def toggle(self, folder_id: int) -> None:
        ids = self.remembered.toggled_folders
        self.remembered.keep(toggled_folders=tuple(sorted(set(ids) ^ {folder_id})))

    def open(self, folder_id: int) -> None:
        if folder_id in self.remembered.toggled_folders:
            self.toggle(folder_id)


class Organiser(QObject):
    folder_made = Signal(int)  # to be named in its row
    moved = Signal()  # folders were opened or closed
    folder_placed = Signal(int)  # it stands somewhere else now

    def __init__(self, services: Services, asking: Asking, remembered: WindowSettings) -> None:
        super().__init__(asking)
        self._order = services.order
        self._folders = services.folders
        self._tags = services.tags
        self._conversations = services.conversations
        self._asking = asking
        self._closed = Closed(remembered)
        self._remembered = remembered
        self.wishes = Wishes(self)
        self._connect()

    def shelves(self) -> Shelves | None:
        """The folders as they stand now; None where they can't be read, which was told."""
        folders = self._asking.answer(self._folders.all)
        if folders is None:
            return None
        toggled = frozenset(self._remembered.toggled_folders)
        return Shelves(folders, toggled - {ARCHIVE_ID}, ARCHIVE_ID in toggled)

    def toggle(self, folder_id: int | None) -> None:
        """Opens or closes a folder, or for None the archive."""
        self._closed.toggle(ARCHIVE_ID if folder_id is None else folder_id)
        self.moved.emit()

    def add_folder(self, parent_id: int | None = None) -> None:
        """Its name is to be written in its row."""
        made = self._created(parent_id)
        if made is not None:
            self.folder_made.emit(made)

    def fill(self, menu: QMenu, ids: Sequence[int]) -> None:
        self._with(ids, lambda marked, drawers: fill(menu, marked, drawers, self.wishes))

    def fill_folders(self, menu: QMenu, ids: Sequence[int]) -> None:
        menu.clear()
        self._with(ids, lambda marked, drawers: fill_folders(menu, marked, drawers.folders, self.wishes))

    def fill_tags(self, menu: QMenu, ids: Sequence[int]) -> None:
        menu.clear()
        self._with(ids, lambda marked, drawers: fill_tags(menu, marked, drawers.tags, self.wishes))

    def fill_colours(self, menu: QMenu, ids: Sequence[int]) -> None:
        menu.clear()
        self._with(
            ids,
            lambda marked, _drawers: fill_colours(
                menu, marked[0].colour, lambda colour: self.wishes.coloured.emit(ids, colour)
            ),
        )

    def pin(self, ids: Sequence[int], *, is_pinned: bool) -> None:
        self._asking(lambda: self._order.pin(ids, is_pinned=is_pinned))

    def archive(self, ids: Sequence[int], *, is_archived: bool) -> None:
        self._asking(lambda: self._order.archive(ids, is_archived=is_archived))

    def move(self, ids: Sequence[int], folder_id: int | None) -> None:
        self._asking(lambda: self._order.move(ids, folder_id))
        if folder_id is not None:
            self._closed.open(folder_id)
            self.moved.emit()

    def rename_folder(self, folder_id: int, name: str) -> None:
        self._asking(lambda: self._folders.rename(folder_id, name))

    def move_folder(self, folder_id: int, way: Way) -> None:
        """By one place; nothing where there is none."""
        self._place(folder_id, lambda folders: place_of(folders, folder_id, way))

    def put_folder(self, folder_id: int, parent_id: int | None, before_id: int | None) -> None:
        """Into another folder, or before one; never into itself."""

        def found(folders: Sequence[Folder]) -> Place | None:
            place = Place(parent_id) if before_id is None else place_before(folders, folder_id, before_id)
            return None if place.parent_id in below(folders, folder_id) else place

        self._place(folder_id, found)

    def _place(self, folder_id: int, find: Callable[[Sequence[Folder]], Place | None]) -> None:
        place = self._asking.answer(lambda: (find(self._folders.all()),))
        if place is None or (there := place[0]) is None:
            return
        if self._asking(lambda: self._folders.move(folder_id, there.parent_id, there.at)):
            if there.parent_id is not None:
                self._closed.open(there.parent_id)
            self.moved.emit()
            self.folder_placed.emit(folder_id)

    def _with(self, ids: Sequence[int], act: Callable[[list[Conversation], Drawers], None]) -> None:
        def read() -> tuple[list[Conversation], Drawers]:
            marked = [self._conversations.conversation(id_) for id_ in ids]
            return marked, Drawers(self._folders.all(), [tag for tag, _ in self._tags.all()])

        found = self._asking.answer(read)
        if found is not None and found[0]:
            act(*found)

    def _connect(self) -> None:
        ask, wishes, order = self._asking, self.wishes, self._order
        wishes.pinned.connect(lambda ids, is_on: self.pin(ids, is_pinned=is_on))
        wishes.archived.connect(lambda ids, is_on: self.archive(ids, is_archived=is_on))
        wishes.moved.connect(self.move)
        wishes.moved_to_new.connect(self._move_to_new)
        wishes.tagged.connect(self._tag)
        wishes.coloured.connect(lambda ids, colour: ask(lambda: order.colour(ids, colour)))
        wishes.folder_coloured.connect(self._colour_folder)
        wishes.folder_added.connect(self.add_folder)
        wishes.folder_moved.connect(self.move_folder)
        wishes.folder_put.connect(self.put_folder)
        wishes.folder_deleted.connect(lambda folder_id: ask(lambda: self._folders.delete(folder_id)))

    def _move_to_new(self, ids: Sequence[int]) -> None:
        made = self._created(None)
        if made is not None:
            self.move(ids, made)
            self.folder_made.emit(made)

    def _created(self, parent_id: int | None) -> int | None:
        """None where it was refused."""
        made = self._asking.answer(lambda: self._folders.create(self.tr("New folder"), parent_id))
        if parent_id is not None:
            self._closed.open(parent_id)
        return None if made is None else made.id

    def _tag(self, ids: Sequence[int], name: str, is_on: bool) -> None:
        self._asking(lambda: self._order.tag(ids, name) if is_on else self._order.untag(ids, name))

    def _colour_folder(self, folder_id: int, colour: Colour | None) -> None:
        self._asking(lambda: self._folders.colour(folder_id, colour))
