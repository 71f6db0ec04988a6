"""What is under way: its name, how far it is, the time that is left, and the way to end it. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from chatapp.domain.model import TaskProgress
from chatapp.services.errand import Standing
from chatapp.ui import quantities
from chatapp.ui.translation_catalogue import said

STEPS = 1000


class ErrandStrip(QWidget):
    """Hidden while there is nothing."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setMinimumWidth(80)
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
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.bar)
        self._is_ending = False
        self.hide()

    def show_standing(self, standing: Standing | None) -> None:
        if standing is None:
            self._is_ending = False
            self.cancel.setEnabled(True)
            self.hide()
            return
        fraction = None if standing.progress is None else standing.progress.fraction
        if not self._is_ending:
            self.text.setText(words_of(standing))
        self.bar.setRange(0, 0 if fraction is None else STEPS)
        self.bar.setValue(int((fraction or 0) * STEPS))
        self.show()

    def _on_cancel(self) -> None:
        """Once is enough; it ends at its next step."""
        self._is_ending = True
        self.cancel.setEnabled(False)
        self.text.setText(self.tr("Cancelling"))
        self.cancel_asked.emit()


def words_of(standing: Standing) -> str:
    parts = [said(standing.name), *_progress_words(standing.progress)]
    return " · ".join(part for part in parts if part)


def _progress_words(progress: TaskProgress | None) -> list[str]:
    if progress is None:
        return []
    words = [said(progress.stage)]
    if progress.fraction is not None:
        words.append(quantities.percent(progress.fraction))
    if progress.seconds_left is not None:
        words.append(quantities.time_left(progress.seconds_left))
    return words
