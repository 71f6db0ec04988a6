"""Opens the palette over the window with what there is to choose now. GUI thread."""

from itertools import chain

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chatapp.services.conversations import Conversations
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.palette.entries import (
    Entries,
    entries_of_actions,
    entries_of_conversations,
    entries_of_settings,
)
from chatapp.ui.palette.palette import Palette


class PaletteCommand(QObject):
    conversation_chosen = Signal(int)
    setting_chosen = Signal(str, str)  # by section and key

    def __init__(self, window: QWidget, actions: Actions, conversations: Conversations, asking: Asking) -> None:
        super().__init__(window)
        self._actions = actions
        self._conversations = conversations
        self._asking = asking
        self.palette = Palette(window, self._entries)
        actions.palette.triggered.connect(self.palette.open)

    def _entries(self) -> Entries:
        listed = self._asking.answer(self._conversations.listed) or []
        return Entries(
            chain(
                entries_of_conversations(listed, self.conversation_chosen.emit),
                entries_of_actions(self._actions),
                entries_of_settings(self.setting_chosen.emit),
            )
        )
