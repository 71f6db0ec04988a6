"""What to export and in which form; where to is asked next. GUI thread; not modal."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from chatapp.domain.conversation import Conversation
from chatapp.ui.dialog_size import open_at

ID = Qt.ItemDataRole.UserRole
LIST_HEIGHT = 160


class Extent(IntEnum):
    """In the order of the choices."""

    THIS = 0
    CHOSEN = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Form:
    """A format: the value that stands for it, and the words about it."""

    value: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be exported. `extents` are the words for this one, chosen ones, and all; `untitled` is for one that has
    no title."""

    listed: Sequence[Conversation]
    extents: tuple[str, str, str]
    list_name: str
    untitled: str
    forms: tuple[Form, ...]


class ExportDialog(QDialog):
    """`asked` brings the ids, None for everything, and the value of the format."""

    asked = Signal(object, str)

    def __init__(
        self, offer: Offer, open_id: int | None, marked: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        """Several that are marked in the list are chosen at once."""
        super().__init__(parent)
        self._offer = offer
        self.setWindowTitle(self.tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._open_id = open_id if any(conversation.id == open_id for conversation in offer.listed) else None
        self.extent = QComboBox()
        self.filter = QLineEdit()
        self.choice = QListWidget()
        self.choice.setMinimumHeight(LIST_HEIGHT)
        self.format = QComboBox()
        self.hint = QLabel()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export = self._buttons.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._fill(offer)
        self._arrange()
        self._connect()
        self._propose(marked)
        self._refresh()

    def chosen_ids(self) -> tuple[int, ...] | None:
        """None for everything."""
        match self.extent.currentIndex():
            case Extent.ALL:
                return None
            case Extent.THIS:
                return () if self._open_id is None else (self._open_id,)
        rows = sorted(index.row() for index in self.choice.selectedIndexes())
        return tuple(self.choice.item(row).data(ID) for row in rows)

    def chosen_format(self) -> Form:
        return self._offer.forms[self.format.currentIndex()]

    def _propose(self, marked: Sequence[int]) -> None:
        items = [self.choice.item(row) for row in range(self.choice.count())]
        found = [item for item in items if item.data(ID) in marked]
        if len(found) > 1:
            self.extent.setCurrentIndex(Extent.CHOSEN)
            for item in found:
                item.setSelected(True)
        else:
            self.extent.setCurrentIndex(Extent.ALL if self._open_id is None else Extent.THIS)

    def _fill(self, offer: Offer) -> None:
        self.extent.addItems(offer.extents)
        for conversation in offer.listed:
            item = QListWidgetItem(conversation.title or offer.untitled, self.choice)
            item.setData(ID, conversation.id)
        for form in offer.forms:
            self.format.addItem(form.name, form.value)

    def _arrange(self) -> None:
        self.filter.setPlaceholderText(self.tr("Filter titles"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.tr("Filter titles"))
        self.choice.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.choice.setAccessibleName(self._offer.list_name)
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for words, box in ((self.tr("&What"), self.extent), (self.tr("&Format"), self.format)):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", ""))
            column.addWidget(label)
            column.addWidget(box)
        column.addWidget(self.hint)
        column.addWidget(self.filter)
        column.addWidget(self.choice, 1)
        column.addWidget(self._buttons)
        self.setMinimumWidth(440)

    def _connect(self) -> None:
        self.extent.currentIndexChanged.connect(self._refresh)
        self.choice.itemSelectionChanged.connect(self._refresh)
        self.filter.textChanged.connect(self._on_filter)
        self.format.currentIndexChanged.connect(self._refresh)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)

    def _refresh(self) -> None:
        is_choice = self.extent.currentIndex() == Extent.CHOSEN
        for widget in (self.filter, self.choice):
            widget.setVisible(is_choice)
        self.hint.setText(self.chosen_format().hint)
        self.export.setEnabled(self.chosen_ids() != ())
        open_at(self, self.sizeHint())

    def _on_filter(self, words: str) -> None:
        wanted = words.casefold()
        for row in range(self.choice.count()):
            item = self.choice.item(row)
            item.setHidden(wanted not in item.text().casefold())

    def _on_accepted(self) -> None:
        self.asked.emit(self.chosen_ids(), self.chosen_format().value)
        self.accept()
