"""The actions about the folder that has the keyboard in the list. GUI thread; the organiser carries them out."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from chatapp.domain.folder import Folder, Way
from chatapp.ui.actions import Actions
from chatapp.ui.conversation_list.list_view import ConversationListView
from chatapp.ui.conversation_list.menus import fill_folder
from chatapp.ui.conversation_list.organiser import Organiser


class FolderCommands(QObject):
    def __init__(self, actions: Actions, menu: QMenu, view: ConversationListView, organiser: Organiser) -> None:
        super().__init__(actions)
        self._menu = menu
        self._view = view
        self._organiser = organiser
        self._ways = {
            actions.folder_up: Way.UP,
            actions.folder_down: Way.DOWN,
            actions.folder_into: Way.INTO,
            actions.folder_out: Way.OUT,
        }
        for action, way in self._ways.items():
            action.triggered.connect(lambda _checked=False, way=way: self._move(way))
        menu.aboutToShow.connect(self._fill)
        view.selectionModel().currentChanged.connect(lambda _now, _before: self.refresh())
        self._fill()
        self.refresh()

    def refresh(self) -> None:
        for action in (self._menu.menuAction(), *self._ways):
            action.setEnabled(self._folder() is not None)

    def _fill(self) -> None:
        self._menu.clear()
        if (folder := self._folder()) is not None:
            fill_folder(self._menu, folder, self._organiser.wishes)
            self._menu.addSeparator()
        self._menu.addActions(list(self._ways))

    def _move(self, way: Way) -> None:
        if (folder := self._folder()) is not None:
            self._organiser.move_folder(folder.id, way)

    def _folder(self) -> Folder | None:
        row = self._view.current_row
        return None if row is None else row.folder
