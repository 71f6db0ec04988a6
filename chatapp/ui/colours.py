"""The colours that a person gives to folders, tags and conversations: how a theme paints them, and their names."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap

from chatapp.domain.colour import Colour
from chatapp.ui.theme import is_dark

LIGHT = {
    Colour.RED: "#c62f2f",
    Colour.ORANGE: "#b35900",
    Colour.YELLOW: "#8a6d00",
    Colour.GREEN: "#2f7d32",
    Colour.TEAL: "#00757a",
    Colour.BLUE: "#2a5bd7",
    Colour.PURPLE: "#7b3fc4",
    Colour.PINK: "#b8327f",
    Colour.GREY: "#666a70",
}
DARK = {
    Colour.RED: "#ff8a80",
    Colour.ORANGE: "#ffb066",
    Colour.YELLOW: "#f2d35c",
    Colour.GREEN: "#86d48a",
    Colour.TEAL: "#66d1d6",
    Colour.BLUE: "#8fb2ff",
    Colour.PURPLE: "#c9a2ff",
    Colour.PINK: "#ff9ad1",
    Colour.GREY: "#adb0b6",
}
DOT = 10


def paint_of(colour: Colour, palette: QPalette) -> QColor:
    return QColor((DARK if is_dark(palette) else LIGHT)[colour])


def dot_icon(colour: Colour, palette: QPalette) -> QIcon:
    """For a menu, where the name stands beside it."""
    picture = QPixmap(16, 16)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(paint_of(colour, palette))
    painter.drawEllipse(3, 3, DOT, DOT)
    painter.end()
    return QIcon(picture)


def colour_name(colour: Colour) -> str:
    translate = QCoreApplication.translate
    names = {
        Colour.RED: translate("Colours", "Red"),
        Colour.ORANGE: translate("Colours", "Orange"),
        Colour.YELLOW: translate("Colours", "Yellow"),
        Colour.GREEN: translate("Colours", "Green"),
        Colour.TEAL: translate("Colours", "Teal"),
        Colour.BLUE: translate("Colours", "Blue"),
        Colour.PURPLE: translate("Colours", "Purple"),
        Colour.PINK: translate("Colours", "Pink"),
        Colour.GREY: translate("Colours", "Grey"),
    }
    return names[colour]
