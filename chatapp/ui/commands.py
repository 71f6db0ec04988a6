"""What the actions about conversations do, and when they can be done. GUI thread; the parts carry them out."""

from PySide6.QtCore import QObject

from chatapp.services.conversations import Conversations
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.conversation_list.presenter import ListPresenter
from chatapp.ui.translation_catalogue import said


class ChatCommands(QObject):
    """The actions about the open conversation."""

    def __init__(self, actions: Actions, chat: ChatPresenter) -> None:
        super().__init__(actions)
        self._actions = actions
        self._chat = chat
        actions.copy_answer.triggered.connect(chat.copy_answer)
        actions.regenerate.triggered.connect(chat.regenerate)
        actions.continue_answer.triggered.connect(chat.continue_answer)
        actions.stop.triggered.connect(chat.stop)
        actions.edit_last.triggered.connect(chat.edit_last)
        actions.previous_version.triggered.connect(lambda: chat.step_version(-1))
        actions.next_version.triggered.connect(lambda: chat.step_version(1))

    def refresh(self) -> None:
        """Which of them can be done now."""
        actions, chat, turn = self._actions, self._chat, self._chat.answer
        can_write = turn is not None and not chat.is_deleted
        actions.copy_answer.setEnabled(turn is not None)
        actions.regenerate.setEnabled(can_write and turn is not None and turn.message.status.is_terminal)
        actions.continue_answer.setEnabled(can_write and turn is not None and turn.message.status.can_continue)
        actions.stop.setEnabled(chat.is_busy)
        actions.edit_last.setEnabled(can_write)
        actions.previous_version.setEnabled(turn is not None and turn.neighbour(-1) is not None)
        actions.next_version.setEnabled(turn is not None and turn.neighbour(1) is not None)


class ListCommands(QObject):
    """The actions about the list: search, rename, bin, undo."""

    def __init__(self, actions: Actions, panel: ConversationPanel, presenter: ListPresenter) -> None:
        super().__init__(actions)
        self._actions = actions
        self._panel = panel
        self._presenter = presenter
        actions.sidebar.toggled.connect(panel.setVisible)
        actions.search.triggered.connect(self._search)
        actions.rename.triggered.connect(self._rename)
        actions.delete.triggered.connect(self._delete)
        actions.bin.toggled.connect(self._show_bin)
        panel.bin_button.toggled.connect(actions.bin.setChecked)

    def refresh(self, *, can_change: bool) -> None:
        """`can_change`: whether a conversation outside the bin is open."""
        self._actions.rename.setEnabled(can_change)
        self._actions.delete.setEnabled(can_change)

    def _search(self) -> None:
        self._actions.sidebar.setChecked(True)
        self._panel.focus_filter()

    def _show_bin(self, shows_bin: bool) -> None:
        if shows_bin:
            self._actions.sidebar.setChecked(True)
        self._panel.bin_button.setChecked(shows_bin)

    def _rename(self) -> None:
        """In its row, which must be shown for that."""
        self._actions.sidebar.setChecked(True)
        self._panel.bin_button.setChecked(False)
        self._presenter.rename_open()

    def _delete(self) -> None:
        self._presenter.delete_open()


class UndoCommand(QObject):
    """Ctrl+Z for what was done to the list; a text field that has the keyboard takes it for itself."""

    def __init__(self, actions: Actions, conversations: Conversations, asking: Asking) -> None:
        super().__init__(actions)
        self._action = actions.undo
        self._conversations = conversations
        self._asking = asking
        self._action.triggered.connect(self.undo)

    def undo(self) -> None:
        self._asking(self._conversations.undo)

    def refresh(self) -> None:
        label = self._conversations.undo_label
        self._action.setEnabled(label is not None)
        words = said(label) if label else ""
        self._action.setText(self.tr("&Undo: {0}").format(words) if words else self.tr("&Undo"))
