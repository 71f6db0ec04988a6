"""The action that searches everywhere, and what is done with a result. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from chatapp.services.desk import Services
from chatapp.services.search import Results
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.search_window.results import Hit
from chatapp.ui.search_window.window import SearchWindow
from chatapp.ui.transcript.view import TranscriptView


class SearchCommand(QObject):
    """`open_` shows a conversation or a document in the window, `show_place` a place in the text of that document,
    `focus_page` gives it the keyboard. The search window is made when it is first wanted."""

    def __init__(self, actions: Actions, services: Services, asking: Asking, transcript: TranscriptView) -> None:
        super().__init__(actions)
        self._services = services
        self._asking = asking
        self._transcript = transcript
        self.open_: Callable[[int], None] = lambda _id: None
        self.show_place: Callable[[int], None] = lambda _at: None
        self.focus_page: Callable[[], None] = lambda: None
        self.window: SearchWindow | None = None
        actions.search_everywhere.triggered.connect(self.show)

    def show(self) -> None:
        if self.window is None:
            main = self._transcript.window()
            self.window = SearchWindow(self._more, main)
            self.window.search_asked.connect(self._search)
            self.window.looked_at.connect(self.jump)
            self.window.entered.connect(self._enter)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.field.setFocus()
        self.window.field.selectAll()

    def jump(self, hit: Hit) -> None:
        """To the message, on its branch; in a document to the first of the words."""
        self.open_(hit.conversation_id)
        if hit.at is not None:
            self.show_place(hit.at)
        if hit.message_id is not None:
            message_id = hit.message_id
            turns = self._asking.answer(lambda: self._services.conversations.turns(hit.conversation_id)) or ()
            if all(turn.message.id != message_id for turn in turns):
                self._asking(lambda: self._services.conversations.show_version(message_id))
            self._transcript.show_message(message_id)

    def _enter(self, hit: Hit) -> None:
        self.jump(hit)
        main = self._transcript.window()
        if isinstance(main, QMainWindow):
            main.activateWindow()
        if hit.is_document:
            self.focus_page()
        else:
            self._transcript.focus_reading()

    def _search(self, text: str) -> None:
        if self.window is not None and text == self.window.field.text():
            self.window.show_results(self._asking.answer(lambda: self._services.search.find(text)) if text else None)

    def _more(self, last: Results) -> Results | None:
        text = "" if self.window is None else self.window.field.text()
        return self._asking.answer(lambda: self._services.search.find(text, last))
