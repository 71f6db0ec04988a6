"""The text field of a message: plain text that grows with what is written, input methods respected. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from chatapp.ui.plain_text import has_words, mime_of, text_of, text_of_html

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEAST_LIMIT = 60
LONGEST_PASTE = 2_500  # characters; a longer one goes beside the message


class MessageEdit(QPlainTextEdit):
    submitted = Signal()
    left_upwards = Signal()  # Up in an empty field
    pasted = Signal(str)  # more than is read in a field
    files_given = Signal(list)  # of Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_composing = False
        self._height_limit = 200
        self._alignment = Qt.AlignmentFlag(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.document().setDocumentMargin(4)
        self._follow_script()
        self.textChanged.connect(self._follow_script)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()  # before it is first shown: Qt's own height is another

    @property
    def is_composing(self) -> bool:
        """Whether an input method holds text that is not in the document yet."""
        return self._is_composing

    @property
    def text(self) -> str:
        return text_of(self.document())

    @property
    def is_blank(self) -> bool:
        """Nothing but white space."""
        return not has_words(self.document())

    def limit_height(self, pixels: int) -> None:
        """It grows up to here; beyond, it scrolls."""
        self._height_limit = max(LEAST_LIMIT, pixels)
        self._fit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._is_composing = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in ENTER and modifiers in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ControlModifier,
        ):
            self._on_enter()
        elif event.key() == Qt.Key.Key_Up and not modifiers and self._is_empty():
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._alignment = Qt.AlignmentFlag(0)
            self._follow_script()

    def createMimeDataFromSelection(self) -> QMimeData:
        return mime_of(self.textCursor())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or bool(_files(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words only: no fonts, no colours, no pictures. Files and very long texts are for others to take."""
        files = _files(source)
        if files:
            self.files_given.emit(files)
            return
        text = (source.text() if source.hasText() else text_of_html(source.html())).replace("\x00", "")
        if len(text) > LONGEST_PASTE:
            self.pasted.emit(text)
        else:
            self.insertPlainText(text)

    def _follow_script(self) -> None:
        """Each paragraph runs as its own script does, whatever side the window's language starts at.

        The layout of plain text has one alignment for all paragraphs: that of the first.
        """
        option = self.document().defaultTextOption()
        is_rightward = self.document().firstBlock().textDirection() is Qt.LayoutDirection.RightToLeft
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setAlignment(Qt.AlignmentFlag.AlignRight if is_rightward else Qt.AlignmentFlag.AlignLeft)
        if option.alignment() != self._alignment:
            self._alignment = option.alignment()
            self.document().setDefaultTextOption(option)

    def _on_enter(self) -> None:
        if self._is_composing:
            # Some input methods pass on the Enter that ends a composition: it takes the characters, it never sends.
            QGuiApplication.inputMethod().commit()
        else:
            self.submitted.emit()

    def _is_empty(self) -> bool:
        return not self._is_composing and self.document().isEmpty()

    def _fit(self) -> None:
        wanted = min(self._text_height(), self._height_limit)
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)

    def _text_height(self) -> int:
        """Of the blocks up to the limit: a pasted book is not measured to its end. The last block has the lower margin
        in its height."""
        height = self.document().documentMargin() + 2
        block = self.document().firstBlock()
        while block.isValid() and height < self._height_limit:
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return int(height + 0.999)


def _files(source: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()] if source.hasUrls() else []
