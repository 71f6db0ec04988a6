"""The page that is written on: Markdown shown as it is typed, proposals after the cursor. GUI thread.

Undo is asked for, not done here: it outlives the window. Places are told in code points.
"""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from chatapp.domain.document import Splice
from chatapp.ui.drafting.column import Column
from chatapp.ui.drafting.ghost import Ghost
from chatapp.ui.plain_text import mime_with, text_of_html

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(Column):
    edited = Signal(object)  # what the person did, a domain.document.Splice
    undo_asked = Signal()
    redo_asked = Signal()
    accepted = Signal(str)  # of the ghost: to be put where the cursor is
    dismissed = Signal()  # the ghost is not wanted
    menu_asked = Signal(object)  # a QMenu, to be added to before it is shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composed_over = ""  # the ghost that waits while an input method composes
        self.setAccessibleName(self.tr("Text of the document"))
        self.mirror.spliced.connect(self.edited)
        self.ghost = Ghost(self)
        self.cursorPositionChanged.connect(self._on_cursor_moved)

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
        return self.mirror.part(*self.selection)

    def show_text(self, text: str) -> None:
        """Another document's."""
        self.ghost.end()
        self.mirror.show(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.colour_seen()

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

    # The ghost.

    def _on_cursor_moved(self) -> None:
        if self.ghost.text and self.textCursor().position() != self.ghost.position:
            self.dismiss_ghost()

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
            self.ghost.resume("")
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
        return mime_with(self.selected)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words only."""
        text = source.text() if source.hasText() else text_of_html(source.html())
        self.dismiss_ghost()
        self.insertPlainText(text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
        self.ensureCursorVisible()


def _is_redo(event: QKeyEvent) -> bool:
    """Both keys, as in the menu, whatever the platform's own is."""
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    modifiers = event.modifiers()
    return (event.key() == Qt.Key.Key_Y and modifiers == control) or (
        event.key() == Qt.Key.Key_Z and modifiers == control | shift
    )
