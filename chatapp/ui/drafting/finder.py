"""Finds in a document and replaces: all places while the bar is open, those in sight marked. GUI thread; a little of
the work at a time."""

from bisect import bisect_left
from time import perf_counter

from PySide6.QtCore import QObject, QRegularExpression, QRegularExpressionMatchIterator, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor

from chatapp.domain.document import Splice
from chatapp.ui.drafting.editor import Editor
from chatapp.ui.drafting.find_bar import FindBar
from chatapp.ui.drafting.finding import Wanted, expression_of, replacement_of
from chatapp.ui.drafting.marking import Mark, Marking
from chatapp.ui.theme import colours_of

SLICE_SECONDS = 0.006
PAUSE_MS = 150
MOST = 20_000
LAYER = "found"


class Finder(QObject):
    """Places are in Qt's units."""

    replaced = Signal(object, bool)  # a Splice, and whether it is all places: to be done by who keeps the text

    def __init__(self, bar: FindBar, editor: Editor, marking: Marking) -> None:
        super().__init__(bar)
        self._bar = bar
        self._editor = editor
        self._marking = marking
        self._expression = QRegularExpression()
        self._wanted = Wanted()
        self._found: list[tuple[int, int]] = []
        self._left: QRegularExpressionMatchIterator | None = None
        self._work = QTimer(self, interval=0)
        self._work.timeout.connect(self._go_on)
        self._again = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._again.timeout.connect(lambda: self._look(self._bar.wanted))
        bar.changed.connect(self._look)
        bar.step_asked.connect(self.step)
        bar.replace_asked.connect(self.replace)
        bar.replace_all_asked.connect(self.replace_all)
        bar.left.connect(self.close)
        editor.mirror.moved.connect(self._on_moved)
        editor.look_changed.connect(self._mark)

    @property
    def is_open(self) -> bool:
        return not self._bar.isHidden()

    @property
    def found(self) -> list[tuple[int, int]]:
        return self._found

    def open(self) -> None:
        self._editor.dismiss_ghost()
        self._bar.ask(self._editor.selected)

    def close(self) -> None:
        self._bar.hide()
        self._work.stop()
        self._again.stop()
        self._found = []
        self._marking.show(LAYER, ())
        self._editor.setFocus()

    def step(self, step: int) -> None:
        """To the next place after the cursor, or the one before it; around at either end."""
        if not self._found:
            return
        cursor = self._editor.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        order = bisect_left(self._found, here)
        if step > 0:
            order += 1 if order < len(self._found) and self._found[order] == here else 0
        else:
            order -= 1
        start, end = self._found[order % len(self._found)]
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
        self._show()

    def replace(self, words: str) -> None:
        """The place that is marked, and on to the next; where none is, to the first."""
        cursor = self._editor.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        if here not in self._found:
            self.step(1)
            return
        match = self._expression.match(self._editor.text, here[0])
        start, end = self._editor.selection
        inserted = replacement_of(match, words, is_expression=self._wanted.is_expression)
        self.replaced.emit(Splice(start, self._editor.text[start:end], inserted), False)
        self._look(self._bar.wanted)
        self.step(1)

    def replace_all(self, words: str) -> None:
        """One change, from the first place to the last."""
        text, mirror = self._editor.text, self._editor.mirror
        parts: list[str] = []
        first = last = 0
        matches = self._expression.globalMatch(self._editor.text)
        while matches.hasNext():
            match = matches.next()
            start, end = mirror.to_place(match.capturedStart()), mirror.to_place(match.capturedEnd())
            if parts:
                parts.append(text[last:start])
            else:
                first = start
            parts.append(replacement_of(match, words, is_expression=self._wanted.is_expression))
            last = end
        if parts:
            self.replaced.emit(Splice(first, text[first:last], "".join(parts)), True)
            self._look(self._bar.wanted)

    def _on_moved(self, _splice: Splice) -> None:
        if self.is_open:
            self._work.stop()
            self._again.start()

    def _look(self, wanted: Wanted) -> None:
        self._again.stop()
        self._wanted = wanted
        self._expression = expression_of(wanted)
        self._found = []
        self._left = None
        if wanted.words and self._expression.isValid():
            self._left = self._expression.globalMatch(self._editor.text)
            self._work.start()
            self._go_on()
        else:
            self._work.stop()
            self._mark()
            self._show()

    def _go_on(self) -> None:
        end = perf_counter() + SLICE_SECONDS
        while self._left is not None and perf_counter() < end:
            if not self._left.hasNext() or len(self._found) >= MOST:
                self._left = None
                break
            match = self._left.next()
            self._found.append((match.capturedStart(), match.capturedEnd()))
        if self._left is None:
            self._work.stop()
            self._mark()
        self._show()

    def _show(self) -> None:
        cursor = self._editor.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        order = bisect_left(self._found, here)
        place = order + 1 if order < len(self._found) and self._found[order] == here else 0
        is_valid = self._expression.isValid()
        self._bar.show_count(place, len(self._found), is_valid=is_valid)

    def _mark(self) -> None:
        """Those in sight are painted."""
        if not self.is_open:
            return
        chars = QTextCharFormat()
        chars.setBackground(QColor(colours_of(self._editor.palette()).found))
        place = self._editor.mirror.to_place
        self._marking.show(LAYER, [Mark(place(start), place(end), chars) for start, end in self._found])
