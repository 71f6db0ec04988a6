"""Changes a sent message in its place. GUI thread; asks by signals."""

import math

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextEdit, QWidget

from chatapp.ui.markdown.look import PROSE_SCALE, scaled
from chatapp.ui.plain_text import has_words, mime_of, text_of

BUTTONS_HEIGHT = 36
TALLEST = 400  # pixels of text; a longer one scrolls


class MessageEditor(QWidget):
    changed = Signal(str)
    submitted = Signal(str)
    cancelled = Signal()
    grown = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = _Field(text, self)
        self.setFocusProxy(self.field)
        self._save = QPushButton(self.tr("Save"), self)
        self._save.setToolTip(self.tr("Send again as a new version (Enter)"))
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setToolTip(self.tr("Leave it as it was (Esc)"))
        self._save.clicked.connect(self._submit)
        self._cancel.clicked.connect(self.cancelled)
        self.field.entered.connect(self._submit)
        self.field.left.connect(self.cancelled)
        self.field.textChanged.connect(self._on_text_changed)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        self._height = 0

    @property
    def text(self) -> str:
        return text_of(self.field.document())

    def lay_out(self, width: int) -> int:
        """Places everything at this width; returns the height that it takes."""
        document = self.field.document()
        document.setTextWidth(width)
        text = min(TALLEST, math.ceil(document.size().height()))
        self.field.setGeometry(0, 0, width, text)
        buttons = max(BUTTONS_HEIGHT, self._buttons.sizeHint().height())
        self._buttons.setGeometry(0, text, width, buttons)
        self._height = text
        return text + buttons

    def _submit(self) -> None:
        if has_words(self.field.document()):
            self.submitted.emit(self.text)

    def _on_text_changed(self) -> None:
        self.changed.emit(self.text)
        self._save.setEnabled(has_words(self.field.document()))
        if min(TALLEST, math.ceil(self.field.document().size().height())) != self._height:
            self.grown.emit()


class _Field(QTextEdit):
    entered = Signal()
    left = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_composing = False
        self.setAcceptRichText(False)
        self.setFont(scaled(parent.font(), PROSE_SCALE))
        self.setPlainText(text)
        self.setAccessibleName(self.tr("Edit your message"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setTabChangesFocus(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def createMimeDataFromSelection(self) -> QMimeData:
        return mime_of(self.textCursor())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not self._is_composing and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
