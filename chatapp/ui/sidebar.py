"""The list at the side with all that is done to it: what keeps order, the actions about it, what can be taken back.
GUI thread; builds these parts and tells them what changed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer

from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.commands import ListCommands, OrderCommands, UndoCommand
from chatapp.ui.conversation_list.organiser import Organiser
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.conversation_list.presenter import ListPresenter
from chatapp.ui.folder_commands import FolderCommands
from chatapp.ui.menus import Menus
from chatapp.ui.notices import Notices
from chatapp.ui.purge_question import ask_before_purge
from chatapp.ui.tag_command import TagCommand
from chatapp.ui.window_settings import WindowSettings

GLANCE_MS = 2_000
"""How often the list looks for what a terminal run stored."""


class Sidebar(QObject):
    def __init__(
        self, panel: ConversationPanel, menus: Menus, services: Services, asking: Asking, remembered: WindowSettings
    ) -> None:
        super().__init__(menus)
        self._panel = panel
        self._remembered = remembered
        self._asking = asking
        self._conversations = services.conversations
        commands = self._commands = menus.actions
        self.organiser = Organiser(services, asking, remembered)
        self.list = ListPresenter(panel, services, asking, self.organiser)
        self._list_commands = ListCommands(commands, panel, self.list)
        self._order_commands = OrderCommands(commands, menus, self.list, self.organiser)
        self._folder_commands = FolderCommands(commands, menus.folder, panel.view, self.organiser)
        self.tags = TagCommand(commands, panel, services.tags, asking)
        self.undo = UndoCommand(commands, panel, services.undo, asking)
        self._steps = services.undo
        self.notices: Sequence[Notices] = ()  # of every page that may be on the screen
        self.list.purge_asked.connect(self._ask_purge)
        self.list.binned.connect(self._tell_binned)
        panel.document_button.clicked.connect(commands.new_document.trigger)
        self._glance = QTimer(self, interval=GLANCE_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._glance.timeout.connect(self._look_elsewhere)
        self._glance.start()
        commands.sidebar.toggled.connect(lambda is_shown: remembered.keep(is_sidebar_shown=is_shown))

    def begin(self) -> None:
        """As it was left."""
        self._commands.sidebar.setChecked(self._remembered.is_sidebar_shown)
        self._panel.setVisible(self._remembered.is_sidebar_shown)
        self._look_elsewhere()  # what comes from now on is news
        self.list.refresh()

    def on_change(self, change: Change) -> None:
        self.list.on_change(change)
        if change.list_changed:
            self.undo.refresh()
            self.tags.refresh()
            if self._steps.undo_label != "Delete":
                for notices in self.notices:
                    notices.forget_deleted()

    def show_open(self, conversation: Conversation | None) -> None:
        """Another is open, or it is in another state."""
        self.list.mark_open(None if conversation is None else conversation.id)
        self._list_commands.refresh(can_change=conversation is not None and not conversation.is_deleted)
        self._order_commands.refresh(conversation)

    def _tell_binned(self, words: str) -> None:
        for notices in self.notices:
            notices.tell_deleted(words, self.undo.undo)

    def leave(self) -> None:
        """Looks no more."""
        self._glance.stop()

    def _look_elsewhere(self) -> None:
        """Where that fails once it is told once."""
        if not self._asking(self._conversations.look_elsewhere):
            self._glance.stop()

    def _ask_purge(self, conversation_id: int, title: str) -> None:
        ask_before_purge(self._panel.window(), title, lambda: self.list.purge(conversation_id))
