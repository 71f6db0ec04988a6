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
    section: str = ""

    @property
    def key(self) -> int | str:
        return self.title if self.conversation is None else self.conversation.id


class RowMaker:
    """Makes rows of conversations, and gives out again those that it has made: of thousands, few are new each time."""

    def __init__(self, untitled: str) -> None:
        self._untitled = untitled
        self._today = date.min
        self._headings: dict[str, Row] = {}
        self._sections: dict[date, str] = {}
        self._rows: dict[int, Row] = {}

    def rows_of(self, conversations: Iterable[Conversation], today: date) -> list[Row]:
        """Newest first in, sections out."""
        if today != self._today:
            self._today = today
            self._sections.clear()
            self._rows.clear()
        rows: list[Row] = []
        section = ""
        for conversation in conversations:
            row = self._rows.get(conversation.id)
            if row is None or row.conversation is not conversation:
                row = self._row(conversation)
            if row.section != section:
                section = row.section
                rows.append(self._headings.setdefault(section, Row(section)))
            rows.append(row)
        return rows

    def _row(self, conversation: Conversation) -> Row:
        moment = conversation.deleted_at or conversation.updated_at
        day = moment.astimezone().date()
        section = self._sections.get(day) or self._sections.setdefault(day, section_of(moment, self._today))
        row = self._rows[conversation.id] = Row(conversation.title or self._untitled, conversation, section)
        return row


class ConversationListModel(QAbstractListModel):
    """Headings are rows that cannot be chosen, so that the keyboard passes over them."""

    rename_asked = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._places: dict[int, int] = {}
        self._maker = RowMaker(self.tr("New conversation"))
        self._busy: Set[int] = frozenset()
        self.is_editable = True

    def show(self, conversations: Iterable[Conversation], today: date) -> bool:
        """Whether the rows moved, so that the view must find its place again; else only texts were drawn anew."""
        before, rows = self._rows, self._maker.rows_of(conversations, today)
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

    def mark_busy(self, conversation_ids: Set[int]) -> None:
        """Which conversations an answer runs or waits in."""
        touched = self._busy ^ conversation_ids
        self._busy = frozenset(conversation_ids)
        for conversation_id in touched:
            index = self.index_of(conversation_id)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def index_of(self, conversation_id: int | None) -> QModelIndex:
        place = None if conversation_id is None else self._places.get(conversation_id)
        return QModelIndex() if place is None else self.index(place)

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
