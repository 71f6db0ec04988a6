"""What was found, as rows: titles first, then messages, more of them as one scrolls. GUI thread; knows values only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QDate, QLocale, QModelIndex, QPersistentModelIndex, Qt

from chatapp.domain.conversation import Conversation
from chatapp.domain.excerpt import Excerpt
from chatapp.domain.found import Found, FoundDocument
from chatapp.services.search import Results
from chatapp.ui.transcript.wording import name_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ResultRole(IntEnum):
    HIT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A conversation by its title, or with `message_id` a message in it; or a document, with `at` a place in its
    text."""

    conversation_id: int
    title: str
    moment: datetime
    excerpt: Excerpt
    message_id: int | None = None
    at: int | None = None
    is_document: bool = False

    @property
    def day(self) -> str:
        day = self.moment.astimezone().date()
        return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


class ResultModel(QAbstractListModel):
    """`more` gives the page after the one that it is handed; None where it can't be read now."""

    def __init__(self, more: Callable[[Results], Results | None]) -> None:
        super().__init__()
        self._more = more
        self._last: Results | None = None
        self._hits: list[Hit] = []

    def show(self, results: Results | None) -> None:
        self.beginResetModel()
        self._last = results
        self._hits = [] if results is None else _hits(results)
        self.endResetModel()

    def hit_at(self, index: Index) -> Hit | None:
        return self._hits[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._last is not None and self._last.next_id is not None

    def fetchMore(self, _parent: Index) -> None:
        if self._last is None:
            return
        page = self._more(self._last)
        self._last = page
        if page is not None and page.messages:
            self.beginInsertRows(QModelIndex(), len(self._hits), len(self._hits) + len(page.messages) - 1)
            self._hits += map(_said, page.messages)
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self._hits[index.row()]
        if role == ResultRole.HIT:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (hit.title, hit.excerpt.text, hit.day) if part)
        return None


def _hits(results: Results) -> list[Hit]:
    return [*map(_titled, results.conversations), *map(_written, results.documents), *map(_said, results.messages)]


def _titled(conversation: Conversation) -> Hit:
    title = conversation.title or QCoreApplication.translate("SearchWindow", "New conversation")
    return Hit(conversation.id, title, conversation.updated_at, Excerpt(""))


def _written(found: FoundDocument) -> Hit:
    title = found.title or QCoreApplication.translate("SearchWindow", "New document")
    words = QCoreApplication.translate("SearchWindow", "{0} · Document").format(title)
    return Hit(found.document_id, words, found.updated_at, found.excerpt, at=found.at, is_document=True)


def _said(found: Found) -> Hit:
    title = found.title or QCoreApplication.translate("SearchWindow", "New conversation")
    place = found.attachment or name_of(found.role)
    words = QCoreApplication.translate("SearchWindow", "{0} · {1}").format(title, place)
    return Hit(found.conversation_id, words, found.created_at, found.excerpt, found.message_id)
