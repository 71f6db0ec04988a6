"""One run for a document, from its first event to its last: what it proposes, as it grows. GUI thread."""

import re
from dataclasses import dataclass, replace
from functools import singledispatchmethod

from chatapp.domain.document import Splices
from chatapp.domain.errors import Problem
from chatapp.domain.generation import Figures, FinishReason
from chatapp.domain.proposal import Operation, Proposal, Span, Stage, moved
from chatapp.engine.messages import CommandFailed, Event, Outcome, PromptRead, RunFinished, RunStarted, TextDelta
from chatapp.services.draft_request import WHOLE, Asked
from chatapp.tasks.drafting import Length, Material, recipe

SENTENCE = re.compile(r".*[.!?…。！？][\"'”’»」』)]*", re.DOTALL)
FIRST_SENTENCE = re.compile(r"\s*\S.{5,}?(?:[.!?…][\"'”’»)]*(?=\s)|[。！？][”」』》]*)", re.DOTALL)
ONE_SENTENCE = (Operation.CONTINUE, Operation.INSERT)
QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("《", "》"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of what is new to the model it has read, in tokens."""

    done: int = 0
    total: int = 0
    seconds_left: float | None = None


class DraftRun:
    """`engine_id` is None while it waits. `proposals` are one for each alternative; a run without any is nobody's."""

    def __init__(self, run_id: int, asked: Asked, proposals: tuple[Proposal, ...]) -> None:
        self.run_id = run_id
        self.asked = asked
        self.proposals = list(proposals)
        self.engine_id: int | None = None
        self.figures = Figures()
        self.progress = Progress()
        self.problem: Problem | None = None
        self._first = proposals[0].id
        self._place: Span | None = asked.place
        self._material = Material()
        self._raw = [""] * len(proposals)

    @property
    def is_in_place(self) -> bool:
        return self.asked.wish.in_place and self.asked.wish.alternatives == 1

    @property
    def selection(self) -> str:
        """What the model was given to read whole."""
        return self._material.selection

    @property
    def place(self) -> Span | None:
        """Where what was asked about is by now; None where it was edited."""
        return self._place

    @property
    def is_over(self) -> bool:
        return all(proposal.stage.is_over for proposal in self.proposals)

    def place_of(self, proposal_id: int) -> int:
        """Which of the run's alternatives it is."""
        return proposal_id - self._first

    def begin(self, engine_id: int, material: Material) -> None:
        self.engine_id, self._material = engine_id, material
        self._set(Stage.READING)

    def follow(self, splices: Splices) -> None:
        """The document was edited."""
        self.proposals = [proposal.following(splices) for proposal in self.proposals]
        if self.asked.operation in WHOLE:
            for splice in splices:
                self._place = moved(self._place, splice) if self._place is not None else None
        else:
            self._place = self.proposals[0].place if self.proposals else None

    def stop(self, proposal_id: int | None = None) -> None:
        """Ends all, or one of them, with what there is."""
        self.proposals = [
            self._ended(one, Stage.STOPPED) if not one.stage.is_over and proposal_id in (None, one.id) else one
            for one in self.proposals
        ]

    def dismiss(self, proposal_id: int) -> None:
        self.proposals = [proposal for proposal in self.proposals if proposal.id != proposal_id]

    def fail(self, problem: Problem) -> None:
        self.problem = problem
        note = " ".join((problem.sentence, *(f"{remedy}." for remedy in problem.remedies)))
        self.proposals = [
            one if one.stage.is_over else replace(one, stage=Stage.FAILED, note=note) for one in self.proposals
        ]

    @singledispatchmethod
    def take(self, _event: Event) -> bool:
        """Notes what an event says; whether it is the last one."""
        return False

    @take.register
    def _(self, event: RunStarted) -> bool:
        self.figures = event.figures
        return False

    @take.register
    def _(self, event: PromptRead) -> bool:
        self.progress = Progress(event.done, event.total, event.seconds_left)
        return False

    @take.register
    def _(self, event: TextDelta) -> bool:
        self._raw[event.alternative] += event.text
        for place, proposal in enumerate(self.proposals):
            if self.place_of(proposal.id) == event.alternative and not proposal.stage.is_over:
                self.proposals[place] = self._grown(proposal)
        return False

    @take.register
    def _(self, event: RunFinished) -> bool:
        self.figures = event.outcomes[0].figures
        self.proposals = [self._finished(proposal, event.outcomes) for proposal in self.proposals]
        return True

    @take.register
    def _(self, event: CommandFailed) -> bool:
        self.fail(event.problem)
        return True

    def _grown(self, proposal: Proposal) -> Proposal:
        """Where a sentence was wished for it is complete with its first one."""
        text = self._text(proposal, is_over=False)
        is_one = self.asked.wish.length is Length.SENTENCE and proposal.operation in ONE_SENTENCE
        if is_one and (found := FIRST_SENTENCE.match(text)) and found.end() >= proposal.taken:
            return replace(proposal, stage=Stage.COMPLETE, text=found.group())
        return replace(proposal, stage=Stage.WRITING, text=text)

    def _finished(self, proposal: Proposal, outcomes: tuple[Outcome, ...]) -> Proposal:
        if proposal.stage.is_over:
            return proposal
        reason = outcomes[self.place_of(proposal.id)].reason
        stage = Stage.STOPPED if reason is FinishReason.CANCELLED else Stage.COMPLETE
        ended = self._ended(proposal, stage)
        return _with_whole_sentences(ended) if reason is FinishReason.LENGTH else ended

    def _ended(self, proposal: Proposal, stage: Stage) -> Proposal:
        return replace(proposal, stage=stage, text=self._text(proposal, is_over=True))

    def _set(self, stage: Stage) -> None:
        self.proposals = [one if one.stage.is_over else replace(one, stage=stage) for one in self.proposals]

    def _text(self, proposal: Proposal, *, is_over: bool) -> str:
        """What the model wrote as it would stand in the document, with the blanks around the place as they are. Never
        less than what came in there already."""
        raw, before = self._raw[self.place_of(proposal.id)], self._material.before
        if proposal.operation in (Operation.REWRITE, Operation.SUMMARISE, Operation.TITLE, Operation.OUTLINE):
            raw = raw.lstrip()
            before = ""
        elif before[-1:] in ("", " ", "\t"):
            raw = raw.lstrip(" \t" if before else None)
        known = recipe(proposal.operation)
        if known.is_single_line:
            raw = raw.partition("\n")[0]
        if raw and not raw.startswith(known.opening):
            raw = known.opening + raw
        if is_over and not proposal.taken and before == "":
            raw = _unquoted(raw.rstrip(), proposal.base)
        if proposal.operation is Operation.REWRITE and raw:
            raw = _dressed(raw, proposal.base, is_over=is_over)
        return raw


def _unquoted(text: str, base: str) -> str:
    """Without the quotation marks that models put around a whole answer."""
    for opening, closing in QUOTES:
        inner = text[1:-1]
        is_around = (
            text.startswith(opening) and text.endswith(closing) and opening not in inner and closing not in inner
        )
        if len(text) > 2 and is_around and not base.strip().startswith(opening):
            return inner
    return text


def _dressed(text: str, base: str, *, is_over: bool) -> str:
    """With the blanks that what it stands for begins and ends with."""
    head = base[: len(base) - len(base.lstrip())]
    tail = base[len(base.rstrip()) :] if is_over else ""
    return f"{head}{text}{tail}"


def _with_whole_sentences(proposal: Proposal) -> Proposal:
    """One that was cut at its longest ends with a sentence, if there is one in what has not been taken."""
    if proposal.operation in (Operation.GHOST, Operation.REWRITE, Operation.TITLE):
        return proposal
    found = SENTENCE.match(proposal.text)
    if found is None or found.end() < max(proposal.taken, len(proposal.text) // 2):
        return proposal
    return replace(proposal, text=found.group())
