"""Words that are proposed after the cursor: seen in their place, not part of the document. GUI thread.

They stand where an input method shows what is being composed, so the text behind them moves on as if they were there.
"""

import re

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor, QTextLayout
from PySide6.QtWidgets import QPlainTextEdit

from chatapp.ui.drafting.places import units_of
from chatapp.ui.theme import colours_of

WORD = re.compile(
    r"\s*(?:[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+?(?=.|$)|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+|$)"
)
LINE = "\u2028"


class Ghost(QObject):
    """At the cursor of one editor. What moves the cursor elsewhere, or types something else, ends it."""

    changed = Signal(str)  # what is left of it, "" for none
    resumed = Signal()  # the text was changed under it

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._text = ""
        self._position = -1
        self._taken = 0
        self._is_suspended = False
        self._block: QTextBlock | None = None

    @property
    def text(self) -> str:
        return self._text

    @property
    def position(self) -> int:
        """Where it stands, in Qt's units; -1 for nowhere."""
        return self._position

    def stream(self, whole: str) -> None:
        """All that was proposed so far; what of it was taken since `begin` is not shown again."""
        self.show(whole[self._taken :])

    def begin(self) -> None:
        """Another proposal."""
        self.end()
        self._taken = 0

    def show(self, text: str) -> None:
        """At the cursor, in place of what is shown; also as it grows."""
        cursor = self._editor.textCursor()
        if text == self._text and cursor.position() == self._position:
            return
        was = self._text
        self._take_away()
        if text and not cursor.hasSelection():
            self._text, self._position = text, cursor.position()
            self._put(cursor)
        if self._text != was:
            self.changed.emit(self._text)

    def end(self) -> None:
        if self._text:
            self._take_away()
            self.changed.emit("")

    @property
    def is_suspended(self) -> bool:
        """Out of the layout until `resume`."""
        return self._is_suspended

    def next_word(self) -> str:
        """Its beginning: a word with the space before it; of Chinese and Japanese, a character."""
        return first_word(self._text)

    def suspend(self) -> str:
        """Out of the layout, so that Qt can change the text there; what it was."""
        text = self._text
        self._take_away()
        self._is_suspended = True
        return text

    def resume(self, text: str, taken: int = 0) -> None:
        """What is left of it, after a change in which so many of its characters were taken."""
        self._take_away()
        self._is_suspended = False
        self._taken += taken
        rest = text[taken:]
        if rest:
            cursor = self._editor.textCursor()
            self._text, self._position = rest, cursor.position()
            self._put(cursor)
        if taken or not rest:
            self.changed.emit(rest)
        self.resumed.emit()

    def _put(self, cursor: QTextCursor) -> None:
        block = self._block = cursor.block()
        layout, start = block.layout(), cursor.positionInBlock()
        shown = self._text.replace("\n", LINE)
        length = units_of(shown)
        formats = [_moved(form, start, length) for form in layout.formats()]
        layout.setPreeditArea(start, shown)
        chars = QTextCharFormat()
        chars.setForeground(QColor(colours_of(self._editor.palette()).muted))
        muted = QTextLayout.FormatRange()
        muted.start, muted.length, muted.format = start, length, chars
        layout.setFormats([*formats, muted])
        self._lay_out(block)

    def _take_away(self) -> None:
        block, length = self._block, units_of(self._text)
        self._text, self._position, self._block = "", -1, None
        if block is None or not block.isValid():
            return
        layout = block.layout()
        start = layout.preeditAreaPosition()
        formats = [form for form in layout.formats() if not _is_inside(form, start, length)]
        layout.setPreeditArea(-1, "")
        layout.setFormats([_moved(form, start, -length) for form in formats])
        self._lay_out(block)

    def _lay_out(self, block: QTextBlock) -> None:
        self._editor.document().markContentsDirty(block.position(), block.length())


def first_word(text: str) -> str:
    found = WORD.match(text)
    return text if found is None or not found[0] else found[0]


def _is_inside(form: QTextLayout.FormatRange, start: int, length: int) -> bool:
    return start <= form.start and form.start + form.length <= start + length


def _moved(form: QTextLayout.FormatRange, start: int, length: int) -> QTextLayout.FormatRange:
    """So much was put in or, if negative, taken out at a place: what is behind moves, what is around it grows."""
    if form.start >= start + max(0, -length):
        form.start += length
    elif form.start + form.length > start:
        form.length += length
    return form
