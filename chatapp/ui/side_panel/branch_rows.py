"""The rows of the tree of branches. GUI thread; no widget.

Qt keeps their number and nesting; only a message at which branches part has an item, and words are made for the rows
that are seen: a conversation of thousands costs little more than a short one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel

from chatapp.domain.branch import DeletedBranch, Tree
from chatapp.domain.message import Message, Role
from chatapp.ui.transcript.wording import name_of

MESSAGE_ID = Qt.ItemDataRole.UserRole
IS_DELETED = Qt.ItemDataRole.UserRole + 1
WORDS_OF = Qt.ItemDataRole.UserRole + 2
MARKS = re.compile(r"[*_`#>|]+")  # of Markdown, which nobody wants to read here
WORDS = 80  # characters of a message that are shown
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """What stands below a message at which branches part, or where the conversation begins (`fork` None), in reading
    order; and where that message itself stands: below which other, in which row."""

    fork: int | None
    above: int | None
    row: int
    ids: list[int]


def lines_of(tree: Tree) -> list[Line]:
    """A message that is alone below its parent stands beside it, so that a long talk is no staircase. Those that hold
    another line come before it."""
    lines = [Line(None, None, 0, [])]
    for line in lines:
        ids = line.ids
        for begin in tree.children.get(line.fork, ()):
            ids.append(begin)
            below = tree.children.get(begin, ())
            while len(below) == 1:
                ids.append(below[0])
                below = tree.children.get(below[0], ())
            if below:
                lines.append(Line(ids[-1], line.fork, len(ids) - 1, []))
    return lines


class BranchRows(QStandardItemModel):
    """Of one tree for good: other rows are another model, which takes a view a hundredth of the time of emptying one
    with thousands of rows."""

    def __init__(self, tree: Tree, deleted: Sequence[DeletedBranch] = ()) -> None:
        super().__init__()
        self._tree = tree
        self._deleted = tuple(deleted)
        self._path: frozenset[int] = frozenset()
        self._strong = QFont()  # all else is the view's
        self._strong.setBold(True)
        lines = lines_of(tree)
        self._lines = {line.fork: line for line in lines}
        self._items: dict[int | None, QStandardItem] = {None: self.invisibleRootItem()}
        for line in lines:
            if line.fork is not None:
                item = self._items[line.fork] = _item("", line.fork)
                self._items[line.above].setChild(line.row, item)
            self._items[line.fork].setColumnCount(1)
            self._items[line.fork].setRowCount(len(line.ids))
        self._add_deleted()

    def is_of(self, tree: Tree, deleted: Sequence[DeletedBranch]) -> bool:
        return tree is self._tree and tuple(deleted) == self._deleted

    def show_path(self, head_id: int | None) -> None:
        """The one that is on the screen."""
        self._path = frozenset([turn.message.id for turn in self._tree.path(head_id)])
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def message_id(self, index: Index) -> int | None:
        found = self.data(index, MESSAGE_ID) if index.isValid() else None
        return found if isinstance(found, int) else None

    def is_deleted(self, index: Index) -> bool:
        return index.isValid() and bool(self.data(index, IS_DELETED))

    def words_of(self, index: Index) -> str:
        """How what stands in the bin begins."""
        return str(self.data(index, WORDS_OF))

    def index_of(self, message_id: int | None) -> QModelIndex:
        """Of a message outside the bin; an invalid one for any other."""
        for line in self._lines.values():
            if message_id in line.ids:
                above = QModelIndex() if line.fork is None else self.indexFromItem(self._items[line.fork])
                return self.index(line.ids.index(message_id), 0, above)
        return QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        message = self._message(index)
        if message is None:
            return super().data(index, role)
        is_shown = message.id in self._path
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(message)
        if role == Qt.ItemDataRole.FontRole:
            return self._strong if is_shown else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return name_of(message.role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(message, is_shown=is_shown)
        return message.id if role == MESSAGE_ID else None

    def _message(self, index: Index) -> Message | None:
        """None for what stands in the bin."""
        above = index.parent()
        fork = super().data(above, MESSAGE_ID) if above.isValid() else None
        if above.isValid() and fork is None:
            return None
        ids = self._lines[fork].ids if fork in self._lines else []
        return self._tree.messages[ids[index.row()]] if index.row() < len(ids) else None

    def _add_deleted(self) -> None:
        if not self._deleted:
            return
        heading = _item(QCoreApplication.translate("BranchTree", "Bin"), None)
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.invisibleRootItem().appendRow(heading)
        for branch in self._deleted:
            words = QCoreApplication.translate("BranchTree", "{0} ({1})").format(_words(branch.root), branch.count)
            item = _item(words, branch.root.id)
            item.setData(True, IS_DELETED)
            item.setData(_beginning(branch.root), WORDS_OF)
            item.setData(_spoken(branch.root, is_shown=False), Qt.ItemDataRole.AccessibleTextRole)
            item.setData(name_of(branch.root.role), Qt.ItemDataRole.ToolTipRole)
            heading.appendRow(item)


def _item(words: str, message_id: int | None) -> QStandardItem:
    item = QStandardItem(words)
    item.setEditable(False)
    item.setData(message_id, MESSAGE_ID)
    return item


def _words(message: Message) -> str:
    """A person's are told from an answer's by more than their font."""
    words = _beginning(message) or QCoreApplication.translate("BranchTree", "(empty)")
    if message.role is not Role.USER:
        return words
    return QCoreApplication.translate("BranchTree", "{0}: {1}").format(name_of(message.role), words)


def _beginning(message: Message) -> str:
    return " ".join(MARKS.sub("", message.text[: 2 * WORDS]).split())[:WORDS]


def _spoken(message: Message, *, is_shown: bool) -> str:
    translate = QCoreApplication.translate
    spoken = translate("BranchTree", "{0}: {1}, shown") if is_shown else translate("BranchTree", "{0}: {1}")
    return spoken.format(name_of(message.role), _beginning(message))
