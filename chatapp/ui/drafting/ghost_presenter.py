"""What the model goes on with after the cursor: seen as a ghost, taken by words or whole. GUI thread.

The proposal is services.drafting's, and follows the text there; here it is shown while the cursor is at its place.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from chatapp.domain.document import Splice
from chatapp.domain.proposal import Proposal
from chatapp.services.desk import Services
from chatapp.tasks.drafting import recipe
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.wording import progress_of


class GhostPresenter(QObject):
    def __init__(self, page: DraftPage, document: DocumentPresenter, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._editor = page.editor
        self._status = page.status
        self._document = document
        self._drafting = services.drafting
        self._asking = asking
        self._run_id: int | None = None
        self._is_refreshing = False
        self._editor.accepted.connect(self._on_accepted)
        self._editor.dismissed.connect(self.end)
        self._editor.cursorPositionChanged.connect(self.refresh)
        document.changed.connect(lambda _splices: self.refresh())

    @property
    def is_on(self) -> bool:
        return self._run_id is not None

    def begin(self, start: Callable[[], int]) -> None:
        """In place of what is proposed now."""
        self.end()
        run_id = self._asking.answer(start)
        if run_id is not None:
            self._run_id = run_id
            self.refresh()

    def end(self) -> None:
        """Nothing more of it is wanted."""
        run_id, self._run_id = self._run_id, None
        self._editor.ghost.end()
        self._status.show_state("")
        if run_id is not None and (proposal := self._proposal(run_id)) is not None:
            self._drafting.dismiss(proposal.id)

    def refresh(self) -> None:
        """It grew, or the text or the cursor moved."""
        if self._run_id is None or self._is_refreshing or self._editor.ghost.is_suspended:
            return
        self._is_refreshing = True
        try:
            self._show(self._run_id)
        finally:
            self._is_refreshing = False

    def _show(self, run_id: int) -> None:
        proposal = self._proposal(run_id)
        if proposal is None or proposal.place is None:
            self.end()
            return
        run = self._drafting.run(run_id)
        if run.problem is not None:
            self._asking.refused.emit(run.problem)
        if proposal.stage.is_over and not proposal.rest:
            if not proposal.taken and run.problem is None:
                self._say_nothing_came()
            else:
                self.end()
            return
        is_here = not run.is_in_place and self._editor.selection == (proposal.place.start, proposal.place.start)
        self._editor.ghost.show(proposal.rest if is_here else "")
        self._status.show_state(self._sentence(proposal, is_here=is_here) or progress_of(run, proposal.stage))

    def _sentence(self, proposal: Proposal, *, is_here: bool) -> str:
        if not proposal.rest:
            return ""
        if is_here:
            return self.tr("Tab takes all, Ctrl+Right a word, Esc none")
        return self.tr("Words are waiting where you asked for them. Esc: none") if proposal.stage.is_over else ""

    def _say_nothing_came(self) -> None:
        self.end()
        self._status.show_state(self.tr("The model had nothing to add."))

    def _on_accepted(self, text: str) -> None:
        """One step of its own, a word as well as all."""
        proposal = None if self._run_id is None else self._proposal(self._run_id)
        if proposal is not None and proposal.place is not None:
            label = recipe(proposal.operation).label
            self._document.edit((Splice(proposal.place.start, "", text),), label)

    def _proposal(self, run_id: int) -> Proposal | None:
        try:
            proposals = self._drafting.run(run_id).proposals
            return self._drafting.proposal(proposals[0].id) if proposals else None
        except KeyError:
            return None
