"""The page that is written on: Markdown shown as it is typed, proposals after the cursor. GUI thread.

Undo is asked for, not done here: it outlives the window. Places are told in code points.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from chatapp.domain.document import Splice
from chatapp.ui.drafting.ghost import Ghost
from chatapp.ui.drafting.highlighter import MarkdownHighlighter
from chatapp.ui.drafting.line_layout import LineLayout
from chatapp.ui.drafting.mirror import Mirror
from chatapp.ui.markdown.look import line_height, look_of
from chatapp.ui.plain_text import text_of_html

LETTERS = 72  # of the column, at most
LEAST_MARGIN, TOP_MARGIN = 24, 16
LINE_HEIGHT = 1.7  # airier than what is only read: there is a cursor in it
DIM = 175  # of 255: how much of the page lies over what is not being written
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(QPlainTextEdit):
    edited = Signal(object)  # what the person did, a domain.document.Splice
    undo_asked = Signal()
    redo_asked = Signal()
    accepted = Signal(str)  # of the ghost: to be put where the cursor is
    dismissed = Signal()  # the ghost is not wanted
    menu_asked = Signal(object)  # a QMenu, to be added to before it is shown
    look_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_focused_mode = False
        self._composed_over = ""  # the ghost that waits while an input method composes
        self._beside: dict[QEvent.Type, Callable[[Any], None]] = {
            QEvent.Type.MouseButtonPress: self.mousePressEvent,
            QEvent.Type.MouseButtonRelease: self.mouseReleaseEvent,
            QEvent.Type.MouseMove: self.mouseMoveEvent,
            QEvent.Type.Wheel: self.wheelEvent,
        }
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Text of the document"))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        document = QTextDocument(self)
        document.setDocumentLayout(LineLayout(document))
        document.setUndoRedoEnabled(False)
        option = document.defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self.setDocument(document)
        self.mirror = Mirror(document)
        self.mirror.spliced.connect(self.edited)
        self.highlighter = MarkdownHighlighter(document, look_of(self.font(), self.palette()), self._is_seen)
        self.ghost = Ghost(self)
        self.updateRequest.connect(self._on_update_request)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self._show_look()

    # The text.

    @property
    def text(self) -> str:
        return self.mirror.text

    @property
    def place(self) -> int:
        """Of the cursor."""
        return self.mirror.to_place(self.textCursor().position())

    @property
    def selection(self) -> tuple[int, int]:
        """Equal where nothing is selected."""
        cursor = self.textCursor()
        return self.mirror.to_place(cursor.selectionStart()), self.mirror.to_place(cursor.selectionEnd())

    @property
    def selected(self) -> str:
        start, end = self.selection
        return self.text[start:end]

    @property
    def sight(self) -> tuple[int, int]:
        """The first and the last place that can be seen."""
        first, last = self.firstVisibleBlock(), self.cursorForPosition(self.viewport().rect().bottomRight())
        return self.mirror.to_place(first.position()), self.mirror.to_place(last.position())

    def show_text(self, text: str) -> None:
        """Another document's."""
        self.ghost.end()
        self.mirror.show(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._colour_seen()

    def apply(self, splices: Sequence[Splice]) -> None:
        """Something was changed elsewhere; the cursor stays where it was in the text."""
        self.ghost.end()
        self.mirror.apply(splices)

    def select(self, start: int, end: int) -> None:
        """With the cursor at the end."""
        cursor = self.textCursor()
        cursor.setPosition(self.mirror.to_units(start))
        cursor.setPosition(self.mirror.to_units(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # Looks.

    @property
    def is_focused_mode(self) -> bool:
        return self._is_focused_mode

    def set_focused_mode(self, is_on: bool) -> None:
        """All but the paragraph that is written is dimmed, and it stays in the middle."""
        self._is_focused_mode = is_on
        self.setCenterOnScroll(is_on)
        if is_on:
            self.centerCursor()
        self.viewport().update()

    def _show_look(self) -> None:
        look = look_of(self.font(), self.palette())
        layout = self.document().documentLayout()
        if isinstance(layout, LineLayout):
            layout.pitch = line_height(look.prose, LINE_HEIGHT * look.spacing)
        self.highlighter.show_look(look)
        self.document().setDefaultFont(look.prose)
        self._fit()
        self._colour_seen()

    def _fit(self) -> None:
        """The column in the middle, so wide that a line is easily followed by the eye."""
        wide = QFontMetrics(self.document().defaultFont()).averageCharWidth() * LETTERS
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(LEAST_MARGIN, (self.width() - wide) // 2)
        self.setViewportMargins(side, TOP_MARGIN, side - bar, 0)

    def _is_seen(self, block: QTextBlock) -> bool:
        """Or nearly; also where the cursor is, which brings it into sight."""
        first = self.firstVisibleBlock().blockNumber()
        shown = self.viewport().height() // max(1, self.fontMetrics().height())
        number = block.blockNumber()
        return first - 1 <= number <= first + shown or number == self.textCursor().blockNumber()

    def _on_update_request(self, _rect: object, dy: int) -> None:
        if dy:
            self._colour_seen()

    def _colour_seen(self) -> None:
        block = self.firstVisibleBlock()
        bottom = self.viewport().height()
        top = 0.0
        while block.isValid() and top < bottom:
            following = block.next()
            self.highlighter.rehighlightBlock(block)
            top += self.blockBoundingRect(block).height()
            block = following

    def _on_cursor_moved(self) -> None:
        if self.ghost.text and self.textCursor().position() != self.ghost.position:
            self.dismiss_ghost()
        if self._is_focused_mode:
            self.centerCursor()
            self.viewport().update()

    # The ghost.

    def dismiss_ghost(self) -> None:
        if self.ghost.text:
            self.ghost.end()
            self.dismissed.emit()

    def accept_ghost(self, text: str) -> None:
        """Its beginning, or all of it."""
        whole = self.ghost.suspend()
        self.accepted.emit(text)
        self.ghost.resume(whole, len(text))

    # Qt's own events.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) or _is_redo(event):
            self.redo_asked.emit()
        elif self.ghost.text:
            self._on_key_with_ghost(event)
        elif event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.insertPlainText("\n")  # a line end that is the text's own, with Shift too
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _on_key_with_ghost(self, event: QKeyEvent) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Tab and not event.modifiers():
            self.accept_ghost(self.ghost.text)
        elif event.key() == Qt.Key.Key_Right and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == control:
            self.accept_ghost(self.ghost.next_word())
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss_ghost()
        elif event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta):
            super().keyPressEvent(event)
        else:
            typed = "\n" if event.key() in ENTER else event.text()
            self._type_over_ghost(event, typed)

    def _type_over_ghost(self, event: QKeyEvent, typed: str) -> None:
        """The same letters take of it; anything else ends it first."""
        whole = self.ghost.text
        if typed and (typed.isprintable() or typed == "\n") and whole.startswith(typed):
            self.ghost.suspend()
            self.insertPlainText(typed)
            self.ghost.resume(whole, len(typed))
        else:
            self.dismiss_ghost()
            self.keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self.ghost.text:
            self._composed_over = self.ghost.suspend()
        super().inputMethodEvent(event)
        whole, committed = self._composed_over, event.commitString()
        if not whole or event.preeditString():
            return
        self._composed_over = ""
        if whole.startswith(committed):
            self.ghost.resume(whole, len(committed))
        else:
            self.ghost.changed.emit("")
            self.dismissed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.dismiss_ghost()
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composed_over = ""
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.dismiss_ghost()
        menu = self.createStandardContextMenu()
        for action in menu.actions()[:2]:  # Qt's own undo and redo, which know nothing
            menu.removeAction(action)
        self.menu_asked.emit(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.selected)
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words only."""
        text = source.text() if source.hasText() else text_of_html(source.html())
        self.dismiss_ghost()
        self.insertPlainText(text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
        self.ensureCursorVisible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._colour_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt doesn't tell of a size that a part of it took on while it was hidden: the lines are broken anew."""
        super().showEvent(event)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def event(self, event: QEvent) -> bool:
        """Beside the column the mouse does as in it."""
        act = self._beside.get(event.type())
        if act is None:
            return super().event(event)
        if isinstance(event, QMouseEvent):
            place = self.viewport().mapFromGlobal(event.globalPosition())
            event = QMouseEvent(
                event.type(), place, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
            )
        act(event)
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_look = event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange)
        if is_look and hasattr(self, "ghost"):
            self._show_look()
            self.look_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_focused_mode:
            return
        cursor = self.textCursor().block()
        here = self.blockBoundingGeometry(cursor).translated(self.contentOffset())
        page = QColor(self.palette().color(QPalette.ColorRole.Base))
        page.setAlpha(DIM)
        painter = QPainter(self.viewport())
        room = QRectF(self.viewport().rect())
        painter.fillRect(QRectF(0, 0, room.width(), max(0.0, here.top())), page)
        painter.fillRect(QRectF(0, here.bottom(), room.width(), max(0.0, room.height() - here.bottom())), page)


def _is_redo(event: QKeyEvent) -> bool:
    """Both keys, as in the menu, whatever the platform's own is."""
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    modifiers = event.modifiers()
    return (event.key() == Qt.Key.Key_Y and modifiers == control) or (
        event.key() == Qt.Key.Key_Z and modifiers == control | shift
    )
