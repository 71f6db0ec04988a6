"""The layout of a page that is written on: plain text, its lines as far apart as those that are read, each paragraph
beginning on its script's side. GUI thread.

Qt's layout for plain text, which lays out a paragraph when it is needed, knows neither: the lines are moved after it
has placed them.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout, QTextLine
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
        height = self._height(lines, count) or self._place(block, lines, count)
        room.setHeight(height + (0 if block.next().isValid() else self.document().documentMargin()))
        return room

    def _height(self, lines: QTextLayout, count: int) -> int:
        """Of lines that are where they belong, known by the first and the last; 0 where Qt has placed them anew. This
        is asked for a dozen times a key, and a paragraph may have thousands of lines."""
        first, last = lines.lineAt(0), lines.lineAt(count - 1)
        if not first.y() or first.y() != self._above(first):
            return 0
        return round(last.y()) - self._above(last) + self._whole(last)

    def _place(self, block: QTextBlock, lines: QTextLayout, count: int) -> int:
        """Moves the lines to where they belong; their height together."""
        height, margin = 0, self.document().documentMargin()
        is_rightward = block.textDirection() is Qt.LayoutDirection.RightToLeft
        for number in range(count):
            line = lines.lineAt(number)
            left = margin + (max(0.0, line.width() - line.naturalTextWidth()) if is_rightward else 0.0)
            line.setPosition(QPointF(left, height + self._above(line)))
            height += self._whole(line)
        return height

    def _whole(self, line: QTextLine) -> int:
        natural = line.height()
        return self.pitch if natural <= self.pitch * FULL else round(natural * LARGE)

    def _above(self, line: QTextLine) -> int:
        """What is left blank over a line."""
        return int((self._whole(line) - line.height()) // 2)
