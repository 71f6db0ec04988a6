"""What one does with what is read: find, select across messages, copy, go from turn to turn. GUI thread."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from chatapp.ui.markdown.source import markdown_of
from chatapp.ui.transcript.find_bar import FindBar
from chatapp.ui.transcript.finder import Bring, Finder
from chatapp.ui.transcript.message_view import MessageView
from chatapp.ui.transcript.page import Page
from chatapp.ui.transcript.selection import Selection
from chatapp.ui.transcript.turn_widget import TurnWidget

LONGEST_WORDS = 100  # that are taken from a selection to be found


class Reading(QObject):
    bar_moved = Signal()  # it came or went

    def __init__(self, page: Page, bar: FindBar, bring: Bring) -> None:
        super().__init__(bar)
        self._page = page
        self.selection = Selection(page, self)
        self.finder = Finder(bar, page, bring)
        bar.left.connect(self.leave_find)

    def attend(self, widget: TurnWidget) -> None:
        """A turn that came near the view."""
        view = widget.text_view
        view.spanning = self.selection.spanning
        view.pressed.connect(self.selection.clear)
        view.dragged.connect(lambda point: self.selection.drag(widget, self._page.ground.mapFromGlobal(point)))
        view.dropped.connect(self.selection.drop)
        view.all_asked.connect(self.selection.select_all)
        view.edge_left.connect(lambda step: self.selection.extend(widget, step))
        view.markdown_asked.connect(self.copy_markdown)
        self.finder.attend(widget)

    def on_turns_changed(self) -> None:
        self.selection.on_turns_changed()
        self.finder.on_turns_changed()

    def ask_what_to_find(self) -> None:
        """The words that are selected are a first answer."""
        view = self._focused_text()
        words = "" if view is None else view.textCursor().selectedText()
        self.finder.open(words if len(words) < LONGEST_WORDS and "\u2029" not in words else "")
        self.bar_moved.emit()

    def leave_find(self) -> None:
        """The keyboard goes to the place that was found last."""
        view = self.finder.close()
        self.bar_moved.emit()
        widget = self._focused_turn()
        target = view or (None if widget is None else widget.text_view)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_found(self, by: int) -> None:
        if self.finder.is_open:
            self.finder.step(by)
        else:
            self.ask_what_to_find()

    def copy_markdown(self) -> None:
        """What is selected; where nothing is, the message that has the keyboard, or else the last."""
        view = self._focused_text()
        if self.selection.spans:
            QGuiApplication.clipboard().setText(self.selection.markdown())
        elif view is not None and view.textCursor().hasSelection():
            QGuiApplication.clipboard().setText(markdown_of(view.textCursor()))
        elif (widget := self._focused_turn()) is not None:
            widget.copy()

    def step_turn(self, by: int) -> None:
        """Gives the keyboard to the turn above or below the one that has it; the last one where none has."""
        here = self.focused_id
        place = len(self._page.rows) if here is None else self._page.rows.place(here)
        if place is not None and 0 <= place + by < len(self._page.rows):
            widget = self._page.bring_near(place + by)
            widget.text_view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def focused_id(self) -> int | None:
        """The message whose turn has the keyboard."""
        return next((widget.message_id for widget in self._page.near() if widget.holds_focus), None)

    def _focused_text(self) -> MessageView | None:
        focus = QApplication.focusWidget()
        is_here = focus is not None and self._page.ground.isAncestorOf(focus)
        return focus if isinstance(focus, MessageView) and is_here else None

    def _focused_turn(self) -> TurnWidget | None:
        """The turn that has the keyboard, else the last one near the view."""
        near = self._page.near()
        return next((widget for widget in near if widget.holds_focus), near[-1] if near else None)
