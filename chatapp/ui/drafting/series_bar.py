"""Says which section of an outline is being written, and stops it: below the page while that goes on. GUI thread."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from chatapp.ui.elided_label import ElidedLabel
from chatapp.ui.theme import colours_of

BAR = QSize(120, 6)


class SeriesBar(QWidget):
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel()
        self.words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.bar = QProgressBar()
        self.bar.setFixedSize(BAR)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Sections written"))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setToolTip(self.tr("Esc"))
        self.stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.stop)
        self.hide()

    def show_progress(self, words: str, number: int, total: int) -> None:
        """The section `number` of `total` is at work."""
        self.words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(number - 1)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(colours_of(self.palette()).line))
        painter.drawLine(0, 0, self.width(), 0)
