"""Several proposals for one place: they come together as cards, one is taken, or two are merged. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from chatapp.domain.document import Splice
from chatapp.domain.proposal import Operation, Proposal
from chatapp.services.desk import Services
from chatapp.tasks.drafting import recipe
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.card import Alternative
from chatapp.ui.drafting.cards import Cards
from chatapp.ui.drafting.hunk_view import HunkView
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.wording import progress_of

HEIGHT = 250


class CardsPresenter(QObject):
    def __init__(self, page: DraftPage, document: DocumentPresenter, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._document = document
        self._drafting = services.drafting
        self._order = services.order
        self._asking = asking
        self._run_id: int | None = None
        self._merged: dict[int, str] = {}  # by the proposal that a merged text stands for
        self._merging: int | None = None
        self.cards = Cards()
        self.merge = HunkView()
        for widget in (self.cards, self.merge):
            widget.setMaximumHeight(HEIGHT)
            widget.hide()
            page.add_below(widget)
        self.cards.taken.connect(self.take)
        self.cards.dismissed.connect(self._dismiss)
        self.cards.all_dismissed.connect(self.end)
        self.cards.compared.connect(self._compare)
        self.merge.left.connect(self._on_merged)
        document.changed.connect(lambda _splices: self.refresh())

    @property
    def is_on(self) -> bool:
        return self._run_id is not None

    def begin(self, start: Callable[[], int]) -> None:
        self.end()
        run_id = self._asking.answer(start)
        if run_id is not None:
            self._run_id = run_id
            self.cards.show()
            self.refresh()
            self.cards.focus_first()

    def end(self) -> None:
        """All are dismissed."""
        run_id, self._run_id = self._run_id, None
        self._merged.clear()
        self._merging = None
        focus = self._page.window().focusWidget()
        had_focus = focus is not None and any(view.isAncestorOf(focus) for view in (self.cards, self.merge))
        self.cards.hide()
        self.merge.hide()
        self.cards.show_alternatives("", ())
        if had_focus:
            self._page.editor.setFocus()
        if run_id is not None:
            for proposal in self._proposals(run_id):
                self._drafting.dismiss(proposal.id)

    def refresh(self) -> None:
        if self._run_id is None:
            return
        proposals = self._proposals(self._run_id)
        if not proposals:
            self.end()
            return
        run = self._drafting.run(self._run_id)
        if run.problem is not None:
            self._asking.refused.emit(run.problem)
            self.end()
            return
        coming = [progress_of(run, one.stage) for one in proposals if not one.stage.is_over]
        heading = coming[0] if coming else self.tr("Alternatives: Alt with a number takes one")
        self.cards.show_alternatives(heading, [self._alternative(one) for one in proposals])

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
        self._drafting.dismiss(proposal_id)
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
        if self._merging is not None:
            self._merged[self._merging] = self.merge.outcome
        self._merging = None
        self.merge.hide()
        self.cards.show()
        self.refresh()
        self.cards.focus_first()

    def _proposal(self, proposal_id: int) -> Proposal | None:
        return next((one for one in self._proposals(self._run_id) if one.id == proposal_id), None)

    def _proposals(self, run_id: int | None) -> list[Proposal]:
        try:
            run = None if run_id is None else self._drafting.run(run_id)
            return [] if run is None else [self._drafting.proposal(one.id) for one in tuple(run.proposals)]
        except KeyError:
            return []
