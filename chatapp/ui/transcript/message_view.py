"""The text of one message: to read, select, copy and follow links in. GUI thread; as tall as its text."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from chatapp.ui.markdown.decoration import paint_behind
from chatapp.ui.markdown.document import VERY_LARGE, AnswerDocument, PlainDocument
from chatapp.ui.markdown.formula_object import latex_in
from chatapp.ui.markdown.look import Look, look_of
from chatapp.ui.markdown.parser import definitions_of
from chatapp.ui.plain_text import mime_of, mime_with

AT_ONCE = 2_000  # characters that are laid out at once; more come in slices, so that the window never stalls
PIECE = 300
SPOKEN_FORMULAS = 40
SLICE_SECONDS = 0.003  # of one turn of the event loop
_SCROLL_KEYS = frozenset((Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape))
Marked = tuple[int, int, QTextCharFormat]
"""From one place of the document to another."""


class MessageView(QTextBrowser):
    link_activated = Signal(str)
    grown = Signal()  # its height may be another
    pressed = Signal()  # a selection begins anew
    dragged = Signal(QPoint)  # with the button held, to a point of the screen
    dropped = Signal()
    all_asked = Signal()
    edge_left = Signal(int)  # selecting by the keyboard goes on above, or below
    markdown_asked = Signal()

    def __init__(self, name: str, *, is_markdown: bool, is_quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_markdown = is_markdown
        self._is_quiet = is_quiet
        self._text = ""
        self._is_whole = False
        self._was_whole = False  # when its document was begun
        self._waiting = ""
        self.spanning: Callable[[], str | None] = lambda: None  # the words of a selection of which this text has a part
        self._look = self._present_look()
        self._shown: AnswerDocument | PlainDocument = self._document(self._look)
        self._layers: dict[object, Sequence[Marked]] = {}
        self._feed = QTimer(self, interval=0)
        self._feed.timeout.connect(self._on_feed)
        self._set_up(name)

    def _present_look(self) -> Look:
        look = look_of(self.font(), self.palette())
        return replace(look, colours=replace(look.colours, text=look.colours.muted)) if self._is_quiet else look

    def _set_up(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(lambda url: self.link_activated.emit(url.toString()))
        self.highlighted.connect(lambda url: self.setToolTip(url.toString()))

    @property
    def text(self) -> str:
        """The message as it was given, Markdown and all."""
        return self._text

    @property
    def has_code(self) -> bool:
        return isinstance(self._shown, AnswerDocument) and self._shown.has_code

    @property
    def is_arriving(self) -> bool:
        """Whether a long text is still being laid out."""
        return bool(self._waiting)

    def show_text(self, text: str, *, is_whole: bool) -> None:
        """`is_whole` False: more may come. A text that begins with the one shown costs only what is new."""
        if text == self._text and is_whole == self._is_whole:
            return
        is_more = self._is_markdown and not self._is_whole and bool(self._text) and text.startswith(self._text)
        if not is_more:
            self._text = text
            self._is_whole = is_whole
            self._start(self._look)
            return
        more = text[len(self._text) :]
        self._text = text
        self._is_whole = is_whole
        self._add(more)

    def mark(self, layer: object, marked: Sequence[Marked]) -> None:
        """Paints places of the document, for one of those who have something to show; later layers over earlier ones.
        Gone when another document is laid out."""
        self._layers[layer] = marked
        self.setExtraSelections([self._selection(*each) for layer in self._layers.values() for each in layer])

    def height_for(self, width: int) -> int:
        if self._shown.textWidth() != width:
            self._shown.setTextWidth(width)
        return self._shown.height

    def _start(self, look: Look) -> None:
        old = self._shown
        self._look = look
        self._was_whole = self._is_whole
        self._feed.stop()
        self._waiting = ""
        self._shown = self._document(look)
        self._add(self._text)
        self._shown.setTextWidth(self.viewport().width())  # laid out once, not again by the next line
        self._layers.clear()
        self.setExtraSelections([])  # they are of the old document, and Qt would look for them in the new one
        self.setDocument(self._shown)
        old.deleteLater()
        self.grown.emit()

    def _selection(self, start: int, end: int, chars: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._shown)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, chars
        return selection

    def _document(self, look: Look) -> AnswerDocument | PlainDocument:
        if not self._is_markdown:
            return PlainDocument(look, self)
        document = AnswerDocument(look, self, known=definitions_of(self._text) if self._is_whole else None)
        document.reshaped.connect(self.grown)
        return document

    def _add(self, more: str) -> None:
        self._waiting += more
        if len(self._waiting) > AT_ONCE:
            self._feed.start()
        elif not self._feed.isActive():
            self._lay_down(len(self._waiting))
            self.grown.emit()

    def _on_feed(self) -> None:
        end = time.perf_counter() + SLICE_SECONDS
        while self._waiting and time.perf_counter() < end:
            self._lay_down(self._piece())
            self._shown.size()  # lays out what was added, as part of this turn
        self.grown.emit()

    def _piece(self) -> int:
        """What a person typed, to the end of a line: one that is written in parts is laid out again for each."""
        line_end = self._waiting.find("\n", PIECE)
        if self._is_markdown:
            return PIECE
        return len(self._waiting) if line_end < 0 else line_end + 1

    def _lay_down(self, length: int) -> None:
        self._shown.append(self._waiting[:length])
        self._waiting = self._waiting[length:]
        if not self._waiting:
            self._feed.stop()
            if self._is_whole:
                self._finish()

    def _finish(self) -> None:
        """A long text whose end tells something about its beginning is laid out again, in slices like any other."""
        is_long = len(self._text) > VERY_LARGE and isinstance(self._shown, AnswerDocument)
        if is_long and not self._was_whole and isinstance(self._shown, AnswerDocument) and self._shown.must_start_over:
            self._start(self._look)
        else:
            self._shown.finish()
            self._speak_formulas()

    def _speak_formulas(self) -> None:
        """To who listens a drawing says nothing, so its source is told beside the text."""
        formulas = "; ".join(latex_in(self._shown, SPOKEN_FORMULAS))
        self.setAccessibleDescription(self.tr("Formulas: {0}").format(formulas) if formulas else "")

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Nothing is ever fetched."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        words = self.spanning()
        return mime_of(self.textCursor()) if words is None else mime_with(words)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.addSeparator()
        menu.addAction(self.tr("Copy as Markdown"), self.markdown_asked.emit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.dropped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_behind(painter, self.document(), QRectF(event.rect()), self._look.colours)
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in _SCROLL_KEYS:
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Copy) and (words := self.spanning()) is not None:
            QGuiApplication.clipboard().setText(words)
        elif event.matches(QKeySequence.StandardKey.SelectAll) and self._is_all_selected():
            self.all_asked.emit()
        elif (step := _selected_step(event)) != 0:
            before = self.textCursor().position()
            if self.spanning() is None:
                super().keyPressEvent(event)
            if self.textCursor().position() == before:
                self.edge_left.emit(step)
        else:
            super().keyPressEvent(event)

    def _is_all_selected(self) -> bool:
        cursor = self.textCursor()
        return cursor.selectionEnd() - cursor.selectionStart() >= self._shown.characterCount() - 1

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_look"):
            look = self._present_look()
            if look != self._look:
                self._start(look)


def _selected_step(event: QKeyEvent) -> int:
    """-1 and 1 for keys that select a line further up or down, else 0."""
    if event.matches(QKeySequence.StandardKey.SelectPreviousLine):
        return -1
    return 1 if event.matches(QKeySequence.StandardKey.SelectNextLine) else 0
