"""The rows of the list: headings and conversations. GUI thread; knows values, not the database."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from chatapp.domain.conversation import Conversation
from chatapp.ui.conversation_list.day_sections import section_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ListRole(IntEnum):
    CONVERSATION_ID = Qt.ItemDataRole.UserRole + 1  # None for a heading
    IS_BUSY = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, or a conversation below the last one."""

    title: str
    conversation: Conversation | None = None

    @property
    def key(self) -> int | str:
        return self.title if self.conversation is None else self.conversation.id


def rows_of(conversations: Iterable[Conversation], today: date, untitled: str) -> list[Row]:
    """Newest first in, sections out."""
    rows: list[Row] = []
    heading = ""
    sections: dict[date, str] = {}
    for conversation in conversations:
        moment = conversation.deleted_at or conversation.updated_at
        day = moment.astimezone().date()
        section = sections.get(day) or sections.setdefault(day, section_of(moment, today))
        if section != heading:
            heading = section
            rows.append(Row(heading))
        rows.append(Row(conversation.title or untitled, conversation))
    return rows


class ConversationListModel(QAbstractListModel):
    """Headings are rows that cannot be chosen, so that the keyboard passes over them."""

    rename_asked = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._busy: Set[int] = frozenset()
        self.is_editable = True

    def show(self, conversations: Iterable[Conversation], today: date) -> bool:
        """Whether the rows moved, so that the view must find its place again; else only texts were drawn anew."""
        rows = rows_of(conversations, today, self.tr("New conversation"))
        if [row.key for row in rows] == [row.key for row in self._rows]:
            changed = [place for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
            self._rows = rows
            for place in changed:
                self.dataChanged.emit(self.index(place), self.index(place))
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def mark_busy(self, conversation_ids: Set[int]) -> None:
        """Which conversations an answer runs or waits in."""
        touched = self._busy ^ conversation_ids
        self._busy = frozenset(conversation_ids)
        for conversation_id in touched:
            index = self.index_of(conversation_id)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def index_of(self, conversation_id: int | None) -> QModelIndex:
        for place, row in enumerate(self._rows):
            if row.conversation is not None and row.conversation.id == conversation_id:
                return self.index(place)
        return QModelIndex()

    def id_at(self, index: Index) -> int | None:
        if not index.isValid():
            return None
        conversation = self._rows[index.row()].conversation
        return None if conversation is None else conversation.id

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole | Qt.ItemDataRole.ToolTipRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row)
            case ListRole.CONVERSATION_ID:
                return self.id_at(index)
            case ListRole.IS_BUSY:
                return self._is_busy(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.id_at(index) is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_editable else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """An empty or an unchanged title is no renaming."""
        conversation_id, title = self.id_at(index), " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or conversation_id is None or not title:
            return False
        if title != self._rows[index.row()].title:
            self.rename_asked.emit(conversation_id, title)
        return True

    def _is_busy(self, row: Row) -> bool:
        return row.conversation is not None and row.conversation.id in self._busy

    def _spoken(self, row: Row) -> str:
        if row.conversation is None:
            return self.tr("Heading: {0}").format(row.title)
        return self.tr("{0}, answer running").format(row.title) if self._is_busy(row) else row.title
