"""What stands in the middle of the window: the open conversation, the way to a first model, or another page that was
put in their place. GUI thread; says when it turned to another, and knows nothing of what is on them."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from chatapp.ui.chat.page import ChatPage
from chatapp.ui.first_run.page import FirstRunPage


class Central(QStackedWidget):
    """Another page stays until it is left, whatever happens to the conversation behind it."""

    turned = Signal()

    def __init__(self, chat: ChatPage, first_run: FirstRunPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chat = chat
        self._first_run = first_run
        self._behind: QWidget = chat
        self._other: QWidget | None = None
        self._focus: dict[QWidget, Callable[[], None]] = {}
        self.add(chat, chat.focus_first)
        self.add(first_run, first_run.focus_first)

    @property
    def is_first_run(self) -> bool:
        return self.currentWidget() is self._first_run

    @property
    def other(self) -> QWidget | None:
        """The page that stands in the conversation's place."""
        return self._other

    @property
    def title(self) -> str:
        """What the window is called while this is shown."""
        return self._chat.title.text() if self._other is None else self._other.windowTitle()

    def add(self, page: QWidget, focus: Callable[[], None]) -> None:
        """`focus` gives the keyboard to what is wanted most on it."""
        self._focus[page] = focus
        self.addWidget(page)
        page.windowTitleChanged.connect(self.turned)

    def show_other(self, page: QWidget) -> None:
        """One of those that were added, in the conversation's place; the keyboard goes along if it was here."""
        self._other = page
        self._turn()

    def leave_other(self) -> None:
        self._other = None
        self._turn()

    def show_conversation(self, *, has_model: bool, is_new: bool) -> None:
        """Without a model there is only the way to one, and the conversations of before to read."""
        self._behind = self._chat if has_model or not is_new else self._first_run
        self._turn()

    def focus_page(self) -> None:
        if (page := self.currentWidget()) is not None:
            self._focus[page]()

    def _turn(self) -> None:
        """The keyboard goes along if it was here."""
        page = self._behind if self._other is None else self._other
        if page is self.currentWidget():
            return
        had_focus = self.isAncestorOf(focus) if (focus := self.window().focusWidget()) else True
        self.setCurrentWidget(page)
        if had_focus:
            self.focus_page()
        self.turned.emit()
