"""The transcript on the screen: turns in, wishes out. GUI thread; decides nothing.

The view follows the end only while the reader is there, and never scrolls by itself otherwise.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from chatapp.domain.branch import Turn
from chatapp.services.live import LiveAnswer
from chatapp.ui.transcript import wording
from chatapp.ui.transcript.anchor import Anchor
from chatapp.ui.transcript.find_bar import HEIGHT as FIND_HEIGHT
from chatapp.ui.transcript.find_bar import FindBar
from chatapp.ui.transcript.link_bar import LinkBar
from chatapp.ui.transcript.page import COLUMN, Page
from chatapp.ui.transcript.reading import Reading
from chatapp.ui.transcript.to_end_button import DIAMETER, ToEndButton
from chatapp.ui.transcript.turn_widget import TurnWidget
from chatapp.ui.transcript.welcome import Welcome
from chatapp.ui.unsent import UnsentTexts


class TranscriptView(QAbstractScrollArea):
    """Ids are those of messages. `version_asked` names the version to show, all others the message they are about."""

    edited = Signal(int, str)
    regenerate_asked = Signal(int)
    continue_asked = Signal(int)
    keep_asked = Signal(int)
    stop_asked = Signal(int)
    version_asked = Signal(int)
    link_activated = Signal(str)
    example_chosen = Signal(str)
    turn_made = Signal(object)  # a TurnWidget that will be on the page

    def __init__(self, unsent: UnsentTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Conversation"))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.viewport().setAutoFillBackground(True)
        self._unsent = unsent
        self._tab_order: tuple[int, ...] = ()
        self._page = Page(self.viewport(), self.verticalScrollBar(), self._make, self._on_laid_out)
        self._welcome = Welcome(self.viewport())
        self._welcome.example_chosen.connect(self.example_chosen)
        self._to_end = ToEndButton(self)
        self._to_end.clicked.connect(self.go_to_end)
        self._unfolded: set[int] = set()
        self._link_bar = LinkBar(self)
        self._link_bar.accepted.connect(self.link_activated)
        self.find_bar = FindBar(self)
        self.reading = Reading(self._page, self.find_bar, self._bring_into_view)
        self.reading.bar_moved.connect(self._make_room)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def examples(self) -> Sequence[QWidget]:
        """What could be asked, on the page of a conversation that has not begun."""
        return self._welcome.examples

    def promise(self, *, is_incognito: bool) -> None:
        """What is said of where the conversation stays, before it has begun."""
        self._welcome.promise(is_incognito=is_incognito)

    @property
    def follows_end(self) -> bool:
        return self._page.follows_end

    @property
    def anchor(self) -> Anchor:
        """What the reader looks at."""
        return self._page.anchor

    def return_to(self, anchor: Anchor) -> None:
        self._page.return_to(anchor)

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Turns that stay keep their widgets, and the view stays at what was read; another conversation starts at
        its end. A turn that goes leaves the keyboard to the one in its place."""
        focused = self.focused_id
        place = None if focused is None else self._page.rows.place(focused)
        self._welcome.setVisible(not turns)
        is_other = self._page.show(turns)
        self._lay_out()
        self.reading.on_turns_changed()
        if turns and place is not None and all(turn.message.id != focused for turn in turns):
            last = len(turns) - 1
            self._page.bring_near(last if is_other else min(place, last)).text_view.setFocus()

    def show_live(self, live: LiveAnswer) -> None:
        """An answer on its way; one that isn't on this path is passed over."""
        row = self._page.rows.set_live(live)
        if row is not None and row.widget is not None:
            row.widget.show_live(live)

    def show_message(self, message_id: int) -> None:
        """Scrolls to a message of the shown path."""
        place = self._page.rows.place(message_id)
        if place is not None:
            self._page.bring_near(place)
            self._lay_out()

    def edit(self, message_id: int) -> None:
        """Opens a message of the person's for editing, in its place."""
        place = self._page.rows.place(message_id)
        if place is not None:
            self._page.bring_near(place).start_editing()
            self._lay_out()

    def end_edit(self, message_id: int) -> None:
        """What was written in a message's place has become a message of its own."""
        self._unsent.forget_edit(message_id)
        if (widget := self.turn_widget(message_id)) is not None:
            widget.stop_editing()

    def go_to_end(self) -> None:
        """From now on the view follows the end."""
        self._page.go_to_end()
        self._show_way_to_end()

    @property
    def focused_id(self) -> int | None:
        """The message whose turn has the keyboard."""
        return self.reading.focused_id

    def focus_reading(self) -> None:
        """Gives the keyboard to the last turn in view."""
        visible = [widget for widget in self._page.near() if widget.geometry().intersects(self.viewport().rect())]
        target = visible[-1].text_view if visible else self
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def turn_widget(self, message_id: int) -> TurnWidget | None:
        """The widget of a message that is near the view."""
        place = self._page.rows.place(message_id)
        return None if place is None else self._page.rows[place].widget

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._welcome.setGeometry(self.viewport().rect())
        self.find_bar.setGeometry(0, 0, self.width(), FIND_HEIGHT)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._page.on_scrolled()
        self.reading.selection.show()
        self._arrange_tabs()
        self._show_way_to_end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_End:
            self.go_to_end()
        elif event.key() == Qt.Key.Key_Home:
            self._page.scroll_to(0)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_page"):
            self._lay_out()

    def _make(self, turn: Turn) -> TurnWidget:
        widget = TurnWidget(turn, wording.name_of(turn.message.role), self.viewport())
        if (text := self._unsent.edits.get(turn.message.id)) is not None:
            widget.resume_editing(text)
        if turn.message.id in self._unfolded:
            widget.fold.unfold()
        widget.edited.connect(self.edited)
        widget.edit_changed.connect(self._unsent.keep_edit)
        widget.edit_left.connect(self._unsent.forget_edit)
        widget.regenerate_asked.connect(self.regenerate_asked)
        widget.continue_asked.connect(self.continue_asked)
        widget.keep_asked.connect(self.keep_asked)
        widget.stop_asked.connect(self.stop_asked)
        widget.version_asked.connect(self.version_asked)
        widget.link_activated.connect(self._ask_about)
        widget.unfolded.connect(self._on_unfolded)
        widget.grown.connect(self._lay_out)
        widget.text_view.cursorPositionChanged.connect(lambda: self._on_caret_moved(widget))
        self.reading.attend(widget)
        self.turn_made.emit(widget)
        return widget

    def _make_room(self) -> None:
        """For the bar, above the text."""
        self.setViewportMargins(0, 0 if self.find_bar.isHidden() else FIND_HEIGHT, 0, 0)
        self.find_bar.raise_()

    def _on_unfolded(self, message_id: int, is_unfolded: bool) -> None:
        """Remembered for when its widget is made anew."""
        (self._unfolded.add if is_unfolded else self._unfolded.discard)(message_id)

    def _ask_about(self, link: str) -> None:
        self._link_bar.ask(link)
        self._place_overlays()

    def _place_overlays(self) -> None:
        view = self.viewport().geometry()
        self._to_end.move(view.center().x() - DIAMETER // 2, view.bottom() - DIAMETER - 12)
        if not self._link_bar.isHidden():
            width = min(COLUMN, view.width() - 24)
            self._link_bar.place_in((self.width() - width) // 2, view.bottom() - 8, width)

    def _lay_out(self) -> None:
        if self._page.lay_out():
            self._on_laid_out()

    def _on_laid_out(self) -> None:
        self._arrange_tabs()
        self._show_way_to_end()

    def _show_way_to_end(self) -> None:
        self._place_overlays()
        self._to_end.setVisible(len(self._page.rows) > 0 and not self._page.is_at_end)
        self._to_end.raise_()

    def _arrange_tabs(self) -> None:
        """Tab goes as one reads, whatever order the widgets were made in."""
        stops = [stop for widget in self._page.near() for stop in widget.stops()] or list(self._welcome.examples)
        order = tuple(map(id, stops))
        if order != self._tab_order:
            self._tab_order = order
            for before, after in pairwise([self, *stops]):
                QWidget.setTabOrder(before, after)

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        for widget in self._page.near():
            if any(end is not None and widget.isAncestorOf(end) for end in (old, now)):
                widget.reveal_actions()
        if now is not None and self.viewport().isAncestorOf(now) and now.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self._bring_into_view(now, now.rect())

    def _on_caret_moved(self, widget: TurnWidget) -> None:
        if widget.text_view.hasFocus():
            self._bring_into_view(widget.text_view, widget.text_view.cursorRect())

    def _bring_into_view(self, inner: QWidget, area: QRect) -> None:
        """A part that is larger than the view needs only to be met by it."""
        shown = QRect(inner.mapTo(self.viewport(), area.topLeft()), area.size())
        if shown.height() < self.viewport().height() or not shown.intersects(self.viewport().rect()):
            self._page.bring_into_view(shown)
