"""All branches of a conversation as a tree: which is shown, to show another, compare two, cut one off. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTreeView, QWidget

from chatapp.domain.branch import DeletedBranch, Tree, tree_of
from chatapp.ui.side_panel.branch_rows import BranchRows, Index


class BranchTree(QTreeView):
    """Ids are those of messages."""

    show_asked = Signal(int)
    delete_asked = Signal(int)
    restore_asked = Signal(int)
    purge_asked = Signal(int, str)  # the branch's root, and how it begins
    compare_asked = Signal(int, int)
    current_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Branches of the conversation"))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows = BranchRows(tree_of(()))
        self.setModel(self.rows)
        self.activated.connect(self._on_activated)
        self.customContextMenuRequested.connect(self._on_menu_asked)

    def show_tree(self, tree: Tree, head_id: int | None, deleted: Sequence[DeletedBranch] = ()) -> None:
        """The path to the head is bold; what is in the bin stands at the end."""
        if not self.rows.is_of(tree, deleted):
            self._take(BranchRows(tree, deleted), head_id)
        self.rows.show_path(head_id)

    def clear(self) -> None:
        """There is no conversation."""
        self.show_tree(tree_of(()), None)

    @property
    def current_id(self) -> int | None:
        """The message that has the keyboard here, in the bin or out of it."""
        return self.rows.message_id(self.currentIndex())

    @property
    def is_current_deleted(self) -> bool:
        return self.rows.is_deleted(self.currentIndex())

    def ask_purge(self) -> None:
        """Of the deleted branch that has the keyboard."""
        if self.is_current_deleted:
            self.purge_asked.emit(self.current_id, self.rows.words_of(self.currentIndex()))

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
        menu, message_id = QMenu(self), self.current_id
        if message_id is None:
            return menu
        if self.is_current_deleted:
            menu.addAction(self.tr("&Restore")).triggered.connect(lambda: self.restore_asked.emit(message_id))
            menu.addAction(self.tr("&Delete for good…")).triggered.connect(self.ask_purge)
            return menu
        menu.addAction(self.tr("&Show this branch")).triggered.connect(lambda: self.show_asked.emit(message_id))
        marked = [id_ for one in self.selectedIndexes() if (id_ := self.rows.message_id(one)) is not None]
        compare = menu.addAction(self.tr("&Compare the two that are marked"))
        compare.setEnabled(len(marked) == 2)
        compare.triggered.connect(lambda: self.compare_asked.emit(*sorted(marked)))
        menu.addSeparator()
        cut = menu.addAction(self.tr("Move the branch to the &bin"))
        cut.triggered.connect(lambda: self.delete_asked.emit(message_id))
        return menu

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_moved.emit()

    def _take(self, rows: BranchRows, head_id: int | None) -> None:
        """The keyboard stays where it was, if that is still there."""
        before, choice, here = self.rows, self.selectionModel(), self.current_id
        self.rows = rows
        self.setModel(rows)
        self.expandAll()
        found = rows.index_of(here)
        self.setCurrentIndex(found if found.isValid() else rows.index_of(head_id))
        choice.deleteLater()
        before.deleteLater()
        self.current_moved.emit()

    def _on_activated(self, index: QModelIndex) -> None:
        message_id = self.rows.message_id(index)
        if message_id is not None:
            (self.restore_asked if self.rows.is_deleted(index) else self.show_asked).emit(message_id)

    def _on_menu_asked(self, place: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if menu.actions():
            menu.popup(self.viewport().mapToGlobal(place))
