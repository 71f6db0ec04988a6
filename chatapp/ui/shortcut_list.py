"""Help > Shortcuts: what each key does, read off the actions themselves. GUI thread; not modal."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from chatapp.ui.actions import keys_text, plain_text
from chatapp.ui.dialog_size import open_at


class ShortcutList(QDialog):
    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = [(keys_text(action), plain_text(action)) for action in actions if keys_text(action)]
        rows += [
            (self.tr("Enter"), self.tr("Send the message")),
            (self.tr("Shift+Enter"), self.tr("New line in the message")),
        ]
        page = QWidget()
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(24)
        for place, (keys, words) in enumerate(rows):
            grid.addWidget(QLabel(words), place, 0)
            grid.addWidget(QLabel(keys), place, 1)
        grid.setColumnStretch(0, 1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(self.tr("Shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area)
        column.addWidget(buttons)
        open_at(self, (460, 560))
