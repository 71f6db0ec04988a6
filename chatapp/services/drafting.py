"""What a person asks of the model in a document: go on, rewrite, fill in, plan, sum up; what it proposes, until that is
dismissed. GUI thread.

One run is with the engine at a time, of conversations and documents together: a run waits for what is at work, and an
answer for a run. Words that come unasked after the cursor give way to everything.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from chatapp.domain.attachment import Attachment
from chatapp.domain.changes import Change
from chatapp.domain.document import PlaceGoneError, Splice, Splices
from chatapp.domain.model import ModelInfo
from chatapp.domain.proposal import Operation, Proposal, Span
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import Event
from chatapp.services.announcement import Announcement
from chatapp.services.answers import Answers
from chatapp.services.documents import Documents
from chatapp.services.draft_excerpt import excerpt
from chatapp.services.draft_line import DraftLine
from chatapp.services.draft_places import DraftPlaces
from chatapp.services.draft_portions import characters
from chatapp.services.draft_request import WHOLE, Asked, DraftRequests
from chatapp.services.draft_run import DraftRun
from chatapp.settings import SettingsFile
from chatapp.tasks.drafting import Wish, recipe

ONCE = Wish()
ATTACHED_SHARE = 0.5
"""Of the window, for a document that is asked about: the rest is for the conversation."""


@dataclass(frozen=True, slots=True)
class Section:
    """Of an outline: what is to be written, and the outline that it stands in."""

    heading: str
    outline: str


@dataclass(frozen=True, slots=True)
class Question:
    """Asked in a conversation about a document, of which `kept` passages of `total` are read."""

    conversation_id: int
    kept: int
    total: int


@dataclass(frozen=True, slots=True)
class DraftingParts:
    """What drafting needs; `model` is None while none is loaded."""

    documents: Documents
    answers: Answers
    engine: EngineClient
    settings: SettingsFile
    model: Callable[[], ModelInfo | None]
    announcement: Announcement


class Drafting:
    """Every start returns the run's id; `Change.drafts` names the runs whose proposals are others."""

    def __init__(self, parts: DraftingParts) -> None:
        self._documents = parts.documents
        self._answers = parts.answers
        self._announce = parts.announcement.announce
        self._model = parts.model
        self._ids = count(1)
        self._runs: dict[int, DraftRun] = {}
        self._places = DraftPlaces(parts.documents, self._follow)
        requests = DraftRequests(parts.documents, parts.settings)
        self._line = DraftLine(parts.engine, requests, parts.model, lambda: parts.answers.running is None)
        parts.answers.share_engine(lambda: self._line.is_running, self.give_way)

    # What a person asks for.

    def ghost(self, document_id: int, at: int) -> int | None:
        """A few words after the cursor, in place of those proposed before; None while the model has other work, or
        nothing to go on from."""
        self.end_ghost()
        is_busy = not self._line.is_idle or self._answers.running is not None
        if is_busy or self._model() is None or not self._documents.text(document_id)[:at].strip():
            return None
        return self._start(Asked(document_id, Operation.GHOST, Span(at, at)))

    def end_ghost(self) -> None:
        """Cancelled at once, and gone."""
        for run in [run for run in self._runs.values() if run.asked.operation is Operation.GHOST]:
            self._forget(run)

    def continue_(self, document_id: int, at: int, wish: Wish = ONCE) -> int:
        return self._start(Asked(document_id, Operation.CONTINUE, Span(at, at), wish))

    def insert(self, document_id: int, at: int, wish: Wish = ONCE) -> int:
        """Between what stands before and after the place."""
        return self._start(Asked(document_id, Operation.INSERT, Span(at, at), wish))

    def rewrite(self, document_id: int, selection: Span, instruction: str, wish: Wish = ONCE) -> int:
        """ValueError where nothing is selected."""
        if not self._documents.text(document_id)[selection.start : selection.end].strip():
            raise ValueError("nothing to rewrite")
        details = {"instruction": instruction.strip()}
        return self._start(Asked(document_id, Operation.REWRITE, selection, wish, details))

    def outline(self, document_id: int, at: int, request: str, wish: Wish = ONCE) -> int:
        """Of a text that is described in a few words."""
        return self._start(Asked(document_id, Operation.OUTLINE, Span(at, at), wish, {"request": request.strip()}))

    def draft_section(self, document_id: int, at: int, section: Section, wish: Wish = ONCE) -> int:
        """Behind a heading of the outline, one section of the text."""
        details = {"section": section.heading, "outline": section.outline}
        return self._start(Asked(document_id, Operation.SECTION, Span(at, at), wish, details))

    def summarise(self, document_id: int, selection: Span, wish: Wish = ONCE) -> int:
        """The selection, or the whole document at a point; it is proposed for the place behind."""
        return self._start(Asked(document_id, Operation.SUMMARISE, selection, wish))

    def title(self, document_id: int, wish: Wish = ONCE) -> int:
        """A name for the document; it has no place in the text."""
        return self._start(Asked(document_id, Operation.TITLE, Span(0, 0), wish))

    def ask(self, document_id: int, question: str) -> Question:
        """In a conversation that begins beside the document, which is attached: of one that is too long its beginning,
        and what has to do with the question."""
        document, text, model = self._documents.document(document_id), self._documents.text(document_id), self._model()
        longest = len(text) if model is None else characters(text, int(model.context_limit * ATTACHED_SHARE))
        read = excerpt(text, question, longest)
        attached = (Attachment(document.title, read.text, "text/markdown"),) if text.strip() else ()
        return Question(self._answers.send(None, question, attached), read.kept, read.total)

    def again(self, run_id: int, alternatives: int) -> int:
        """The same once more, so many times, where its place is by now; PlaceGoneError where that was edited."""
        asked = self._runs[run_id].asked
        self._places.catch_up(asked.document_id)
        place = self._runs[run_id].place
        if place is None:
            raise PlaceGoneError("the place of these proposals was edited")
        wish = replace(asked.wish, alternatives=alternatives, in_place=False)
        return self._start(replace(asked, place=place, wish=wish))

    # What is done with a proposal.

    def stop(self, run_id: int) -> None:
        """Ends a run where it is; what it wrote so far stays proposed."""
        run = self._runs.get(run_id)
        if run is not None and not run.is_over:
            self._line.stop(run)
            self._changed(run)
            self._answers.pump()

    def stop_one(self, proposal_id: int) -> None:
        """Ends one alternative; the others never notice."""
        run = self._run_of(proposal_id)
        if len(run.proposals) == 1:
            self.stop(run.run_id)
        else:
            self._line.stop_one(run, proposal_id)
            self._changed(run)

    def accept(self, proposal_id: int) -> Splice:
        """All of it into the document, as one step; what was applied. PlaceGoneError where its place was edited."""
        proposal = self.proposal(proposal_id)
        if proposal.place is None:
            raise PlaceGoneError("the place of this proposal was edited")
        splice = proposal.acceptance
        self._documents.edit(proposal.document_id, splice, recipe(proposal.operation).label)
        return splice

    def dismiss(self, proposal_id: int) -> None:
        run = self._run_of(proposal_id)
        self.stop_one(proposal_id)
        run.dismiss(proposal_id)
        if not run.proposals:
            self._forget(run)
        self._changed(run)

    # What the screen shows.

    @property
    def is_running(self) -> bool:
        return self._line.is_running

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs or waits."""
        return self._line.is_idle

    def run(self, run_id: int) -> DraftRun:
        """KeyError for one that is dismissed."""
        return self._runs[run_id]

    def proposal(self, proposal_id: int) -> Proposal:
        """KeyError for one that is dismissed."""
        self._places.catch_up(self._run_of(proposal_id).asked.document_id)
        return next(one for one in self._run_of(proposal_id).proposals if one.id == proposal_id)

    def proposals(self, document_id: int) -> tuple[Proposal, ...]:
        """The oldest first, those of the cursor's ghost not among them."""
        self._places.catch_up(document_id)
        mine = (run for run in self._runs.values() if run.asked.document_id == document_id)
        return tuple(one for run in mine for one in run.proposals if one.operation is not Operation.GHOST)

    # What the engine answers.

    def handle(self, event: Event) -> None:
        """Those of ended runs, late or not ours, are dropped."""
        run = self._line.handle(event)
        if run is not None:
            self._write_in_place(run)
            self._changed(run)

    def pump(self) -> None:
        """Gives the engine the next run that waits, if it is free and a model is there."""
        for run in self._line.pump():
            if not run.proposals:
                self._forget(run)
            self._changed(run)

    def give_way(self) -> None:
        """Something else is asked for: what comes unasked ends."""
        self.end_ghost()

    def close(self) -> None:
        """What waits or runs is stopped."""
        for run in list(self._runs.values()):
            self._line.stop(run)

    def forget(self) -> None:
        """All data is another."""
        self.close()
        self._runs.clear()
        self._places.forget()

    def _start(self, asked: Asked) -> int:
        if asked.operation is not Operation.GHOST:
            self.end_ghost()
        self._places.watch(asked.document_id)
        run = self._made(asked)
        self._runs[run.run_id] = run
        self._answers.give_way()
        self._line.enqueue(run)
        self.pump()
        self._changed(run)
        return run.run_id

    def _made(self, asked: Asked) -> DraftRun:
        """Its id is that of its first proposal."""
        ids = [next(self._ids) for _ in range(asked.wish.alternatives)]
        text = self._documents.text(asked.document_id)
        place: Span | None = Span(asked.place.end, asked.place.end) if asked.operation in WHOLE else asked.place
        if place is None or place.end > len(text):
            raise ValueError(f"a place outside the text: {asked.place}")
        base = text[place.start : place.end]
        if asked.operation is Operation.TITLE:
            place = None
        made = [Proposal(one, ids[0], asked.document_id, asked.operation, place, base) for one in ids]
        return DraftRun(ids[0], asked, tuple(made))

    def _follow(self, document_id: int, splices: Splices) -> None:
        for run in list(self._runs.values()):
            if run.asked.document_id == document_id:
                before = list(run.proposals)
                run.follow(splices)
                if run.proposals != before:
                    self._changed(run)

    def _write_in_place(self, run: DraftRun) -> None:
        """What is new of a text that comes into the document while it is written, unless its place is gone."""
        for proposal in run.proposals if run.is_in_place else []:
            place, rest = proposal.place, proposal.rest
            if place is not None and rest:
                label = recipe(proposal.operation).label
                step = Splice(place.start, "", rest)
                self._documents.edit(proposal.document_id, step, label, joins=proposal.taken > 0)
            elif proposal.is_gone:
                self.stop(run.run_id)

    def _run_of(self, proposal_id: int) -> DraftRun:
        """KeyError for one that is dismissed."""
        for run in self._runs.values():
            if any(proposal.id == proposal_id for proposal in run.proposals):
                return run
        raise KeyError(proposal_id)

    def _forget(self, run: DraftRun) -> None:
        self._line.stop(run)
        self._runs.pop(run.run_id, None)

    def _changed(self, run: DraftRun) -> None:
        self._announce(Change(drafts=frozenset((run.run_id,)), engine_changed=True))
