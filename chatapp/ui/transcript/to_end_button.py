"""The round button that brings the reader back to the end. GUI thread."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from chatapp.ui.icons import Icon
from chatapp.ui.theme import colours_of
from chatapp.ui.widgets.icon_button import LARGE, IconButton

DIAMETER = 36


class ToEndButton(IconButton):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Icon.TO_END, "", parent=parent)
        self.set_label(self.tr("To the end"), self.tr("End"))
        self.setFixedSize(DIAMETER, DIAMETER)
        self.setIconSize(QSize(LARGE, LARGE))
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent if self.hasFocus() else colours.line))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.page))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        corner = (DIAMETER - LARGE) // 2
        self.icon().paint(painter, corner, corner, LARGE, LARGE)
