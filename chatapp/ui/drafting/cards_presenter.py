"""Several proposals for one place: they come together as cards, one is taken, or two are merged. GUI thread.

Each stays with its document until it is dismissed, also while another document is on the page.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from chatapp.domain.document import PlaceGoneError, Splice
from chatapp.domain.proposal import Operation, Proposal
from chatapp.services.desk import Services
from chatapp.services.draft_run import DraftRun
from chatapp.tasks.drafting import recipe
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.card import Alternative
from chatapp.ui.drafting.cards import Cards
from chatapp.ui.drafting.hunk_view import HunkView
from chatapp.ui.drafting.manner import Manner
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.wording import progress_of

HEIGHT = 250
NUMBERS = range(3, 9)


class CardsPresenter(QObject):
    def __init__(self, page: DraftPage, document: DocumentPresenter, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._document = document
        self._drafting = services.drafting
        self._order = services.order
        self._asking = asking
        self._runs: dict[int, list[int]] = {}  # by document, the oldest first
        self._merged: dict[int, str] = {}  # by the proposal that a merged text stands for
        self._merging: int | None = None
        self.cards = Cards(NUMBERS)
        self.merge = HunkView()
        for widget in (self.cards, self.merge):
            widget.setMaximumHeight(HEIGHT)
            widget.hide()
            page.add_below(widget)
        self.cards.taken.connect(self.take)
        self.cards.dismissed.connect(self._dismiss)
        self.cards.all_dismissed.connect(self.end)
        self.cards.compared.connect(self._compare)
        self.cards.more_asked.connect(self._write_more)
        self.merge.left.connect(self._on_merged)
        document.changed.connect(lambda _splices: self.refresh())

    def connect_manner(self, manner: Manner) -> None:
        self._manner = manner
        self.cards.count.valueChanged.connect(lambda count: setattr(manner, "alternatives", count))

    @property
    def is_on(self) -> bool:
        return bool(self._mine)

    def begin(self, start: Callable[[], int]) -> None:
        """Beside those that are there."""
        document_id, run_id = self._document.open_id, self._asking.answer(start)
        if run_id is not None and document_id is not None:
            self._runs.setdefault(document_id, []).append(run_id)
            self._end_merging()
            self.refresh()
            self.cards.focus(run_id)  # it is the first proposal's too

    def show(self) -> None:
        """Those of the document that came onto the page."""
        self.cards.show_alternatives("", ())
        self.refresh()

    def leave(self) -> None:
        """The page is to show another document; they stay with theirs."""
        self._end_merging()
        self._let_go()

    def end(self) -> None:
        """All of this document's are dismissed."""
        proposals = self._proposals()
        self._runs.pop(self._document.open_id or 0, None)
        self._merging = None
        self._let_go()
        for proposal in proposals:
            self._merged.pop(proposal.id, None)
            self._drafting.dismiss(proposal.id)

    def refresh(self) -> None:
        for run in self._mine:
            if run.problem is not None:
                self._give_up(run)
        proposals, runs = self._proposals(), self._mine
        if not proposals:
            if self.is_on or self.cards.cards:
                self.end()
            return
        coming = [progress_of(run, one.stage) for run in runs for one in run.proposals if not one.stage.is_over]
        heading = coming[0] if coming else self.tr("Alternatives: Alt with a number takes one")
        self.cards.count.setValue(self._manner.alternatives)
        self.cards.more.setEnabled(not coming and runs[-1].place is not None)
        self.cards.show_alternatives(heading, [self._alternative(one) for one in proposals])
        self.cards.setVisible(self._merging is None)

    def _give_up(self, run: DraftRun) -> None:
        self._runs[run.asked.document_id].remove(run.run_id)
        self._asking.refused.emit(run.problem)
        for proposal in tuple(run.proposals):
            self._drafting.dismiss(proposal.id)

    def take(self, proposal_id: int) -> None:
        """One step; the others stay until they are dismissed."""
        proposal = self._proposal(proposal_id)
        if proposal is not None and proposal.operation is Operation.TITLE:
            self._name(self._merged.get(proposal_id, proposal.text))
        elif proposal is not None and proposal.place is not None:
            label = recipe(proposal.operation).label
            self._document.edit((Splice(proposal.place.start, proposal.base, self._words(proposal)),), label)

    def _words(self, proposal: Proposal) -> str:
        """What taking it puts into the text; "" once it stands there."""
        return self._merged.get(proposal.id, proposal.rest)

    def _name(self, title: str) -> None:
        document_id = self._document.open_id
        if document_id is not None and self._asking(lambda: self._order.rename(document_id, title.strip("# \n"))):
            self.end()

    def _alternative(self, proposal: Proposal) -> Alternative:
        state = self.tr("Its place was edited, so it can only be copied.") if proposal.is_gone else ""
        text = self._merged.get(proposal.id, proposal.text).strip()
        has_place = proposal.place is not None and bool(self._words(proposal))
        can_take = has_place or proposal.operation is Operation.TITLE
        return Alternative(proposal.id, text, not proposal.stage.is_over, can_take, state)

    def _dismiss(self, proposal_id: int) -> None:
        self._merged.pop(proposal_id, None)
        self._drafting.dismiss(proposal_id)
        self.refresh()

    def _write_more(self) -> None:
        """Of what was asked for last, where its place is by now."""
        last = self._mine[-1].run_id
        try:
            self.begin(lambda: self._drafting.again(last, self._manner.alternatives))
        except PlaceGoneError:
            self.refresh()

    def _compare(self, one_id: int, other_id: int) -> None:
        """The second as changes to the first, which becomes what is decided."""
        one, other = self._proposal(one_id), self._proposal(other_id)
        if one is not None and other is not None:
            self._merging = one_id
            before, after = (self._merged.get(proposal.id, proposal.text) for proposal in (one, other))
            self.cards.hide()
            self.merge.show_proposal(before, after)
            self.merge.show()
            self.merge.setFocus()

    def _on_merged(self) -> None:
        merged = self._merging
        self._end_merging()
        self.refresh()
        if merged is not None:
            self.cards.focus(merged)

    def _end_merging(self) -> None:
        """With what was decided so far."""
        if self._merging is not None:
            self._merged[self._merging] = self.merge.outcome
        self._merging = None
        self.merge.hide()

    def _let_go(self) -> None:
        """Of the page, and of the keyboard."""
        focus = self._page.window().focusWidget()
        had_focus = focus is not None and any(view.isAncestorOf(focus) for view in (self.cards, self.merge))
        self.cards.hide()
        self.merge.hide()
        self.cards.show_alternatives("", ())
        if had_focus:
            self._page.editor.setFocus()

    @property
    def _mine(self) -> list[DraftRun]:
        """Of the document on the page; those that are nobody's any more are forgotten."""
        document_id = self._document.open_id or 0
        found: list[DraftRun] = []
        for run_id in tuple(self._runs.get(document_id, ())):
            try:
                found.append(self._drafting.run(run_id))
            except KeyError:
                self._runs[document_id].remove(run_id)
        return found

    def _proposal(self, proposal_id: int) -> Proposal | None:
        return next((one for one in self._proposals() if one.id == proposal_id), None)

    def _proposals(self) -> list[Proposal]:
        try:
            return [self._drafting.proposal(one.id) for run in self._mine for one in tuple(run.proposals)]
        except KeyError:
            return []
