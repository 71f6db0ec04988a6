"""What the program says of itself, rather than of what one does with it: help, the tour, newer versions, a graphics
card that it has no use for. GUI thread; builds these parts and tells them when the window is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.banners import Banners
from chatapp.ui.central import Central
from chatapp.ui.chat.page import ChatPage
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.help import Help
from chatapp.ui.tour.tour import Tour
from chatapp.ui.unused_card import UnusedCard
from chatapp.ui.updates.presenter import UpdatePresenter
from chatapp.ui.window_settings import WindowSettings


@dataclass(frozen=True, slots=True)
class Premises:
    """The parts of the window that it speaks in and of."""

    window: QMainWindow
    panel: ConversationPanel
    page: ChatPage
    central: Central
    banners: Banners


class Steward(QObject):
    """`diagnosis` is a command that prints one."""

    def __init__(
        self, premises: Premises, actions: Actions, services: Services, asking: Asking, diagnosis: Sequence[str]
    ) -> None:
        super().__init__(premises.window)
        banners = premises.banners
        self.help = Help(premises.window, actions, diagnosis)
        self.help.copied.connect(partial(banners.show_notice, "copied"))
        self.updates = UpdatePresenter(actions, banners, services, asking)
        self.card = UnusedCard(banners, services.settings)
        remembered = WindowSettings(services.settings)
        parts = (premises.panel, premises.page, premises.central)
        self.tour = Tour(premises.window, actions, parts, remembered)
        self.tour.is_newcomer = lambda: not asking.answer(services.conversations.listed)
        self.tour.is_busy = lambda: services.answers.running is not None

    def begin(self) -> None:
        """The window is there, with all that a person waits for."""
        self.updates.begin()
        self.tour.begin()
        self.card.begin()

    def leave(self) -> None:
        """Hears no more of what goes on."""
        self.updates.leave()

    def follow_settings(self) -> None:
        self.updates.follow_settings()
