"""Lies over one answer on the page: paints surprise, tells what else there might be, offers it. GUI thread.

Knows the answer's widget, which does not know it. Only what is in sight is painted.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from chatapp.domain.token_view import TokenSpan
from chatapp.ui.markdown.alignment import Alignment
from chatapp.ui.token_view import wording
from chatapp.ui.token_view.choices import ChoiceMenu
from chatapp.ui.token_view.heat import formats
from chatapp.ui.transcript.turn_widget import TurnWidget

BEYOND = 400  # pixels beside the view that are painted too
Read = Callable[[int, str], Sequence[TokenSpan]]


class Lens(QObject):
    """`read` gives the spans of a message's text, none where nothing is known; of an answer that is written nothing is,
    even if all its text is there."""

    chosen = Signal(int, str, object, object)  # message id, its text, TokenSpan, Choice

    def __init__(self, widget: TurnWidget, read: Read) -> None:
        super().__init__(widget)
        self._widget = widget
        self._view = widget.text_view
        self._read = read
        self._spans: Sequence[TokenSpan] = ()
        self._starts: list[int] = []
        self._alignment = Alignment("", "")
        self._is_on = False
        self._known: tuple[int, str, int] | None = None
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._refresh)
        widget.grown.connect(self._on_grown)
        self._view.installEventFilter(self)
        self._view.viewport().installEventFilter(self)

    @property
    def spans(self) -> Sequence[TokenSpan]:
        return self._spans

    def switch(self, *, is_on: bool) -> None:
        self._is_on = is_on
        self._known = None
        self._view.setMouseTracking(is_on)
        self._view.viewport().setMouseTracking(is_on)
        self._refresh()

    def refresh_sight(self) -> None:
        """The page was scrolled: other words are in sight."""
        if self._spans:
            self._paint()

    def span_at(self, place: int) -> TokenSpan | None:
        """Whose text the document shows at this place."""
        shown = self._alignment.source_place(place)
        source = None if shown is None else shown + self._offset
        at = -1 if source is None else bisect_right(self._starts, source) - 1
        # Of those that begin there, the last is the one that is more than a part of a character.
        return self._spans[at] if at >= 0 and source is not None and source < self._spans[at].end else None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self._spans:
            return False
        if isinstance(event, QMouseEvent):
            self._on_mouse(event)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _on_mouse(self, event: QMouseEvent) -> None:
        span = self._span_under(event.position())
        if event.type() == QEvent.Type.MouseMove and not event.buttons():
            text = wording.tool_tip(span) if span is not None else ""
            QToolTip.showText(event.globalPosition().toPoint(), text, self._view.viewport())
        is_click = event.type() == QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.LeftButton
        if is_click and span is not None and not self._view.textCursor().hasSelection():
            self._offer(span, event.globalPosition().toPoint())

    def _on_key(self, event: QKeyEvent) -> bool:
        """Enter at a word asks what else might have stood there."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers():
            return False
        span = self.span_at(self._view.textCursor().position())
        if span is not None:
            self._offer(span, self._view.viewport().mapToGlobal(self._view.cursorRect().bottomLeft()))
        return span is not None

    def _offer(self, span: TokenSpan, place: QPoint) -> None:
        QToolTip.hideText()
        menu = ChoiceMenu(span, self._view)
        menu.chosen.connect(lambda choice: self.chosen.emit(self._widget.message_id, self._widget.text, span, choice))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _span_under(self, point: QPointF) -> TokenSpan | None:
        layout = self._view.document().documentLayout()
        place = layout.hitTest(point, Qt.HitTestAccuracy.ExactHit)
        return None if place < 0 else self.span_at(place)

    def _on_grown(self) -> None:
        """Its text or its document may be another; many times in a row while it fills."""
        if self._is_on:
            self._later.start()

    def _refresh(self) -> None:
        if not self._is_on or self._view.is_arriving or not self._widget.is_over:
            if self._spans:
                self._spans = ()
                self._view.mark(self, ())
            return
        known = (self._widget.message_id, self._widget.text, id(self._view.document()))
        if known != self._known:
            self._known = known
            self._spans = self._read(*known[:2])
            self._starts = [span.start for span in self._spans]
            self._alignment = Alignment(self._view.text, self._view.document().toPlainText() if self._spans else "")
        self._paint()

    def _paint(self) -> None:
        marks = formats(self._view.palette())
        first, last = self._sight()
        marked = []
        for span in self._spans:
            chars = marks[span.level]
            place = None if chars is None else self._alignment.shown_range(*self._shown(span))
            if chars is not None and place is not None and place[1] >= first and place[0] <= last:
                marked.append((*place, chars))
        self._view.mark(self, marked)

    @property
    def _offset(self) -> int:
        """Where the shown text begins in the message: after what the model thought."""
        return len(self._widget.text) - len(self._view.text)

    def _shown(self, span: TokenSpan) -> tuple[int, int]:
        return max(0, span.start - self._offset), max(0, span.end - self._offset)

    def _sight(self) -> tuple[int, int]:
        """The first and the last place in the document that can be seen, and a little more."""
        seen = self._view.visibleRegion().boundingRect().adjusted(0, -BEYOND, 0, BEYOND)
        layout = self._view.document().documentLayout()
        fuzzy = Qt.HitTestAccuracy.FuzzyHit
        return (
            layout.hitTest(QPointF(seen.topLeft()), fuzzy),
            layout.hitTest(QPointF(seen.bottomRight()), fuzzy),
        )
