"""What a person is told of the starter model before anything is fetched. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from chatapp.domain.model import StarterCard
from chatapp.ui.quantities import size
from chatapp.ui.theme import colours_of
from chatapp.ui.translation_catalogue import said


class StarterFacts(QWidget):
    def __init__(self, starter: StarterCard, place: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = QLabel(starter.name)
        font = QFont(name.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 1.2)
        name.setFont(font)
        description = _words(said(starter.description))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (label, text) in enumerate(self._rows(starter, place)):
            heading = QLabel(label)
            heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            grid.addWidget(heading, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_words(text), row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(name)
        column.addWidget(description)
        column.addSpacing(4)
        column.addLayout(grid)

    def _rows(self, starter: StarterCard, place: Path) -> tuple[tuple[str, str], ...]:
        package = self.tr("{0} {1}, a package of the Python package index, through this computer's own pip")
        return (
            (
                self.tr("From"),
                self._beside() if starter.is_beside else package.format(starter.package, starter.version),
            ),
            (self.tr("Size"), self._size(starter)),
            (self.tr("Licence"), starter.licence),
            (self.tr("Place"), str(place)),
        )

    def _beside(self) -> str:
        return self.tr("The copy that came with the program: nothing is fetched")

    def _size(self, starter: StarterCard) -> str:
        if starter.is_beside:
            return size(starter.size_bytes)
        return self.tr("{0} to fetch, {1} on the disk").format(size(starter.download_bytes), size(starter.size_bytes))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.line))
        painter.setBrush(QColor(colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
