"""How far fetching, converting and loading a model are, with the way out. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from chatapp.services.models import ModelPhase, ModelState
from chatapp.ui.status_bar.wording import model_text, progress_text

STEPS = 1000


class InstallProgress(QWidget):
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.bar)

    def show_state(self, state: ModelState) -> None:
        self.text.setText(model_text(state) if state.progress is None else progress_text(state.progress))
        fraction = None if state.progress is None else state.progress.fraction
        self.bar.setRange(0, 0 if fraction is None else STEPS)
        self.bar.setValue(int((fraction or 0) * STEPS))
        self.cancel.setVisible(state.phase is ModelPhase.INSTALLING)
        if state.phase is not ModelPhase.INSTALLING:
            self.cancel.setEnabled(True)

    def _on_cancel(self) -> None:
        """Once is enough; what is under way ends at its next step."""
        self.cancel.setEnabled(False)
        self.text.setText(self.tr("Cancelling"))
        self.cancel_asked.emit()
