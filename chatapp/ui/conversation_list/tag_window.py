"""All tags: their names, their colours, how many conversations have them. GUI thread; asks by signals, not modal."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from chatapp.domain.colour import Colour
from chatapp.domain.tag import Tag, tag_name
from chatapp.ui.colours import colour_name, dot_icon
from chatapp.ui.conversation_list.menus import fill_colours
from chatapp.ui.dialog_size import open_at
from chatapp.ui.quantities import count

SIZE = QSize(420, 380)
NAME = Qt.ItemDataRole.UserRole
ICON = 16


class TagWindow(QDialog):
    renamed = Signal(str, str)
    coloured = Signal(str, object)  # a Colour or None
    deleted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setWindowTitle(self.tr("Tags"))
        self._tags: dict[str, Tag] = {}
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.windowTitle())
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        self.list.itemChanged.connect(self._on_changed)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_possible())
        self.empty = QLabel(self.tr("There are no tags yet. Give one to a conversation in its menu."))
        self.empty.setWordWrap(True)
        self.rename = QPushButton(self.tr("&Rename"))
        self.rename.clicked.connect(self._rename)
        self.colour = QPushButton(self.tr("&Colour"))
        self.colours = QMenu(self.colour)
        self.colours.aboutToShow.connect(self._fill_colours)
        self.colour.setMenu(self.colours)
        self.delete = QPushButton(self.tr("&Delete"))
        self.delete.setToolTip(self.tr("Takes it from all conversations that have it"))
        self.delete.clicked.connect(self._delete)
        for button in (self.rename, self.colour, self.delete):
            button.setAutoDefault(False)
        self._lay_out()
        open_at(self, SIZE)

    def show_tags(self, tags: Sequence[tuple[Tag, int]]) -> None:
        """Each with how many conversations have it; the keyboard stays with its tag, or near it."""
        current, place = self._current, self.list.currentIndex().row()
        self._tags = {tag.name: tag for tag, _ in tags}
        was_blocked = self.list.blockSignals(True)
        self.list.clear()
        self.list.addTopLevelItems([self._item(tag, number) for tag, number in tags])
        self.list.blockSignals(was_blocked)
        names = [tag.name for tag, _ in tags]
        near = names.index(current) if current in names else min(max(place, 0), len(names) - 1)
        self.list.setCurrentIndex(self.list.model().index(near, 0))
        self.empty.setVisible(not tags)
        self.list.setVisible(bool(tags))
        self._show_possible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._delete()
        else:
            super().keyPressEvent(event)

    @property
    def _current(self) -> str | None:
        item = self.list.currentItem()
        return None if item is None else str(item.data(0, NAME))

    def _item(self, tag: Tag, number: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem([tag.name, count(number)])
        item.setData(0, NAME, tag.name)
        item.setIcon(0, _blank_icon() if tag.colour is None else dot_icon(tag.colour, self.palette()))
        colour = "" if tag.colour is None else colour_name(tag.colour)
        words = self.tr("1 conversation") if number == 1 else self.tr("{0} conversations").format(count(number))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (tag.name, colour, words))))
        item.setToolTip(1, words)
        item.setToolTip(0, colour)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable)
        return item

    def _on_changed(self, item: QTreeWidgetItem, column: int) -> None:
        """An empty or an unchanged name is no renaming."""
        old, new = str(item.data(0, NAME)), tag_name(item.text(0))
        if column == 0 and new and new != old:
            item.setData(0, NAME, new)
            QTimer.singleShot(0, self, lambda: self.renamed.emit(old, new))  # the list is filled anew then
        elif item.text(0) != old:
            item.setText(0, old)

    def _fill_colours(self) -> None:
        self.colours.clear()
        name = self._current
        if name is not None:
            fill_colours(self.colours, self._tags[name].colour, lambda colour: self._choose(name, colour))

    def _choose(self, name: str, colour: Colour | None) -> None:
        self.coloured.emit(name, colour)

    def _rename(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.list.editItem(item, 0)

    def _delete(self) -> None:
        if (name := self._current) is not None:
            self.deleted.emit(name)

    def _show_possible(self) -> None:
        for button in (self.rename, self.colour, self.delete):
            button.setEnabled(self._current is not None)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.rename, self.colour, self.delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)


def _blank_icon() -> QIcon:
    """So that names stand below each other."""
    picture = QPixmap(ICON, ICON)
    picture.fill(Qt.GlobalColor.transparent)
    return QIcon(picture)
