"""What is under way, in words and as a bar, with the way to end it. GUI thread; knows no work."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

STEPS = 1000


class ProgressStrip(QWidget):
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(8)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.cancel)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(row)
        self._column.addWidget(self.bar)

    def show_fraction(self, fraction: float | None) -> None:
        """None: how far it is, nobody knows."""
        self.bar.setRange(0, 0 if fraction is None else STEPS)
        self.bar.setValue(int((fraction or 0) * STEPS))

    def _on_cancel(self) -> None:
        """Once is enough; what is under way ends at its next step."""
        self.cancel.setEnabled(False)
        self.text.setText(self.tr("Cancelling"))
        self.cancel_asked.emit()
