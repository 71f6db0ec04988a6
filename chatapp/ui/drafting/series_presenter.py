"""All sections of an outline, one after another by one command: how far it is, and the way to stop it. GUI thread."""

from PySide6.QtCore import QObject

from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.manner import Manner
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.series_bar import SeriesBar
from chatapp.ui.drafting.wording import progress_of


class SeriesPresenter(QObject):
    def __init__(self, page: DraftPage, document: DocumentPresenter, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._document = document
        self._drafting = services.drafting
        self._sections = services.sections
        self._asking = asking
        self._was_on = False
        self.bar = SeriesBar()
        self.bar.stopped.connect(self.end)
        page.add_below(self.bar)

    def connect_actions(self, do: Actions, manner: Manner) -> None:
        self._manner = manner
        do.draft_sections.triggered.connect(self._begin)

    @property
    def is_on(self) -> bool:
        return self._sections.state is not None

    def end(self) -> None:
        """What is written stays."""
        if self.is_on:
            self._sections.stop()
        self.refresh()

    def refresh(self) -> None:
        state = self._sections.state
        if state is not None:
            self._was_on = True
            run = self._drafting.run(state.run_id)
            doing = progress_of(run, run.proposals[0].stage) if run.proposals else ""
            words = self.tr("Section {0} of {1}, “{2}”: {3}").format(state.number, state.total, state.heading, doing)
            self.bar.show_progress(words, state.number, state.total)
        elif self._was_on:
            self._was_on = False
            self._hide()
            if self._sections.problem is not None:
                self._asking.refused.emit(self._sections.problem)

    def _begin(self) -> None:
        document_id = self._document.open_id
        if document_id is None or not self._document.is_writable:
            return
        if not self._asking.answer(lambda: self._sections.begin(document_id, self._manner.wish)):
            self._page.status.show_state(
                self.tr("Every section has something below its heading already, or there is no heading yet.")
            )
        self.refresh()

    def _hide(self) -> None:
        focus = self._page.window().focusWidget()
        had_focus = focus is not None and self.bar.isAncestorOf(focus)
        self.bar.hide()
        if had_focus:
            self._page.editor.setFocus()
