"""The text that is decided on: what goes is struck, what comes underlined, and one hunk stands out. GUI thread."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from chatapp.ui.drafting.hunks import Decision, Hunk
from chatapp.ui.markdown.look import LINE_HEIGHT, line_height, look_of
from chatapp.ui.side_panel.difference_view import ADDED, REMOVED
from chatapp.ui.theme import colours_of, is_dark


class HunkText(QTextEdit):
    chosen = Signal(int)  # a hunk, by a click
    look_changed = Signal()
    key_pressed = Signal(object)  # a QKeyEvent, accepted by whoever acts on it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Proposed changes"))
        self.setAccessibleDescription(self.tr("Removed words are struck through, added ones are underlined."))
        self._starts: list[int] = []
        self._ends: list[int] = []

    def show_plain(self, text: str) -> None:
        """What has come so far, before there is anything to decide; what is read keeps its place."""
        known = "" if self._starts else self.toPlainText()
        self._starts, self._ends = [], []
        self.setExtraSelections([])
        if known and text.startswith(known):
            cursor = QTextCursor(self.document())
            cursor.movePosition(cursor.MoveOperation.End)
            cursor.insertText(text[len(known) :], self._chars("muted"))
        else:
            self.clear()
            self._cursor().insertText(text, self._chars("muted"))

    def show_hunks(self, before: str, hunks: Sequence[Hunk], decisions: Sequence[Decision]) -> None:
        bar = self.verticalScrollBar().value()
        self.clear()
        cursor = self._cursor()
        self._starts, self._ends = [], []
        place = 0
        for hunk, decision in zip(hunks, decisions, strict=True):
            cursor.insertText(before[place : hunk.start], self._chars())
            self._starts.append(cursor.position())
            self._insert(cursor, hunk, decision)
            self._ends.append(cursor.position())
            place = hunk.start + len(hunk.removed)
        cursor.insertText(before[place:], self._chars())
        self.verticalScrollBar().setValue(bar)

    def show_current(self, order: int) -> None:
        """-1 for none."""
        if not 0 <= order < len(self._starts):
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._starts[order])
        self.setTextCursor(cursor)
        cursor.setPosition(self._ends[order], QTextCursor.MoveMode.KeepAnchor)
        mark.cursor = cursor
        mark.format.setBackground(QColor(colours_of(self.palette()).selected))
        self.setExtraSelections([mark])
        self.ensureCursorVisible()

    def _cursor(self) -> QTextCursor:
        cursor = QTextCursor(self.document())
        form = cursor.blockFormat()
        look = look_of(self.font(), self.palette())
        form.setLineHeight(line_height(look.prose, LINE_HEIGHT), form.LineHeightTypes.FixedHeight.value)
        cursor.setBlockFormat(form)
        return cursor

    def _insert(self, cursor: QTextCursor, hunk: Hunk, decision: Decision) -> None:
        if decision is not Decision.TAKEN:
            cursor.insertText(hunk.removed, self._chars("removed" if decision is Decision.OPEN else ""))
        if decision is not Decision.LEFT:
            cursor.insertText(hunk.added, self._chars("added" if decision is Decision.OPEN else ""))

    def _chars(self, kind: str = "") -> QTextCharFormat:
        look, dark = look_of(self.font(), self.palette()), is_dark(self.palette())
        chars = QTextCharFormat()
        chars.setFont(look.prose)
        colour = {"removed": REMOVED[dark], "added": ADDED[dark], "muted": look.colours.muted}
        chars.setForeground(QColor(colour.get(kind, look.colours.text)))
        chars.setFontStrikeOut(kind == "removed")
        chars.setFontUnderline(kind == "added")
        return chars

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.look_changed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = self.cursorForPosition(event.position().toPoint()).position()
        order = bisect_right(self._starts, place) - 1
        if event.button() is Qt.MouseButton.LeftButton and order >= 0 and place <= self._ends[order]:
            self.chosen.emit(order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key_pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)
