"""The rows of the list as Qt asks for them: headings, folders, conversations. GUI thread; knows values, no database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from chatapp.domain.conversation import Conversation
from chatapp.domain.folder import Folder
from chatapp.ui.conversation_list.arrangement import ARCHIVE, Headings, Row, RowMaker, Shelves
from chatapp.ui.conversation_list.signs import Sign
from chatapp.ui.conversation_list.wording import spoken, tool_tip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
DRAGGED = "application/x-causerie-conversations"
"""Ids in decimal, with commas between: good within this window only."""
FOLDER = "application/x-causerie-folder"
"""The id of one."""


class ListRole(IntEnum):
    CONVERSATION_ID = Qt.ItemDataRole.UserRole + 1  # None for a heading
    SIGN = Qt.ItemDataRole.UserRole + 2  # a Sign, or None
    ROW = Qt.ItemDataRole.UserRole + 3  # the arrangement's


class ConversationListModel(QAbstractListModel):
    """Headings are rows that cannot be chosen, so that the keyboard passes over them; folders and the archive's heading
    can, to be opened and closed. Conversations and folders are dragged into folders."""

    rename_asked = Signal(int, str)
    folder_rename_asked = Signal(int, str)
    move_asked = Signal(object, object)  # ids of conversations, a folder's id or None
    folder_move_asked = Signal(int, object, object)  # into a folder or None, before another one or None

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._places: dict[int, int] = {}
        self._maker = RowMaker(
            Headings(
                self.tr("New conversation"),
                self.tr("New document"),
                self.tr("Pinned"),
                self.tr("Folders"),
                self.tr("Archive"),
            )
        )
        self._signs: Mapping[int, Sign] = {}
        self.is_editable = True

    def show(self, conversations: Iterable[Conversation], today: date, shelves: Shelves | None = None) -> bool:
        """Whether the rows moved, so that the view must find its place again; else only texts were drawn anew."""
        before, rows = self._rows, self._maker.rows_of(conversations, today, shelves)
        changed = [place for place, (old, new) in enumerate(zip(before, rows, strict=False)) if old is not new]
        if len(rows) == len(before) and all(before[place].key == rows[place].key for place in changed):
            self._rows = rows
            for place in changed:
                self.dataChanged.emit(self.index(place), self.index(place))
            return False
        self.beginResetModel()
        self._rows = rows
        self._places = {row.conversation.id: place for place, row in enumerate(rows) if row.conversation is not None}
        self.endResetModel()
        return True

    def mark(self, signs: Mapping[int, Sign]) -> None:
        """What stands at the end of the rows of these conversations; nothing at that of the others."""
        before, self._signs = self._signs, signs
        for conversation_id in before.keys() | signs.keys():
            index = self.index_of(conversation_id)
            if index.isValid() and before.get(conversation_id) is not signs.get(conversation_id):
                self.dataChanged.emit(index, index)

    def index_of(self, conversation_id: int | None) -> QModelIndex:
        place = None if conversation_id is None else self._places.get(conversation_id)
        return QModelIndex() if place is None else self.index(place)

    def index_of_folder(self, folder_id: int) -> QModelIndex:
        places = (at for at, row in enumerate(self._rows) if row.folder is not None and row.folder.id == folder_id)
        place = next(places, None)
        return QModelIndex() if place is None else self.index(place)

    def id_at(self, index: Index) -> int | None:
        if not index.isValid():
            return None
        conversation = self._rows[index.row()].conversation
        return None if conversation is None else conversation.id

    def conversation_ids(self) -> list[int]:
        """From the top."""
        return list(self._places)

    def row_at(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def folder_at(self, index: Index) -> Folder | None:
        return self._rows[index.row()].folder if index.isValid() else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        asked = _ROLES.get(role)
        return None if asked is None else asked(row, self._sign(row))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        row = self._rows[index.row()]
        flags = Qt.ItemFlag.ItemNeverHasChildren
        if row.conversation is None and row.folder is None and row.section != ARCHIVE:
            return flags
        flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.is_editable or row.section == ARCHIVE:
            return flags
        flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        return flags if row.conversation is not None else flags | Qt.ItemFlag.ItemIsDropEnabled

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """An empty or an unchanged title is no renaming."""
        row, title = self.row_at(index), " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or row is None or not title:
            return False
        if title != row.title and row.conversation is not None:
            self.rename_asked.emit(row.conversation.id, title)
        elif title != row.title and row.folder is not None:
            self.folder_rename_asked.emit(row.folder.id, title)
        return True

    # Dragging conversations into folders and out of them, and folders as well.

    def mimeTypes(self) -> list[str]:
        return [DRAGGED, FOLDER]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        ids = [id_ for index in indexes if (id_ := self.id_at(index)) is not None]
        folders = [folder.id for index in indexes if (folder := self.folder_at(index)) is not None]
        data = QMimeData()
        if ids:
            data.setData(DRAGGED, ",".join(map(str, ids)).encode())
        elif folders:
            data.setData(FOLDER, str(folders[0]).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """On a folder: into it; beside everything: out of any; a folder above another: before it. The rows move when
        the change is told, not here."""
        folder = self.folder_at(parent)
        if data.hasFormat(FOLDER):
            is_between = not parent.isValid() and 0 <= row < len(self._rows)
            following = self._rows[row].folder if is_between else None
            into, before = (None if each is None else each.id for each in (folder, following))
            self.folder_move_asked.emit(int(data.data(FOLDER).toStdString()), into, before)
            return False
        if not data.hasFormat(DRAGGED):
            return False
        ids = [int(number) for number in data.data(DRAGGED).toStdString().split(",") if number]
        self.move_asked.emit(ids, None if folder is None else folder.id)
        return False  # else Qt would remove the rows by itself

    def _sign(self, row: Row) -> Sign | None:
        return None if row.conversation is None else self._signs.get(row.conversation.id)


_ROLES: dict[int, Callable[[Row, Sign | None], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda row, _sign: row.title,
    Qt.ItemDataRole.EditRole: lambda row, _sign: row.title,
    Qt.ItemDataRole.ToolTipRole: tool_tip,
    Qt.ItemDataRole.AccessibleTextRole: spoken,
    ListRole.CONVERSATION_ID: lambda row, _sign: None if row.conversation is None else row.conversation.id,
    ListRole.SIGN: lambda _row, sign: sign,
    ListRole.ROW: lambda row, _sign: row,
}
