"""The drafting workspace in the window: its page, its presenters, what the actions of the menu Draft do. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from chatapp.domain.attachment import Attachment
from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.domain.document import Splice
from chatapp.domain.errors import ProblemError
from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.cards_presenter import CardsPresenter
from chatapp.ui.drafting.commands import DraftCommands
from chatapp.ui.drafting.ghost_presenter import GhostPresenter
from chatapp.ui.drafting.model_view_panel import ModelViewPanel
from chatapp.ui.drafting.notes_panel import NotesPanel
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.panels import Panels
from chatapp.ui.drafting.plan_commands import PlanCommands
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.rewrite_presenter import RewritePresenter
from chatapp.ui.drafting.series_presenter import SeriesPresenter
from chatapp.ui.drafting.versions_panel import VersionsPanel
from chatapp.ui.notices import Notices
from chatapp.ui.panes import Pane


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
        actions.suggest_words.toggled.connect(self.ghost.suggest)
        self.commands = DraftCommands(actions, self.page, self.presenter, services)
        self.commands.connect_model(self.ghost, self.rewrite)
        self.cards = CardsPresenter(self.page, self.presenter, services, self.asking)
        self.cards.connect_manner(self.commands.manner)
        self.plans = PlanCommands(self.page, self.presenter, services, self.asking)
        self.plans.connect_actions(actions, self.cards, self.commands)
        self.series = SeriesPresenter(self.page, self.presenter, services, self.asking)
        self.series.connect_actions(actions, self.commands.manner)
        self.panels = Panels(self.page, self.presenter, services, self.asking)
        actions.draft_notes.triggered.connect(lambda: self._show_beside(self.panels.notes))
        actions.model_view.triggered.connect(self._show_model_view)
        actions.draft_versions.triggered.connect(lambda: self._show_beside(self.panels.versions))
        self.page.escaped.connect(self._on_escaped)
        self._is_shown = False
        actions.new_document.triggered.connect(self.create)
        actions.focus_mode.toggled.connect(self._focus)
        self._had_sidebar = False
        actions.find_in_document.triggered.connect(self.page.finder.open)
        actions.find.triggered.connect(lambda: self._on_page(self.page.finder.open))
        actions.find_next.triggered.connect(lambda: self._on_page(lambda: self.page.finder.step(1)))
        actions.find_previous.triggered.connect(lambda: self._on_page(lambda: self.page.finder.step(-1)))
        self._show_actions()

    @property
    def row(self) -> Conversation | None:
        """Of the document that is on the screen."""
        return self.presenter.row if self._is_shown else None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """Within the page, from the top, beside the text itself."""
        bar, asked, cards, merge = self.page.find_bar, self.commands.ask_bar, self.cards.cards, self.cards.merge
        return (
            Pane(bar, bar.field.setFocus),
            Pane(asked, asked.field.setFocus),
            Pane(self.rewrite.view, self.rewrite.view.setFocus),
            Pane(cards, cards.focus_first),
            Pane(merge, merge.setFocus),
            Pane(self.panels.panel, self.panels.panel.focus_page),
        )

    def create(self) -> None:
        made = self.asking.answer(self._services.documents.create)
        if made is not None:
            self.open_asked.emit(made.id)

    def begin_with(self, text: str) -> None:
        """A document of its own for an answer."""
        made = self.asking.answer(lambda: self._services.documents.create("", text))
        if made is not None:
            self.open_asked.emit(made.id)

    def add(self, document_id: int, text: str) -> None:
        """An answer behind what a document has, as one step; the cursor stands before it then."""
        documents = self._services.documents
        known = self.asking.answer(lambda: documents.text(document_id))
        if known is None or not text.strip():
            return
        blank = "\n" * max(0, 2 - (len(known) - len(known.rstrip("\n")))) if known.strip() else ""
        if self.asking(
            lambda: documents.edit(document_id, Splice(len(known), "", blank + text.strip() + "\n"), "Answer")
        ):
            self.open_asked.emit(document_id)
            place = len(known) + len(blank)
            self.page.editor.select(place, place)

    @property
    def taken(self) -> Attachment | None:
        """The document that is on the screen, to go with a message; None where there is none, or nothing in it."""
        row, text = self.row, self.page.editor.text
        return Attachment(row.title, text, "text/markdown") if row is not None and text.strip() else None

    def takes(self, row_id: int) -> bool:
        """Whether what this row of the list stands for is a document."""
        try:
            return self._services.conversations.conversation(row_id).is_document
        except (KeyError, ProblemError):
            return False  # whoever opens it says so

    def open(self, document_id: int) -> bool:
        """Whether it is on the page now."""
        is_another = document_id != self.presenter.open_id
        if is_another:
            self._end_proposals()
            self.panels.leave()
        is_open = self.presenter.open(document_id)
        self.panels.refresh()
        if is_open and is_another:
            self.cards.show()
        self._is_shown = self._is_shown or is_open
        self._show_actions()
        return is_open

    def close(self) -> None:
        if self._is_shown:
            self._actions.focus_mode.setChecked(False)
            self._is_shown = False
            self._end_proposals()
            self.panels.leave()
            self.presenter.close()
            self._show_actions()

    def on_change(self, change: Change) -> None:
        if not self._is_shown:
            return
        self.presenter.on_change(change)
        if change.drafts:
            self.ghost.refresh()
            self.rewrite.refresh()
            self.cards.refresh()
            self.series.refresh()
        if change.views:
            self.panels.view.refresh()
        if change.documents:
            self.panels.refresh()
            self.notices.show_unsaved(self._services.documents.problem)

    def _focus(self, is_on: bool) -> None:
        """Nothing but the page, until it is left."""
        sidebar = self._actions.sidebar
        if is_on:
            self._had_sidebar = sidebar.isChecked()
            self.panels.hide()
        sidebar.setChecked(not is_on and self._had_sidebar)
        self.page.editor.set_focused_mode(is_on)
        self.page.editor.setFocus()

    def _on_escaped(self) -> None:
        """One step back."""
        if self.ghost.is_on:
            self.ghost.end()
        elif self.rewrite.is_on:
            self.rewrite.end()
        elif self.series.is_on:
            self.series.end()
        elif self.cards.is_on:
            self.cards.end()
        elif self.page.finder.is_open:
            self.page.finder.close()
        elif self.panels.is_shown:
            self.panels.hide()
            self.page.editor.setFocus()
        elif self._actions.focus_mode.isChecked():
            self._actions.focus_mode.setChecked(False)

    def _end_proposals(self) -> None:
        """They are the document's that is left; what was asked for side by side stays with it."""
        self.commands.ask_bar.hide()
        self.ghost.end()
        self.rewrite.end()
        self.cards.leave()
        self.series.end()

    def _show_beside(self, page: NotesPanel | VersionsPanel | ModelViewPanel) -> None:
        """Asked for again it goes."""
        if self.panels.panel.shown is page:
            self.panels.hide()
            self.page.editor.setFocus()
        else:
            self.panels.show(page)

    def _show_model_view(self) -> None:
        """And looks at once."""
        self._show_beside(self.panels.view.panel)
        if self.panels.panel.shown is self.panels.view.panel:
            self.panels.view.look()

    def _on_page(self, act: Callable[[], None]) -> None:
        """Actions that conversations have too."""
        if self._is_shown:
            act()

    def _show_actions(self) -> None:
        """Those about a document can be done while one is on the screen."""
        do = self._actions
        reading = (
            do.focus_mode,
            do.find_in_document,
            do.draft_notes,
            do.draft_versions,
            do.model_view,
            do.ask_document,
            do.quote,
            do.talk_in,
        )
        writing = (do.continue_text, do.insert_text, do.alternatives, do.draft_tone, do.outline)
        sections = (do.draft_section, do.draft_sections)
        for action in (*reading, *writing, *sections, *do.rewrites, do.summarise, do.title):
            action.setEnabled(self._is_shown)
