"""The layout of a page that is written on: plain text, its lines as far apart as those that are read, each paragraph
beginning on its script's side. GUI thread.

Qt's layout for plain text, which lays out a paragraph when it is needed, knows neither: the lines are moved after it
has placed them.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

FULL = 0.9
"""The part of a line's height up to which characters may fill it; a line with larger ones is made taller."""
LARGE = 1.25


class LineLayout(QPlainTextDocumentLayout):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.pitch = 0  # pixels from one line of prose to the next

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        room = super().blockBoundingRect(block)
        lines = block.layout()
        count = lines.lineCount()
        if not block.isVisible() or not count:
            return room
        height, margin = 0, self.document().documentMargin()
        is_rightward = block.textDirection() is Qt.LayoutDirection.RightToLeft
        for number in range(count):
            line = lines.lineAt(number)
            natural = line.height()
            whole = self.pitch if natural <= self.pitch * FULL else round(natural * LARGE)
            left = margin + (max(0.0, line.width() - line.naturalTextWidth()) if is_rightward else 0.0)
            place = QPointF(left, height + (whole - natural) // 2)
            if line.position() != place:
                line.setPosition(place)
            height += whole
        room.setHeight(height + (0 if block.next().isValid() else margin))
        return room
