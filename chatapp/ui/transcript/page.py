"""Lays turns out below each other and keeps what is read where it is. GUI thread; knows widgets, no signals of theirs.

Only rows near the view have widgets. Heights elsewhere are estimates, corrected when a row comes near. What is seen is
made first, and no more in one turn of the event loop than the window can take: the rest follows in the next ones.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QScrollBar, QWidget

from chatapp.domain.branch import Turn
from chatapp.ui.markdown.look import PROSE_SCALE, line_height, scaled
from chatapp.ui.transcript.anchor import Anchor
from chatapp.ui.transcript.message_view import AT_ONCE as LAID_OUT_AT_ONCE
from chatapp.ui.transcript.pace import AHEAD, Pace, by_need
from chatapp.ui.transcript.rows import Measure, Row, Rows
from chatapp.ui.transcript.turn_widget import TurnWidget

COLUMN = 720
MARGIN = 24  # beside the column, above the first turn and below the last
NEAR = 400  # pixels beyond the view that are laid out too
KEPT = 30  # widgets that may stay though they are far
ROUNDS = 12


class Page:
    def __init__(
        self, ground: QWidget, bar: QScrollBar, make: Callable[[Turn], TurnWidget], laid_out: Callable[[], None]
    ) -> None:
        """`laid_out` is told when more was laid out than had been asked for."""
        self.rows = Rows()
        self.ground = ground
        self._bar = bar
        self._make = make
        self._laid_out = laid_out
        self._anchor = Anchor()
        self._width = 0
        self._made: dict[int, Row] = {}  # by message id, those that have a widget
        self._is_busy = False
        self._later = QTimer(ground, singleShot=True, interval=0)
        self._later.timeout.connect(self._on_later)
        self._pace = Pace()

    @property
    def anchor(self) -> Anchor:
        return self._anchor

    def return_to(self, anchor: Anchor) -> None:
        """To where another page of the same turns was left."""
        self._anchor = anchor
        self._anchor = self._found_again()
        self.lay_out()

    @property
    def follows_end(self) -> bool:
        return self._anchor.follows_end

    @property
    def is_at_end(self) -> bool:
        return self._bar.value() >= self._bar.maximum() - MARGIN

    def show(self, turns: Sequence[Turn]) -> bool:
        """A path that shares no turn with the one before starts at its end. Whether it is one."""
        before = len(self.rows)
        gone = self.rows.take(turns, self._measure())
        for row in gone:
            self._drop(row)
        is_other = len(gone) == before
        self._anchor = Anchor() if is_other else self._found_again()
        self._is_busy = True  # each row that grows would lay out the page
        for row in self._made.values():
            if row.widget is not None:
                row.widget.show_turn(row.turn, row.live)
        self._is_busy = False
        self.lay_out()
        return is_other

    def lay_out(self, ahead: int = 0) -> bool:
        """Brings rows near the view to their true height, then places them. False: that is being done already.
        `ahead`: so many rows that are near and not seen may be made now."""
        if self._is_busy or not self.ground.height():
            return False
        self._is_busy = True
        self._pace = Pace(ahead)
        try:
            if self._width != self._column().width():
                self._width = self._column().width()
                self.rows.forget_heights(self._measure())
            for _ in range(ROUNDS):
                if not self._measure_near():
                    break
            self._show_range()
            self._place()
        finally:
            self._is_busy = False
        return True

    def on_scrolled(self) -> None:
        """The bar was moved, by the person."""
        if self._is_busy:
            return
        self._look_at(self._bar.value(), follows_end=self._bar.value() >= self._bar.maximum() - 2)
        self.lay_out()

    def go_to_end(self) -> None:
        self._anchor = Anchor()
        self.lay_out()

    @property
    def top_row(self) -> int:
        """The first that is seen."""
        return self.rows.extents.at(max(0, self._bar.value() - MARGIN)) if len(self.rows) else 0

    def scroll_by(self, pixels: int) -> None:
        self._bar.setValue(self._bar.value() + pixels)

    def scroll_to(self, top: int) -> None:
        self._bar.setValue(top)

    def bring_near(self, place: int) -> TurnWidget:
        """The row's widget, in view if it wasn't."""
        row = self.rows[place]
        top = self.rows.extents.offset(place) + MARGIN
        bottom = top + self.rows.extents.size(place)
        if row.widget is None or bottom < self._top() or top > self._top() + self.ground.height():
            self._look_at(max(0, top - MARGIN), follows_end=False)
            self.lay_out()
        if row.widget is None:
            self._widget(row)
            self.lay_out()
        return self._widget(row)

    def bring_into_view(self, area: QRect) -> None:
        """Scrolls as little as shows an area of the ground."""
        if area.top() < 0:
            self.scroll_to(self._bar.value() + area.top() - 8)
        elif area.bottom() > self.ground.height():
            by = min(area.bottom() - self.ground.height() + 8, area.top())
            self.scroll_to(self._bar.value() + by)

    def near(self) -> list[TurnWidget]:
        """The widgets there are, in reading order."""
        return [row.widget for _, row in self._made_in_order() if row.widget is not None]

    def _on_later(self) -> None:
        if self.lay_out(AHEAD):
            self._laid_out()

    def _measure_near(self) -> bool:
        """Whether a height turned out to be another."""
        if not len(self.rows):
            return False
        has_changed = False
        seen = self._seen()
        for place in by_need(self._near(), seen, from_end=self._anchor.follows_end):
            row = self.rows[place]
            length = min(LAID_OUT_AT_ONCE, len(row.text))
            if row.widget is None and not self._pace.allows(length, is_seen=place in seen):
                self._later.start()
                continue
            height = self._widget(row).lay_out(self._width, self.rows.extents.size(place))
            has_changed |= self.rows.set_height(place, height)
        return has_changed

    def _widget(self, row: Row) -> TurnWidget:
        if row.widget is None:
            row.widget = self._make(row.turn)
            self._made[row.turn.message.id] = row
            row.widget.prepare(self._width)
            row.widget.show_turn(row.turn, row.live)
        return row.widget

    def _seen(self) -> range:
        top = self._top() - MARGIN
        extents = self.rows.extents
        return range(extents.at(max(0, top)), extents.at(top + self.ground.height()) + 1)

    def _near(self) -> range:
        top = self._top() - MARGIN
        first = self.rows.extents.at(max(0, top - NEAR))
        last = self.rows.extents.at(top + self.ground.height() + NEAR)
        # One more each way, so that Tab finds where to go.
        return range(max(0, first - 1), min(len(self.rows), last + 2))

    def _place(self) -> None:
        top = self._bar.value()
        near = self._near() if len(self.rows) else range(0)
        column = self._column()
        for place in near:
            widget = self.rows[place].widget
            if widget is not None:
                y = MARGIN + self.rows.extents.offset(place) - top
                widget.setGeometry(column.left(), y, column.width(), self.rows.extents.size(place))
                widget.show()
                widget.show_near(QRect(0, -NEAR - y, column.width(), self.ground.height() + 2 * NEAR))
        self._forget_far(near)

    def _forget_far(self, near: range) -> None:
        far = [(place, row) for place, row in self._made_in_order() if place not in near]
        for place, row in far:
            if row.widget is not None:
                row.widget.move(row.widget.x(), MARGIN + self.rows.extents.offset(place) - self._bar.value())
        centre = (near.start + near.stop) // 2
        far.sort(key=lambda item: abs(item[0] - centre))
        for _, row in far[KEPT:]:
            if row.widget is not None and not row.widget.is_in_use:
                self._drop(row)

    def _show_range(self) -> None:
        height = self.rows.extents.total + (2 * MARGIN if len(self.rows) else 0)
        top = self._top()
        self._bar.setRange(0, max(0, height - self.ground.height()))
        self._bar.setPageStep(max(1, self.ground.height() - 2 * MARGIN))
        self._bar.setSingleStep(24)
        self._bar.setValue(top)

    def _top(self) -> int:
        """Where the view begins on the page."""
        if not len(self.rows):
            return 0
        end = max(0, self.rows.extents.total + 2 * MARGIN - self.ground.height())
        if self._anchor.follows_end:
            return end
        row = min(self._anchor.row, len(self.rows) - 1)
        return max(0, min(end, MARGIN + self.rows.extents.offset(row) + self._anchor.offset))

    def _look_at(self, top: int, *, follows_end: bool) -> None:
        if not len(self.rows):
            self._anchor = Anchor()
            return
        row = self._steady_row(top)
        offset = top - MARGIN - self.rows.extents.offset(row)
        self._anchor = Anchor(row, offset, self.rows[row].turn.message.id, follows_end)

    def _steady_row(self, top: int) -> int:
        """The first in view whose height is known: what is yet to be measured above it may not move it."""
        extents = self.rows.extents
        first = extents.at(max(0, top - MARGIN))
        last = extents.at(max(0, top - MARGIN + self.ground.height()))
        return next((place for place in range(first, last + 1) if self.rows[place].measured), first)

    def _found_again(self) -> Anchor:
        anchor = self._anchor
        place = None if anchor.message_id is None else self.rows.place(anchor.message_id)
        return anchor if place is None else Anchor(place, anchor.offset, anchor.message_id, anchor.follows_end)

    def _column(self) -> QRect:
        """Centred in the whole page, so that it stays put when the scroll bar comes and goes."""
        outer = self.ground.parentWidget()
        whole = outer.width() if outer is not None else self.ground.width()
        width = max(120, min(COLUMN, self.ground.width() - 2 * MARGIN))
        left = max(MARGIN, min((whole - width) // 2, self.ground.width() - width - MARGIN))
        return QRect(left, 0, width, self.ground.height())

    def _measure(self) -> Measure:
        font = scaled(self.ground.font(), PROSE_SCALE)
        return Measure(self._width or COLUMN, QFontMetricsF(font).averageCharWidth(), line_height(font))

    def _made_in_order(self) -> list[tuple[int, Row]]:
        places = ((self.rows.place(message_id), row) for message_id, row in self._made.items())
        return sorted(((place, row) for place, row in places if place is not None), key=lambda item: item[0])

    def _drop(self, row: Row) -> None:
        if row.widget is not None:
            del self._made[row.turn.message.id]
            row.widget.hide()
            row.widget.deleteLater()
            row.widget = None
