"""Finds in the open conversation: the bar, the places it found, marked where they are seen. GUI thread."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget

from chatapp.ui.theme import colours_of
from chatapp.ui.transcript.find_bar import FindBar
from chatapp.ui.transcript.message_view import MessageView
from chatapp.ui.transcript.page import Page
from chatapp.ui.transcript.search import Found, Said, Search, pattern_of
from chatapp.ui.transcript.turn_widget import TurnWidget

SLICE_SECONDS = 0.004
MOST = 2_000  # places that are marked in one message

Bring = Callable[[QWidget, QRect], None]


class Finder(QObject):
    """`bring` scrolls a part of a message into view."""

    def __init__(self, bar: FindBar, page: Page, bring: Bring) -> None:
        super().__init__(bar)
        self._bar = bar
        self._page = page
        self._bring = bring
        self._search = Search("", self._said)
        self._current = -1
        self._is_due = False  # the current place is to be brought into view once its text is there
        self._work = QTimer(self, interval=0)
        self._work.timeout.connect(self._go_on)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._mark_near)
        bar.words_changed.connect(self._on_words_changed)
        bar.step_asked.connect(self.step)

    @property
    def is_open(self) -> bool:
        return not self._bar.isHidden()

    @property
    def current(self) -> Found | None:
        return self._search.found[self._current] if 0 <= self._current < len(self._search.found) else None

    def open(self, words: str = "") -> None:
        was_open = self.is_open
        self._bar.ask(words)
        if not was_open and self._search.is_over:
            self._on_words_changed(self._bar.field.text())

    def close(self) -> MessageView | None:
        """Returns the text in which the current place is, which is selected there."""
        view = self._select_current()
        self._bar.hide()
        self._work.stop()
        self._search = Search("", self._said)
        self._current = -1
        self._mark_near()
        return view

    def _select_current(self) -> MessageView | None:
        found = self._spot()
        if found is None:
            return None
        view, (start, end) = found
        cursor = view.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        view.setTextCursor(cursor)
        return view

    def on_turns_changed(self) -> None:
        """Another path: what was found may be gone, and more may be there."""
        if self.is_open:
            before = self.current
            self._start()
            self._finish_known(before)

    def attend(self, widget: TurnWidget) -> None:
        """Marks what is found in a turn that came near, now and when its text changes."""
        widget.grown.connect(self._on_grown)
        self._on_grown()

    def step(self, by: int) -> None:
        """To the next place or the one before, round both ends; opens the bar where it is closed."""
        if not self.is_open:
            self.open()
            return
        count = len(self._search.found)
        if count:
            self._choose((self._current + by) % count if self._current >= 0 else self._first_in_view(by))

    def _said(self) -> Iterator[Said]:
        return (Said(row.turn, row.text) for row in tuple(self._page.rows))

    def _on_words_changed(self, _words: str) -> None:
        self._start()
        self._mark_near()

    def _start(self) -> None:
        self._search = Search(self._bar.field.text(), self._said)
        self._current = -1
        self._work.start()
        self._go_on()

    def _go_on(self) -> None:
        self._search.go_on(SLICE_SECONDS)
        if self._search.is_over:
            self._work.stop()
        place = self._first_in_view(1) if self._current < 0 and self._search.found else -1
        if place >= 0 and (self._search.is_over or self._search.found[place] != self._search.found[0] or place):
            self._choose(place)
        self._tell()

    def _finish_known(self, before: Found | None) -> None:
        """The same place again, where it is still there."""
        if before in self._search.found:
            self._current = self._search.found.index(before)
            self._tell()
            self._later.start()

    def _first_in_view(self, by: int) -> int:
        """The first place at the top of the view or below, where there is one so far; else the first of all."""
        top = self._page.top_row
        rows = [self._place_of(found) for found in self._search.found]
        at = bisect_left(rows, top)
        if by < 0:
            return (at - 1) % len(rows)
        return at if at < len(rows) else (0 if self._search.is_over else -1)

    def _place_of(self, found: Found) -> int:
        place = self._page.rows.place(found.message_id)
        return -1 if place is None else place

    def _choose(self, at: int) -> None:
        self._current = at
        self._is_due = True
        self._show_current()
        self._mark_near()
        self._tell()

    def _tell(self) -> None:
        self._bar.show_count(self._current + 1, len(self._search.found), is_over=self._search.is_over)

    def _show_current(self) -> None:
        found = self._spot()
        if found is not None:
            view, (start, _) = found
            cursor = QTextCursor(view.document())
            cursor.setPosition(start)
            self._is_due = False
            self._bring(view, view.cursorRect(cursor))

    def _spot(self) -> tuple[MessageView, tuple[int, int]] | None:
        """Where the current place is, unfolded and near the view; None where its text is not there yet."""
        found = self.current
        place = None if found is None else self._page.rows.place(found.message_id)
        if found is None or place is None:
            return None
        widget = self._page.bring_near(place)
        if found.is_thought:
            widget.fold.unfold()
        view = widget.fold.text_view if found.is_thought else widget.text_view
        places = [] if view is None else places_in(view.document(), self._bar.field.text())
        if view is None or not places or (found.number >= len(places) and view.is_arriving):
            return None
        return view, places[min(found.number, len(places) - 1)]

    def _on_grown(self) -> None:
        if self.is_open:
            self._later.start()

    def _mark_near(self) -> None:
        if self._is_due and self.is_open:
            self._show_current()
        for widget in self._page.near():
            self._mark(widget, widget.text_view, is_thought=False)
            if widget.has_fold and widget.fold.text_view is not None:
                self._mark(widget, widget.fold.text_view, is_thought=True)

    def _mark(self, widget: TurnWidget, view: MessageView, *, is_thought: bool) -> None:
        words = self._bar.field.text() if self.is_open else ""
        places = places_in(view.document(), words)[:MOST] if words else []
        found = self.current
        number = -1
        if found is not None and (found.message_id, found.is_thought) == (widget.message_id, is_thought):
            number = min(found.number, len(places) - 1)
        colours = colours_of(view.palette())
        quiet, loud = _ground(colours.found, colours.text), _ground(colours.accent, colours.on_accent)
        view.mark(self, [(*place, loud if at == number else quiet) for at, place in enumerate(places)])


def places_in(document: QTextDocument, words: str) -> list[tuple[int, int]]:
    """Where a document says the words, as places of the document."""
    if not words:
        return []
    text = document.toRawText()
    found = [match.span() for match in pattern_of(words).finditer(text)]
    return found if text.isascii() or max(text) <= "\uffff" else _in_halves(text, found)


def _in_halves(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Qt counts a character beyond the first plane as two."""
    beyond = [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", text)]
    return [(start + bisect_left(beyond, start), end + bisect_left(beyond, end)) for start, end in spans]


def _ground(colour: str, ink: str) -> QTextCharFormat:
    chars = QTextCharFormat()
    chars.setBackground(QColor(colour))
    chars.setForeground(QColor(ink))
    return chars
