"""What the program says of itself, rather than of what one does with it: newer versions. GUI thread; builds these parts
and tells them when the window is there."""

from PySide6.QtCore import QObject

from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.banners import Banners
from chatapp.ui.updates.presenter import UpdatePresenter


class Steward(QObject):
    def __init__(self, actions: Actions, banners: Banners, services: Services, asking: Asking) -> None:
        super().__init__(banners)
        self.updates = UpdatePresenter(actions, banners, services, asking)

    def begin(self) -> None:
        """The window is there, with all that a person waits for."""
        self.updates.begin()

    def leave(self) -> None:
        """Hears no more of what goes on."""
        self.updates.leave()

    def follow_settings(self) -> None:
        self.updates.follow_settings()
