"""The side panel's place in the window, and the actions that show it. GUI thread."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSplitter, QWidget

from chatapp.domain.changes import Change
from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.side_panel.presenter import SidePresenter


class SideCommand(QObject):
    """Off until it is asked for: what is not needed now is not shown."""

    def __init__(self, actions: Actions, chat: ChatPresenter, services: Services, asking: Asking) -> None:
        super().__init__(actions)
        self._actions = actions
        self._services = services
        self.side = SidePresenter(services, asking, chat)
        self.panel = self.side.panel
        self.panel.hide()
        actions.side_panel.toggled.connect(self._show)
        pages = self.side.pages
        self._pages = {
            actions.context_map: pages.context,
            actions.replay_card: pages.replay,
            actions.branch_tree: pages.branches,
            actions.chat_settings: pages.settings,
        }
        actions.import_persona.triggered.connect(pages.settings.import_asked)
        for action, page in self._pages.items():
            action.triggered.connect(lambda _checked=False, page=page: self._show_page(page))

    def add_to(self, split: QSplitter) -> None:
        split.addWidget(self.panel)
        split.setCollapsible(split.indexOf(self.panel), False)

    def set_aside(self, *, is_aside: bool) -> None:
        """While something else than a conversation is on the screen."""
        for action in (self._actions.side_panel, *self._pages):
            action.setEnabled(not is_aside)
        self.panel.setVisible(not is_aside and self._actions.side_panel.isChecked())

    def on_change(self, change: Change) -> None:
        """Text that streams changes nothing here; its end does."""
        has_ended = bool(change.messages) and self._services.answers.running is None
        if change.path_of or change.list_changed or has_ended:
            self.side.refresh()

    def _show(self, is_shown: bool) -> None:
        had_focus = self.panel.isAncestorOf(focus) if (focus := self.panel.window().focusWidget()) else False
        self.panel.setVisible(is_shown)
        self.side.fill()
        if had_focus and not is_shown:
            self.panel.window().setFocus()

    def _show_page(self, page: QWidget) -> None:
        self._actions.side_panel.setChecked(True)
        self.panel.show_page(page)
        self.panel.focus_page()
