"""The ground of a turn: a tinted box behind what the person wrote, nothing behind an answer. GUI thread."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from chatapp.ui.theme import colours_of


class TurnFrame(QWidget):
    def __init__(self, parent: QWidget, *, has_box: bool) -> None:
        super().__init__(parent)
        self._has_box = has_box
        self._box_height = 0

    @property
    def has_strong_frame(self) -> bool:
        """Whether its box stands out: the keyboard is in it."""
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._has_box:
            return
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent if self.has_strong_frame else colours.panel))
        painter.setBrush(QColor(colours.panel))
        painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self._box_height - 1), 8, 8)
