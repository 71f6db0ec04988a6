"""A small bar for how full the model's window is. GUI thread; the number stands beside it as text."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from chatapp.ui.theme import colours_of


class ContextMeter(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self._warns = False
        self.setFixedSize(QSize(64, 8))

    def show_fraction(self, fraction: float, *, warns: bool) -> None:
        self._fraction, self._warns = min(1.0, max(0.0, fraction)), warns
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = colours_of(self.palette())
        groove = QRectF(self.rect())
        painter.setBrush(QColor(colours.track))
        painter.drawRoundedRect(groove, 4, 4)
        if self._fraction:
            groove.setWidth(max(groove.height(), groove.width() * self._fraction))
            accent = self.palette().color(QPalette.ColorRole.Accent)
            painter.setBrush(QColor(colours.warning) if self._warns else accent)
            painter.drawRoundedRect(groove, 4, 4)
