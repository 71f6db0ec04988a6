"""Stands in the composer's place under what lies in the bin. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget


class BinBar(QWidget):
    restore_asked = Signal()
    purge_asked = Signal()

    def __init__(self, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.restore = QPushButton(self.tr("Restore"))
        self.restore.clicked.connect(self.restore_asked)
        self.purge = QPushButton(self.tr("Delete for good…"))
        self.purge.clicked.connect(self.purge_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 16)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(QLabel(sentence or self.tr("This conversation is in the bin.")))
        row.addWidget(self.restore)
        row.addWidget(self.purge)
        row.addStretch(1)

    @property
    def has_keyboard(self) -> bool:
        return self.restore.hasFocus() or self.purge.hasFocus()
