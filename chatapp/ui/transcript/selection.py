"""A selection that begins in one message and ends in another. GUI thread; the widgets show it, the rows say it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from chatapp.domain.message import Role
from chatapp.ui.markdown.source import markdown_of
from chatapp.ui.markdown.thinking import parts_of
from chatapp.ui.markdown.words import blocks_of
from chatapp.ui.plain_text import selected_text
from chatapp.ui.transcript.page import Page
from chatapp.ui.transcript.rows import Row
from chatapp.ui.transcript.turn_widget import TurnWidget

SCROLL_MS = 30
LARGEST = 300_000  # characters out of view: more are copied as they were written, which costs no time
END = -1


@dataclass(frozen=True, slots=True)
class Place:
    """`position` in the message's document; END is its end."""

    message_id: int
    position: int


class Selection(QObject):
    """Within one message the message's own selection is enough: then this one is empty."""

    def __init__(self, page: Page, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._anchor: Place | None = None
        self._head: Place | None = None
        self._pointer = QPoint()
        self._scroll = QTimer(self, interval=SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll)

    @property
    def spans(self) -> bool:
        """Whether more than one message is touched."""
        return self._anchor is not None and self._head is not None

    def select_all(self) -> None:
        rows = self._page.rows
        if len(rows):
            self._anchor = Place(rows[0].turn.message.id, 0)
            self._head = Place(rows[len(rows) - 1].turn.message.id, END)
            self.show()

    def clear(self) -> None:
        self._scroll.stop()
        if self.spans:
            self._anchor = self._head = None
            for widget in self._page.near():
                _select_nothing(widget)
                widget.is_spanned = False

    def drag(self, widget: TurnWidget, pointer: QPoint) -> None:
        """The pointer, held down since it was in this message, is at a point of the page's ground."""
        target = self._under(pointer)
        self._pointer = pointer
        self._follow_edge()
        if target is None:
            return
        if target is widget:
            self._shrink_to(widget)
            return
        if self._anchor is None or self._anchor.message_id != widget.message_id:
            self._anchor = Place(widget.message_id, widget.text_view.textCursor().anchor())
        inner = target.text_view.mapFrom(self._page.ground, pointer)
        self._head = Place(target.message_id, target.text_view.cursorForPosition(inner).position())
        self.show()

    def _shrink_to(self, widget: TurnWidget) -> None:
        """The message's own selection is enough again."""
        self._anchor = self._head = None
        for other in self._page.near():
            if other is not widget:
                _select_nothing(other)
            other.is_spanned = False

    def drop(self) -> None:
        self._scroll.stop()

    def extend(self, widget: TurnWidget, step: int) -> bool:
        """By the keyboard, from an edge of a message into the one beside it."""
        here = self._head.message_id if self._head is not None else widget.message_id
        place = self._page.rows.place(here)
        if place is None or not 0 <= place + step < len(self._page.rows):
            return False
        if self._anchor is None:
            self._anchor = Place(widget.message_id, widget.text_view.textCursor().anchor())
        row = self._page.rows[place + step]
        self._head = Place(row.turn.message.id, END if step > 0 else 0)
        if self._head.message_id == self._anchor.message_id:
            self.clear()
        else:
            self._page.bring_near(place + step)
            self.show()
        return True

    def on_turns_changed(self) -> None:
        rows = self._page.rows
        if self.spans and any(rows.place(end.message_id) is None for end in (self._anchor, self._head) if end):
            self.clear()

    def show(self) -> None:
        """On the widgets there are."""
        if not self.spans:
            return
        first, last = self._ends()
        for widget in self._page.near():
            place = self._page.rows.place(widget.message_id)
            if place is None or not first[0] <= place <= last[0]:
                _select_nothing(widget)
                continue
            start = first[1] if place == first[0] else 0
            end = last[1] if place == last[0] else END
            _select(widget, start, end)
            widget.is_spanned = place not in (first[0], last[0])

    def spanning(self) -> str | None:
        """None where one message's own selection is all there is."""
        return self.text() if self.spans else None

    def text(self) -> str:
        """As it is seen; but very much out of view as it was written."""
        unseen = sum(len(row.text) for row in self._rows() if row.widget is None)
        says = _source if unseen > LARGEST else _words
        return "\n\n".join(self._said(row, selected_text, says) for row in self._rows())

    def markdown(self) -> str:
        return "\n\n".join(self._said(row, markdown_of, _source) for row in self._rows())

    def _said(self, row: Row, of_part: Callable[[QTextCursor], str], of_whole: Callable[[Row], str]) -> str:
        ends = {end.message_id for end in (self._anchor, self._head) if end is not None}
        cursor = None if row.widget is None else row.widget.text_view.textCursor()
        if row.turn.message.id not in ends or cursor is None or _is_whole(cursor):
            return of_whole(row)
        return of_part(cursor)

    def _rows(self) -> Iterator[Row]:
        first, last = self._ends()
        return (self._page.rows[place] for place in range(first[0], last[0] + 1))

    def _ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """As (row, position), the upper one first."""
        rows = self._page.rows
        ends = [
            (rows.place(end.message_id) or 0, end.position) for end in (self._anchor, self._head) if end is not None
        ]
        first, last = sorted(ends, key=lambda end: end[0])
        return first, last

    def _under(self, point: QPoint) -> TurnWidget | None:
        """The turn at that height; the nearest where it lies between two."""
        near = self._page.near()
        return min(near, key=lambda widget: _distance(widget, point.y()), default=None)

    def _follow_edge(self) -> None:
        outside = self._pointer.y() < 0 or self._pointer.y() > self._page.ground.height()
        if outside and not self._scroll.isActive():
            self._scroll.start()
        elif not outside:
            self._scroll.stop()

    def _on_scroll(self) -> None:
        if not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._scroll.stop()
            return
        beyond = self._pointer.y() if self._pointer.y() < 0 else self._pointer.y() - self._page.ground.height()
        self._page.scroll_by(max(-60, min(60, beyond)))
        place = None if self._anchor is None else self._page.rows.place(self._anchor.message_id)
        widget = None if place is None else self._page.rows[place].widget
        if widget is not None:
            self.drag(widget, self._pointer)


def _distance(widget: TurnWidget, y: int) -> int:
    area = widget.geometry()
    return max(area.top() - y, y - area.bottom(), 0)


def _select(widget: TurnWidget, start: int, end: int) -> None:
    cursor = widget.text_view.textCursor()
    length = widget.text_view.document().characterCount() - 1
    cursor.setPosition(min(start if start >= 0 else length, length))
    cursor.setPosition(min(end if end >= 0 else length, length), QTextCursor.MoveMode.KeepAnchor)
    current = widget.text_view.textCursor()
    if (current.anchor(), current.position()) != (cursor.anchor(), cursor.position()):
        widget.text_view.setTextCursor(cursor)


def _select_nothing(widget: TurnWidget) -> None:
    cursor = widget.text_view.textCursor()
    if cursor.hasSelection():
        cursor.clearSelection()
        widget.text_view.setTextCursor(cursor)


def _is_whole(cursor: QTextCursor) -> bool:
    return cursor.selectionStart() == 0 and cursor.selectionEnd() >= cursor.document().characterCount() - 1


def _words(row: Row) -> str:
    """What a whole message says, without a thought."""
    if row.turn.message.role is not Role.ASSISTANT:
        return row.text
    return "\n".join(blocks_of(parts_of(row.text).answer))


def _source(row: Row) -> str:
    return row.text if row.turn.message.role is not Role.ASSISTANT else parts_of(row.text).answer
