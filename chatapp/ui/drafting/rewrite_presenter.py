"""A passage that is written anew: what comes is read below the page, then decided on hunk by hunk. GUI thread."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QTextCharFormat

from chatapp.domain.document import Splice
from chatapp.domain.proposal import Proposal, Span
from chatapp.services.desk import Services
from chatapp.tasks.drafting import recipe
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.hunk_view import HunkView
from chatapp.ui.drafting.hunks import shift
from chatapp.ui.drafting.marking import Mark
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.wording import progress_of
from chatapp.ui.theme import colours_of

LAYER = "rewriting"
HEIGHT = 220


class RewritePresenter(QObject):
    def __init__(self, page: DraftPage, document: DocumentPresenter, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._editor = page.editor
        self._document = document
        self._drafting = services.drafting
        self._asking = asking
        self._id: int | None = None
        self._run_id = 0
        self._is_shown = False  # whether it is whole and being decided on
        self._is_first = False  # whether nothing was decided yet
        self.view = HunkView()
        self.view.hide()
        self.view.setMaximumHeight(HEIGHT)
        page.add_below(self.view)
        self.view.taken.connect(self._on_taken)
        self.view.left.connect(self.end)
        self.view.compared.connect(self._on_compared)
        document.changed.connect(lambda _splices: self.refresh())

    @property
    def is_on(self) -> bool:
        return self._id is not None

    def begin(self, instruction: str) -> None:
        """Of what is selected, else of the paragraph that the cursor is in."""
        document_id, place = self._document.open_id, self._place()
        if document_id is None or not self._editor.mirror.part(place.start, place.end).strip():
            self._page.status.show_state(self.tr("Select what is to be rewritten."))
            return
        self.end()
        run_id = self._asking.answer(lambda: self._drafting.rewrite(document_id, place, instruction))
        if run_id is not None:
            self.show_proposal(run_id, self._drafting.run(run_id).proposals[0].id)

    def show_proposal(self, run_id: int, proposal_id: int) -> None:
        """One that is on its way, or there."""
        self._run_id, self._id, self._is_shown = run_id, proposal_id, False
        self.view.show()
        self.view.setFocus()
        self.refresh()

    def end(self) -> None:
        """What was taken stays; nothing more is wanted."""
        proposal_id, self._id = self._id, None
        had_focus = self.view.isAncestorOf(focus) if (focus := self._page.window().focusWidget()) else False
        self.view.hide()
        self._page.marking.show(LAYER, ())
        if had_focus:
            self._editor.setFocus()
        if proposal_id is not None and self._proposal(proposal_id) is not None:
            self._drafting.dismiss(proposal_id)

    def refresh(self) -> None:
        if self._id is None:
            return
        proposal = self._proposal(self._id)
        if proposal is None:
            self.end()
            return
        run = self._drafting.run(self._run_id)
        self._mark(proposal)
        if run.problem is not None:
            self._asking.refused.emit(run.problem)
            self.end()
        elif not proposal.stage.is_over:
            self.view.show_coming(progress_of(run, proposal.stage), proposal.text)
        elif proposal.place is None:
            self.view.show_coming(self.tr("Its place was edited: it can only be copied from here."), proposal.text)
        elif not self._is_shown or self.view.outcome != proposal.base:
            self._show_whole(proposal)

    def _show_whole(self, proposal: Proposal) -> None:
        self._is_first, self._is_shown = not self._is_shown, True
        self.view.show_proposal(proposal.base, proposal.text)

    def _on_compared(self) -> None:
        if self.is_on and not self.view.hunks:
            self.end()
            if self._is_first:
                self._page.status.show_state(self.tr("The model would change nothing."))

    def _on_taken(self, orders: list[int]) -> None:
        """One step."""
        proposal = None if self._id is None else self._proposal(self._id)
        if proposal is None or proposal.place is None:
            return
        splices = []
        for order in orders:
            hunk = self.view.hunks[order]
            at = proposal.place.start + hunk.start + shift(self.view.hunks, self.view.decisions, order)
            splices.append(Splice(at, hunk.removed, hunk.added))
        self._document.edit(tuple(splices), recipe(proposal.operation).label)

    def _place(self) -> Span:
        start, end = self._editor.selection
        if start == end:
            block = self._editor.textCursor().block()
            start = self._editor.mirror.to_place(block.position())
            end = self._editor.mirror.to_place(block.position() + block.length() - 1)
        return Span(start, end)

    def _mark(self, proposal: Proposal) -> None:
        """Where it stands in the text."""
        chars = QTextCharFormat()
        chars.setBackground(QColor(colours_of(self._editor.palette()).selected))
        place = proposal.place
        self._page.marking.show(LAYER, () if place is None else (Mark(place.start, place.end, chars),))

    def _proposal(self, proposal_id: int) -> Proposal | None:
        try:
            return self._drafting.proposal(proposal_id)
        except KeyError:
            return None
