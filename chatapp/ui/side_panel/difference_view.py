"""Two texts in one: removed words are struck, added ones underlined, so that it reads without colour. GUI thread."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from chatapp.domain.difference import Change, difference
from chatapp.ui.theme import is_dark

REMOVED = {False: "#a32020", True: "#ff9d94"}
ADDED = {False: "#1f6b24", True: "#8fd694"}


class DifferenceView(QPlainTextEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = ("", "")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Differences"))
        self.setAccessibleDescription(self.tr("Removed words are struck through, added ones are underlined."))

    def show_texts(self, before: str, after: str) -> None:
        self._texts = (before, after)
        self.clear()
        cursor = QTextCursor(self.document())
        for piece in difference(before, after):
            cursor.insertText(piece.text, self._format(piece.change))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def changeEvent(self, event: QEvent) -> None:
        """The colours are those of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and any(getattr(self, "_texts", ())):
            bar = self.verticalScrollBar()
            place = bar.value()
            self.show_texts(*self._texts)
            bar.setValue(place)

    def _format(self, change: Change) -> QTextCharFormat:
        chars = QTextCharFormat()
        dark = is_dark(self.palette())
        if change is Change.REMOVED:
            chars.setFontStrikeOut(True)
            chars.setForeground(QColor(REMOVED[dark]))
        elif change is Change.ADDED:
            chars.setFontUnderline(True)
            chars.setForeground(QColor(ADDED[dark]))
        return chars
