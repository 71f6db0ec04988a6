"""The actions that cut a branch off, bring it back, or end it for good. GUI thread."""

from PySide6.QtCore import QObject

from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.side_panel.branch_tree import BranchTree
from chatapp.ui.transcript.view import TranscriptView


class BranchCommands(QObject):
    """About the message that has the keyboard in the tree or in the transcript, else about the last one."""

    def __init__(
        self, actions: Actions, tree: BranchTree, transcript: TranscriptView, chat: ChatPresenter, services: Services
    ) -> None:
        super().__init__(actions)
        self._actions = actions
        self._tree = tree
        self._transcript = transcript
        self._chat = chat
        self._branches = services.branches
        actions.branch_delete.triggered.connect(self._delete)
        actions.branch_restore.triggered.connect(self._restore)
        actions.branch_purge.triggered.connect(self._purge)
        tree.current_moved.connect(self._refresh_purge)
        chat.shown.connect(self.refresh)

    def refresh(self) -> None:
        can_change = bool(self._chat.turns) and not self._chat.is_deleted
        self._actions.branch_delete.setEnabled(can_change)
        self._actions.branch_restore.setEnabled(self._chat.open_id is not None and not self._chat.is_deleted)
        self._refresh_purge()

    def _refresh_purge(self) -> None:
        self._actions.branch_purge.setEnabled(self._tree.is_current_deleted and not self._chat.is_deleted)

    def _delete(self) -> None:
        message_id = self._meant()
        if message_id is not None:
            self._chat.change(lambda: self._branches.delete(message_id))

    def _restore(self) -> None:
        """The deleted one that has the keyboard in the tree, else the one that was deleted last."""
        if self._tree.hasFocus() and self._tree.is_current_deleted and self._tree.current_id is not None:
            self._tree.restore_asked.emit(self._tree.current_id)
        elif (conversation_id := self._chat.open_id) is not None:
            self._chat.change(lambda: self._restore_last(conversation_id))

    def _restore_last(self, conversation_id: int) -> None:
        for branch in self._branches.deleted(conversation_id)[:1]:
            self._branches.restore(branch.root.id)

    def _purge(self) -> None:
        self._tree.ask_purge()

    def _meant(self) -> int | None:
        if self._tree.hasFocus() and not self._tree.is_current_deleted:
            return self._tree.current_id
        turns, focused = self._chat.turns, self._transcript.focused_id
        ids = [turn.message.id for turn in turns]
        return focused if focused in ids else ids[-1] if ids else None
