"""Chooses a row of the list, as the command palette does: a document to write into, a conversation to go on with. GUI
thread.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from chatapp.domain.conversation import Conversation
from chatapp.services.conversations import Conversations
from chatapp.ui.asking import Asking
from chatapp.ui.palette.entries import Entries, entries_of_conversations
from chatapp.ui.palette.palette import Palette


class RowChooser:
    """`what` is asked for, `holds` says which rows are offered; the newest stand first."""

    def __init__(
        self,
        window: QWidget,
        conversations: Conversations,
        asking: Asking,
        what: str,
        holds: Callable[[Conversation], bool],
    ) -> None:
        self._conversations = conversations
        self._asking = asking
        self._holds = holds
        self._then: Callable[[int], None] = lambda _id: None
        self.palette = Palette(window, self._entries)
        self.palette.setAccessibleName(what)
        self.palette.field.setPlaceholderText(what)
        self.palette.field.setAccessibleName(what)

    def choose(self, then: Callable[[int], None]) -> None:
        self._then = then
        self.palette.open()

    def _entries(self) -> Entries:
        rows = self._asking.answer(self._conversations.listed) or []
        return Entries(entries_of_conversations([row for row in rows if self._holds(row)], self._then))
