"""The field above the list that filters by title. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from chatapp.ui.edged_box import EdgedBox
from chatapp.ui.key_tips import show_keys

HEIGHT = 32


class SearchField(QLineEdit):
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setPlaceholderText(self.tr("Search titles"))
        self.setAccessibleName(self.tr("Search titles"))
        show_keys(self, self.accessibleName(), "search")
        self.setClearButtonEnabled(True)

    def boxed(self) -> QWidget:
        """The field in its frame, for a layout."""
        box = EdgedBox(self, 8)
        row = QHBoxLayout(box)
        row.setContentsMargins(8, 2, 4, 2)
        row.addWidget(self)
        box.setFixedHeight(HEIGHT)
        return box

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears it first; Down goes into the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
