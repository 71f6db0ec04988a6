"""The drafting workspace in the window: its page, its presenters, what the actions of the menu Draft do. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.domain.errors import ProblemError
from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.commands import DraftCommands
from chatapp.ui.drafting.ghost_presenter import GhostPresenter
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.rewrite_presenter import RewritePresenter
from chatapp.ui.notices import Notices


class DraftingRoom(QObject):
    open_asked = Signal(int)  # a document that is to be written in
    shown = Signal()
    stepped = Signal()  # there is more or less to take back

    def __init__(self, actions: Actions, services: Services) -> None:
        super().__init__(actions)
        self._actions = actions
        self._services = services
        self.page = DraftPage()
        self.asking = Asking(self.page)
        self.notices = Notices(self.page.banners)
        self.asking.refused.connect(self.notices.tell)
        self.presenter = DocumentPresenter(self.page, services, self.asking)
        self.presenter.shown.connect(self.shown)
        self.presenter.changed.connect(lambda _splices: self.stepped.emit())
        self.ghost = GhostPresenter(self.page, self.presenter, services, self.asking)
        self.rewrite = RewritePresenter(self.page, self.presenter, services, self.asking)
        self.commands = DraftCommands(actions, self.page, self.presenter, services)
        self.commands.connect_model(self.ghost, self.rewrite)
        self.page.escaped.connect(self._on_escaped)
        self._is_shown = False
        actions.new_document.triggered.connect(self.create)
        actions.focus_mode.toggled.connect(self.page.editor.set_focused_mode)
        actions.find_in_document.triggered.connect(self.page.finder.open)
        actions.find.triggered.connect(lambda: self._on_page(self.page.finder.open))
        actions.find_next.triggered.connect(lambda: self._on_page(lambda: self.page.finder.step(1)))
        actions.find_previous.triggered.connect(lambda: self._on_page(lambda: self.page.finder.step(-1)))
        self._show_actions()

    @property
    def row(self) -> Conversation | None:
        """Of the document that is on the screen."""
        return self.presenter.row if self._is_shown else None

    def create(self) -> None:
        made = self.asking.answer(self._services.documents.create)
        if made is not None:
            self.open_asked.emit(made.id)

    def takes(self, row_id: int) -> bool:
        """Whether what this row of the list stands for is a document."""
        try:
            return self._services.conversations.conversation(row_id).is_document
        except (KeyError, ProblemError):
            return False  # whoever opens it says so

    def open(self, document_id: int) -> bool:
        """Whether it is on the page now."""
        if document_id != self.presenter.open_id:
            self.ghost.end()
            self.rewrite.end()
        is_open = self.presenter.open(document_id)
        self._is_shown = self._is_shown or is_open
        self._show_actions()
        return is_open

    def close(self) -> None:
        if self._is_shown:
            self._is_shown = False
            self.ghost.end()
            self.rewrite.end()
            self.presenter.close()
            self._show_actions()

    def on_change(self, change: Change) -> None:
        if not self._is_shown:
            return
        self.presenter.on_change(change)
        if change.drafts:
            self.ghost.refresh()
            self.rewrite.refresh()
        if change.documents:
            self.notices.show_unsaved(self._services.documents.problem)

    def _on_escaped(self) -> None:
        """One step back."""
        if self.ghost.is_on:
            self.ghost.end()
        elif self.rewrite.is_on:
            self.rewrite.end()
        elif self.page.finder.is_open:
            self.page.finder.close()

    def _on_page(self, act: Callable[[], None]) -> None:
        """Actions that conversations have too."""
        if self._is_shown:
            act()

    def _show_actions(self) -> None:
        """Those about a document can be done while one is on the screen."""
        do = self._actions
        for action in (do.focus_mode, do.find_in_document, do.continue_text, do.insert_text, do.draft_tone):
            action.setEnabled(self._is_shown)
        for action in do.rewrites:
            action.setEnabled(self._is_shown)
