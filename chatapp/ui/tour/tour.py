"""The tour: shown once to whoever has no conversation yet, and whenever it is asked for. GUI thread.

It stands below the list and covers nothing; one can write, or do anything else, while it is there.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from chatapp.ui.actions import Actions
from chatapp.ui.central import Central
from chatapp.ui.chat.page import ChatPage
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.tour.card import TourCard
from chatapp.ui.tour.ring import Ring
from chatapp.ui.tour.steps import Step, steps
from chatapp.ui.window_settings import WindowSettings

OVER = 99
"""In place of a step: done, skipped, or nothing for somebody who knows the program."""


class Tour(QObject):
    """`is_newcomer` says whether nothing was written yet, `is_busy` whether Esc is wanted for something else."""

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        parts: tuple[ConversationPanel, ChatPage, Central],
        remembered: WindowSettings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._panel, self._page, self._central = parts
        self._remembered = remembered
        self.is_newcomer: Callable[[], bool] = lambda: False
        self.is_busy: Callable[[], bool] = lambda: False
        self.card = TourCard()
        self._panel.put_below(self.card, self.card.skip, self.card.back, self.card.next)
        self._ring = Ring(window)
        self._steps: tuple[Step, ...] = ()
        self._at = OVER
        self._waits = False
        self.card.next_asked.connect(lambda: self._go(self._at + 1))
        self.card.back_asked.connect(lambda: self._go(self._at - 1))
        self.card.skip_asked.connect(self.skip)
        self._central.turned.connect(self._on_turned)
        actions.tour.triggered.connect(self.show)
        window.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        return self._at != OVER

    def begin(self) -> None:
        """The window is there. Somebody who was in the middle of it goes on from where that was."""
        at = self._remembered.tour_step
        if at == 0 and not self.is_newcomer():
            self._remembered.keep(tour_step=OVER)
        elif at != OVER:
            self._waits = True
            self._on_turned()

    def show(self) -> None:
        """It was asked for, so it gets the keyboard."""
        self._actions.sidebar.setChecked(True)
        self._go(0)
        self.card.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def skip(self) -> None:
        self._go(OVER)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that no part of the window wanted."""
        is_escape = event.type() == QEvent.Type.KeyPress and _key(event) == Qt.Key.Key_Escape
        if is_escape and self.card.isVisible() and not self.is_busy():
            self.skip()
            return True
        return super().eventFilter(watched, event)

    def _on_turned(self) -> None:
        """It begins once there is a model to talk to: before that, the way to one is all that matters."""
        is_ready = self._central.currentWidget() is self._page and self._page.composer.isEnabled()
        if self._waits and is_ready:
            self._waits = False
            self._go(self._remembered.tour_step)

    def _go(self, at: int) -> None:
        if at != OVER and not self._steps:
            self._steps = steps(self._actions, self._panel, self._page, self._window.menuBar())
        self._at = at if 0 <= at < len(self._steps) else OVER
        self._waits = False
        self._remembered.keep(tour_step=self._at)
        if self._at == OVER:
            self._end()
            return
        step = self._steps[self._at]
        self.card.show_step(self._at + 1, len(self._steps), step.sentence)
        self._ring.surround(step)

    def _end(self) -> None:
        """The keyboard goes back to the page if it was here."""
        had_keyboard = _holds(self.card, self._window.focusWidget())
        self._steps = ()  # keys may be others next time
        self._ring.surround(None)
        self.card.hide()
        if had_keyboard:
            self._central.focus_page()


def _key(event: QEvent) -> int | None:
    return event.key() if isinstance(event, QKeyEvent) else None


def _holds(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (part is focus or part.isAncestorOf(focus))
