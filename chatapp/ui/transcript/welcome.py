"""The page before the first word: a greeting and what one could ask. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from chatapp.ui.markdown.look import scaled
from chatapp.ui.theme import colours_of


def _examples() -> Sequence[str]:
    return (
        QCoreApplication.translate("Transcript", "Explain how a rainbow forms, in three sentences."),
        QCoreApplication.translate("Transcript", "Help me write a polite letter to my landlord."),
        QCoreApplication.translate("Transcript", "Suggest five names for a small bookshop."),
    )


class _Example(QPushButton):
    """A quiet card; its line is stronger under the pointer and with the keyboard."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 32, self.fontMetrics().height() + 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent if self.hasFocus() else colours.line))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(QColor(colours.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Welcome(QWidget):
    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        greeting = self._label(self.tr("What would you like to talk about?"))
        font = QFont(scaled(self.font(), 1.6))
        font.setWeight(QFont.Weight.DemiBold)
        greeting.setFont(font)
        self._promise = self._label("")
        self._promise.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.promise(is_incognito=False)
        column.addWidget(greeting)
        column.addWidget(self._promise)
        column.addSpacing(16)
        self.examples = [self._example(example) for example in _examples()]
        for button in self.examples:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def promise(self, *, is_incognito: bool) -> None:
        self._promise.setText(
            self.tr("Nothing of this conversation reaches the disk. It is gone when the program ends.")
            if is_incognito
            else self.tr("Answers are made on this computer and stay here.")
        )

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    def _example(self, text: str) -> QPushButton:
        button = _Example(text, self)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.example_chosen.emit(text))
        return button
