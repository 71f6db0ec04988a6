"""The parts about the open conversation that stand beside its page: actions, writing, side panel, token view, search.
GUI thread; builds them and tells them what changed."""

from PySide6.QtCore import QObject

from chatapp.domain.changes import Change
from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.chat.page import ChatPage
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.chat.turn_actions import TurnActions
from chatapp.ui.chat.writing import Writing
from chatapp.ui.commands import ChatCommands
from chatapp.ui.notices import Notices
from chatapp.ui.reading_commands import ReadingCommands
from chatapp.ui.search_window.command import SearchCommand
from chatapp.ui.side_panel.branch_commands import BranchCommands
from chatapp.ui.side_panel.command import SideCommand
from chatapp.ui.spoken_answers import SpokenAnswers
from chatapp.ui.token_view.command import TokenViewCommand


class Workspace(QObject):
    def __init__(
        self, commands: Actions, page: ChatPage, chat: ChatPresenter, services: Services, asking: Asking
    ) -> None:
        super().__init__(commands)
        self.page = page
        self.chat = chat
        self.services = services
        transcript = page.transcript
        self.notices = Notices(page.banners)
        self.turns = TurnActions(page, chat, services, asking)
        self.side = SideCommand(commands, chat, services, asking)
        self.token_view = TokenViewCommand(commands, transcript, services, asking, self.notices)
        self.search = SearchCommand(commands, services, asking, transcript)
        self._branch_commands = BranchCommands(commands, self.side.side.pages.branches, transcript, chat, services)
        self._chat_commands = ChatCommands(commands, chat, self.turns)
        self.writing = Writing(commands, page, chat, services, asking)
        self._reading_commands = ReadingCommands(commands, transcript)
        self.spoken = SpokenAnswers(page, services.answers, chat)
        self.side.side.message_asked.connect(transcript.show_message)
        chat.shown.connect(self._chat_commands.refresh)

    def on_change(self, change: Change) -> None:
        """After the chat has heard of it."""
        self.spoken.on_change(change)
        self.side.on_change(change)

    def leave(self) -> None:
        """Keeps what is being written beside the page."""
        self.side.side.pages.settings.flush()
