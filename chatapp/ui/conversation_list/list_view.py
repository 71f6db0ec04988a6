"""The view of the list: keys, marking, renaming in place, dragging. GUI thread; asks by signals, changes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView, QWidget

from chatapp.ui.conversation_list.arrangement import ARCHIVE, Row
from chatapp.ui.conversation_list.delegate import ConversationDelegate
from chatapp.ui.conversation_list.list_model import ConversationListModel, Index

ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect
"""Qt's own choice asks which keys are held, and would mark one row more where Ctrl is a part of a shortcut."""


class ConversationListView(QListView):
    chosen = Signal(int)
    delete_asked = Signal(object)  # ids
    purge_asked = Signal(int)
    rename_ended = Signal()
    toggle_asked = Signal(object)  # a folder's id, None for the archive
    menu_asked = Signal(QPoint)  # about what is marked; in the screen's coordinates

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ConversationListModel()
        self.shows_bin = False
        self.setModel(self.rows)
        self.setItemDelegate(ConversationDelegate(self))
        self.setAccessibleName(self.tr("Conversations"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.viewport().setBackgroundRole(self.backgroundRole())
        self.viewport().setAutoFillBackground(False)

    @property
    def current_id(self) -> int | None:
        return self.rows.id_at(self.currentIndex())

    @property
    def marked_ids(self) -> list[int]:
        """Those that an action is about, from the top."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        found = (self.rows.id_at(self.rows.index(row)) for row in rows)
        return [conversation_id for conversation_id in found if conversation_id is not None]

    @property
    def current_row(self) -> Row | None:
        return self.rows.row_at(self.currentIndex())

    @property
    def current_folder_id(self) -> int | None:
        folder = self.rows.folder_at(self.currentIndex())
        return None if folder is None else folder.id

    @property
    def is_renaming(self) -> bool:
        return self.state() is QAbstractItemView.State.EditingState

    def select(self, conversation_id: int | None, others: Sequence[int] = ()) -> None:
        """Marks a conversation without asking to open it, and others that were marked with it."""
        index = self.rows.index_of(conversation_id)
        was_blocked = self.blockSignals(True)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, ALONE)
        else:
            self.selectionModel().clear()
        for other in others if len(others) > 1 else ():
            self.selectionModel().select(self.rows.index_of(other), QItemSelectionModel.SelectionFlag.Select)
        self.blockSignals(was_blocked)
        self.viewport().update()

    def rename_current(self) -> None:
        if self.current_id is not None and not self.shows_bin:
            self.edit(self.currentIndex())

    def rename_folder(self, folder_id: int) -> None:
        self.go_to_folder(folder_id)
        if self.current_folder_id == folder_id:
            self.edit(self.currentIndex())

    def go_to_folder(self, folder_id: int) -> None:
        index = self.rows.index_of_folder(folder_id)
        if index.isValid():
            self.scrollTo(index)
            self.selectionModel().setCurrentIndex(index, ALONE)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        marked = self.marked_ids
        if selected.indexes() and len(marked) == 1:  # many are marked to be put in order, not to be read
            self.chosen.emit(marked[0])

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """QListView's own would lay out every row again; no height here depends on what a row says."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        # "Edit the next one" after Tab would rename conversations in a row.
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        del hint
        self.rename_ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.current_row, event.key()
        if key == Qt.Key.Key_Delete and self.marked_ids:
            if self.shows_bin:
                self.purge_asked.emit(self.marked_ids[0])
            else:
                self.delete_asked.emit(self.marked_ids)
        elif row is not None and self._can_toggle(row) and key in _toggles(is_open=row.is_open):
            self._toggle(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.rows.row_at(self.indexAt(event.position().toPoint()))
        is_plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        if row is not None and self._can_toggle(row) and is_plain:
            self._toggle(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsSelectable:
            if not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)
            self.menu_asked.emit(self._menu_place(event, index))

    def _can_toggle(self, row: Row) -> bool:
        """Enter in the editor of a name comes here as well."""
        return (row.folder is not None or row.section == ARCHIVE) and not self.is_renaming

    def _toggle(self, row: Row) -> None:
        self.toggle_asked.emit(None if row.folder is None else row.folder.id)

    def _menu_place(self, event: QContextMenuEvent, index: QModelIndex) -> QPoint:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        return event.globalPos()


def _toggles(*, is_open: bool) -> tuple[Qt.Key, ...]:
    """As in a tree: Right opens, Left closes, Enter and Space do what is not so."""
    way = Qt.Key.Key_Left if is_open else Qt.Key.Key_Right
    return way, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space
