"""All branches of a conversation as a tree: which is shown, to show another, compare two, cut one off. GUI thread.

A message that is alone below its parent stands under it without a deeper indent: a long talk is no staircase.
"""

import re
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTreeWidget, QTreeWidgetItem, QWidget

from chatapp.domain.branch import DeletedBranch, Tree
from chatapp.domain.message import Message, Role
from chatapp.ui.transcript.wording import name_of

MESSAGE_ID = Qt.ItemDataRole.UserRole
IS_DELETED = Qt.ItemDataRole.UserRole + 1
WORDS_OF = Qt.ItemDataRole.UserRole + 2
MARKS = re.compile(r"[*_`#>|]+")  # of Markdown, which nobody wants to read here
WORDS = 80  # characters of a message that are shown


class BranchTree(QTreeWidget):
    """Ids are those of messages."""

    show_asked = Signal(int)
    delete_asked = Signal(int)
    restore_asked = Signal(int)
    purge_asked = Signal(int, str)  # the branch's root, and how it begins
    compare_asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Branches of the conversation"))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.itemActivated.connect(self._on_activated)
        self.customContextMenuRequested.connect(self._on_menu_asked)

    def show_tree(self, tree: Tree, head_id: int | None, deleted: Sequence[DeletedBranch] = ()) -> None:
        """The path to the head is bold; what is in the bin stands at the end."""
        current = self._id(self.currentItem())
        path = frozenset(turn.message.id for turn in tree.path(head_id))
        self.clear()
        self._add_below(tree, None, self.invisibleRootItem(), path)
        self._add_deleted(deleted)
        self.expandAll()
        self._go_back(current if current in tree.messages else head_id)

    @property
    def current_id(self) -> int | None:
        """The message that has the keyboard here, in the bin or out of it."""
        return self._id(self.currentItem())

    @property
    def is_current_deleted(self) -> bool:
        return self._is_deleted(self.currentItem())

    def ask_purge(self) -> None:
        """Of the deleted branch that has the keyboard."""
        item = self.currentItem()
        if item is not None and self.is_current_deleted:
            self.purge_asked.emit(self.current_id, item.data(0, WORDS_OF))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        message_id = self.current_id
        if event.key() == Qt.Key.Key_Delete and self.is_current_deleted:
            self.ask_purge()
        elif event.key() == Qt.Key.Key_Delete and message_id is not None:
            self.delete_asked.emit(message_id)
        else:
            super().keyPressEvent(event)

    def menu(self) -> QMenu:
        """About the message that has the keyboard, and of two that are marked, both."""
        menu, item = QMenu(self), self.currentItem()
        message_id = self._id(item)
        if message_id is None:
            return menu
        if self._is_deleted(item):
            menu.addAction(self.tr("&Restore")).triggered.connect(lambda: self.restore_asked.emit(message_id))
            menu.addAction(self.tr("&Delete for good…")).triggered.connect(self.ask_purge)
            return menu
        menu.addAction(self.tr("&Show this branch")).triggered.connect(lambda: self.show_asked.emit(message_id))
        marked = [id_ for one in self.selectedItems() if (id_ := self._id(one)) is not None]
        compare = menu.addAction(self.tr("&Compare the two that are marked"))
        compare.setEnabled(len(marked) == 2)
        compare.triggered.connect(lambda: self.compare_asked.emit(*sorted(marked)))
        menu.addSeparator()
        cut = menu.addAction(self.tr("Move the branch to the &bin"))
        cut.triggered.connect(lambda: self.delete_asked.emit(message_id))
        return menu

    def _add_below(self, tree: Tree, parent_id: int | None, parent: QTreeWidgetItem, path: frozenset[int]) -> None:
        """Without recursion along a talk, which may have thousands of turns."""
        pending = [(message_id, parent) for message_id in reversed(tree.children.get(parent_id, ()))]
        while pending:
            message_id, under = pending.pop()
            message = tree.messages[message_id]
            item = self._item(message, is_shown=message_id in path)
            under.addChild(item)
            below = tree.children.get(message_id, ())
            place = under if len(below) == 1 else item
            pending += [(child, place) for child in reversed(below)]

    def _add_deleted(self, deleted: Sequence[DeletedBranch]) -> None:
        if not deleted:
            return
        heading = QTreeWidgetItem([self.tr("Bin")])
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addTopLevelItem(heading)
        for branch in deleted:
            item = self._item(branch.root, is_shown=False)
            item.setText(0, self.tr("{0} ({1})").format(item.text(0), branch.count))
            item.setData(0, IS_DELETED, True)
            heading.addChild(item)

    def _item(self, message: Message, *, is_shown: bool) -> QTreeWidgetItem:
        words = " ".join(MARKS.sub("", message.text[: 2 * WORDS]).split())[:WORDS]
        name = name_of(message.role)
        shown = words or self.tr("(empty)")
        item = QTreeWidgetItem([self.tr("{0}: {1}").format(name, shown) if message.role is Role.USER else shown])
        item.setData(0, MESSAGE_ID, message.id)
        item.setData(0, WORDS_OF, words)
        item.setToolTip(0, name)
        spoken = self.tr("{0}: {1}, shown") if is_shown else self.tr("{0}: {1}")
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken.format(name, words))
        font = QFont(self.font())
        font.setBold(is_shown)
        item.setFont(0, font)
        return item

    def _go_back(self, message_id: int | None) -> None:
        """To where the keyboard was."""
        pending = [self.topLevelItem(place) for place in range(self.topLevelItemCount())]
        while pending:
            item = pending.pop()
            if item is None:
                continue
            if self._id(item) == message_id:
                self.setCurrentItem(item)
                return
            pending += [item.child(place) for place in range(item.childCount())]

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        message_id = self._id(item)
        if message_id is not None:
            self._asked(self.restore_asked if self._is_deleted(item) else self.show_asked, message_id)

    def _on_menu_asked(self, place: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if menu.actions():
            menu.popup(self.viewport().mapToGlobal(place))

    def _asked(self, signal: object, message_id: int) -> None:
        signal.emit(message_id)  # type: ignore[attr-defined]  # a bound signal, whose class has no name in stubs

    def _id(self, item: QTreeWidgetItem | None) -> int | None:
        found = None if item is None else item.data(0, MESSAGE_ID)
        return found if isinstance(found, int) else None

    def _is_deleted(self, item: QTreeWidgetItem | None) -> bool:
        return item is not None and bool(item.data(0, IS_DELETED))
