"""What the model goes on with after the cursor: seen as a ghost, taken by words or whole. GUI thread.

The proposal is services.drafting's, and follows the text there; here it is shown while the cursor is at its place.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from chatapp.domain.document import Splice
from chatapp.domain.proposal import Proposal
from chatapp.services.desk import Services
from chatapp.tasks.drafting import recipe
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.wording import progress_of

PAUSE_MS = 700


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
        self._is_unasked = False
        self._editor.accepted.connect(self._on_accepted)
        self._editor.dismissed.connect(self.end)
        self._editor.ghost.resumed.connect(self.refresh)
        self._editor.cursorPositionChanged.connect(self.refresh)
        document.changed.connect(self._on_changed)
        self._suggests = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._begin_unasked)

    @property
    def is_on(self) -> bool:
        return self._run_id is not None

    def begin(self, start: Callable[[], int]) -> None:
        """In place of what is proposed now."""
        self.end()
        run_id = self._asking.answer(start)
        if run_id is not None:
            self._run_id, self._is_unasked = run_id, False
            self.refresh()

    def suggest(self, is_on: bool) -> None:
        """A few words, unasked, whenever the person pauses."""
        self._suggests = is_on
        if not is_on and self._is_unasked:
            self.end()

    def _begin_unasked(self) -> None:
        document_id, place = self._document.open_id, self._editor.place
        can_be = document_id is not None and self._document.is_writable and self._editor.hasFocus()
        if can_be and document_id is not None and not self.is_on and not self._editor.textCursor().hasSelection():
            self._run_id = self._asking.answer(lambda: self._drafting.ghost(document_id, place))
            self._is_unasked = self.is_on
            self.refresh()

    def _on_changed(self, _splices: object) -> None:
        self.refresh()
        if self._suggests:
            self._pause.start()

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
        if run.problem is not None and not self._is_unasked:
            self._asking.refused.emit(run.problem)
        if proposal.stage.is_over and not proposal.rest:
            if not proposal.taken and run.problem is None and not self._is_unasked:
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
        if self._is_unasked and not is_here:
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
