"""The view of the list: keys, context menu, renaming in place. GUI thread; asks by signals, changes nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView, QMenu, QWidget

from chatapp.ui.conversation_list.delegate import ConversationDelegate
from chatapp.ui.conversation_list.list_model import ConversationListModel, Index


class ConversationListView(QListView):
    chosen = Signal(int)
    delete_asked = Signal(int)
    restore_asked = Signal(int)
    purge_asked = Signal(int)
    rename_ended = Signal()

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
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.viewport().setBackgroundRole(self.backgroundRole())
        self.viewport().setAutoFillBackground(False)

    @property
    def current_id(self) -> int | None:
        return self.rows.id_at(self.currentIndex())

    @property
    def is_renaming(self) -> bool:
        return self.state() is QAbstractItemView.State.EditingState

    def select(self, conversation_id: int | None) -> None:
        """Marks a conversation without asking to open it."""
        index = self.rows.index_of(conversation_id)
        was_blocked = self.blockSignals(True)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.selectionModel().clear()
        self.blockSignals(was_blocked)
        self.viewport().update()

    def rename_current(self) -> None:
        if self.current_id is not None and not self.shows_bin:
            self.edit(self.currentIndex())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if selected.indexes() and self.current_id is not None:
            self.chosen.emit(self.current_id)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """QListView's own would lay out every row again; no height here depends on what a row says."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        # "Edit the next one" after Tab would rename conversations in a row.
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        del hint
        self.rename_ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.current_id is not None:
            (self.purge_asked if self.shows_bin else self.delete_asked).emit(self.current_id)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        conversation_id = self.rows.id_at(index)
        if conversation_id is not None:
            self._menu(index, conversation_id).popup(self._menu_place(event, index))

    def _menu(self, index: QModelIndex, conversation_id: int) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.shows_bin:
            menu.addAction(self.tr("&Restore")).triggered.connect(lambda: self.restore_asked.emit(conversation_id))
            menu.addAction(self.tr("&Delete for good…")).triggered.connect(
                lambda: self.purge_asked.emit(conversation_id)
            )
        else:
            menu.addAction(self.tr("&Rename")).triggered.connect(lambda: self.edit(index))
            menu.addAction(self.tr("Move to the &bin")).triggered.connect(
                lambda: self.delete_asked.emit(conversation_id)
            )
        return menu

    def _menu_place(self, event: QContextMenuEvent, index: QModelIndex) -> QPoint:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        return event.globalPos()
