"""A field for a longer text that tells once, when the keyboard leaves it. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

MARGIN = 16


class LateEdit(QPlainTextEdit):
    """So that half a sentence is nobody's prompt."""

    left = Signal()

    def __init__(self, lines: int, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + MARGIN)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
