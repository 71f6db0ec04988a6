"""One run for a document, from its first event to its last: what it proposes, as it grows. GUI thread.

What is longer than the model reads at once is read in portions: each is rewritten by itself, or summed up, and then the
sums.
"""

from dataclasses import dataclass, replace
from functools import singledispatchmethod

from chatapp.domain.document import Splices
from chatapp.domain.errors import Problem
from chatapp.domain.generation import Figures, FinishReason
from chatapp.domain.proposal import Operation, Proposal, Span, Stage, moved
from chatapp.engine.messages import CommandFailed, Event, Outcome, PromptRead, RunFinished, RunStarted, TextDelta
from chatapp.services.draft_portions import Portions, characters, shortened
from chatapp.services.draft_request import TOKEN_CHARACTERS, WHOLE, Asked
from chatapp.services.draft_text import dressed, first_sentence, unquoted, whole_sentences
from chatapp.tasks.drafting import Length, Material, Wish, recipe

ONE_SENTENCE = (Operation.CONTINUE, Operation.INSERT)
NEVER_CUT = (Operation.GHOST, Operation.REWRITE, Operation.TITLE)
"""Of these a sentence that isn't whole is kept, where the model was cut at its longest."""
FROM_ITS_START = (Operation.REWRITE, Operation.SUMMARISE, Operation.TITLE, Operation.OUTLINE)
REWRITTEN_SHARE, REWRITTEN_TOKENS = 3, 3000
"""Of the window, and at the most: what is rewritten at once, so that there is room for it twice."""
READ_SHARE = 2
LEAST = 500
"""Characters below which a text is not divided any more to make it fit."""
PART = Wish(Length.PARAGRAPH)
"""How a portion is summed up."""


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
        self.material: Material | None = None
        self._limit = 0  # of the model's window, in tokens
        self._portions = Portions("")
        self._raw = [""] * len(proposals)
        self._rewritten = [""] * len(proposals)  # of the portions behind
        self._sums: list[str] = []
        self._summed = 0  # characters that were summed up last

    @property
    def is_in_place(self) -> bool:
        return self.asked.wish.in_place and self.asked.wish.alternatives == 1

    @property
    def part(self) -> tuple[int, int]:
        """Which portion of how many is at work."""
        return self._portions.number, self._portions.count

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

    def read(self, material: Material, limit: int) -> None:
        """What it is about, as it stands now, for a window of so many tokens."""
        self.material, self._limit = material, limit
        if self.asked.operation is Operation.REWRITE:
            base = self.proposals[0].base
            self._portions = Portions(base)
            self._portions.cut(characters(base, min(limit // REWRITTEN_SHARE, REWRITTEN_TOKENS)))
        elif self.asked.operation is Operation.TITLE:
            self._portions = Portions(shortened(material.selection, limit * TOKEN_CHARACTERS))
        elif self.asked.operation is Operation.SUMMARISE:
            self._sum_up(material.selection)

    def portion(self) -> tuple[Asked, Material]:
        """What the model is to be asked now; `read` was called."""
        material, now = self.material or Material(), self._portions.now.strip()
        asked = replace(self.asked, wish=PART) if self._is_part else self.asked
        return asked, replace(material, selection=now) if now else material

    def read_less(self) -> bool:
        """The portion did not fit: whether a shorter one is worth a try."""
        now, size = self._portions.now, len(self._portions.now)
        if size < LEAST or self.asked.operation not in (*WHOLE, Operation.REWRITE):
            return False
        longest = min(size // 2, characters(now, self._limit // READ_SHARE))
        if self.asked.operation is Operation.TITLE:
            self._portions = Portions(shortened(now, longest))
        else:
            self._portions.cut(longest)
        return True

    def begin(self, engine_id: int) -> None:
        self.engine_id, self.progress = engine_id, Progress()
        self._raw = [""] * len(self._raw)
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
        if self._is_part:
            self._set(Stage.WRITING)
            return False
        for place, proposal in enumerate(self.proposals):
            if self.place_of(proposal.id) == event.alternative and not proposal.stage.is_over:
                self.proposals[place] = self._grown(proposal)
        return False

    @take.register
    def _(self, event: RunFinished) -> bool:
        self.figures = event.outcomes[0].figures
        if self._goes_on(event.outcomes):
            return True
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
        if is_one and len(sentence := first_sentence(text)) >= max(proposal.taken, 1):
            return replace(proposal, stage=Stage.COMPLETE, text=sentence)
        return replace(proposal, stage=Stage.WRITING, text=text)

    def _finished(self, proposal: Proposal, outcomes: tuple[Outcome, ...]) -> Proposal:
        if proposal.stage.is_over:
            return proposal
        reason = outcomes[self.place_of(proposal.id)].reason
        stage = Stage.STOPPED if reason is FinishReason.CANCELLED else Stage.COMPLETE
        ended = self._ended(proposal, stage)
        if reason is not FinishReason.LENGTH or proposal.operation in NEVER_CUT:
            return ended
        return replace(ended, text=whole_sentences(ended.text, max(ended.taken, len(ended.text) // 2)))

    def _ended(self, proposal: Proposal, stage: Stage) -> Proposal:
        """Of a rewriting in portions that is stopped, the rest is as it was."""
        text = self._text(proposal, is_over=True)
        if stage is Stage.STOPPED and self._portions.count > 1:
            is_rewriting = proposal.operation is Operation.REWRITE
            text = self._rewritten[self.place_of(proposal.id)] + self._portions.rest if is_rewriting else ""
        return replace(proposal, stage=stage, text=text)

    @property
    def _is_part(self) -> bool:
        """Whether what the model writes is only for itself to read."""
        return self.asked.operation is Operation.SUMMARISE and self._portions.count > 1

    def _sum_up(self, text: str) -> None:
        """In portions where it is sure not to fit; what did not become shorter loses its middle."""
        most = self._limit * TOKEN_CHARACTERS
        if self._summed and len(text) >= self._summed:
            text = shortened(text, characters(text, self._limit // READ_SHARE))
        self._summed = len(text)
        self._portions = Portions(text)
        self._portions.cut(most if len(text) <= most else characters(text, self._limit // READ_SHARE))

    def _goes_on(self, outcomes: tuple[Outcome, ...]) -> bool:
        """Whether there is more to read."""
        is_full = any(outcome.reason is FinishReason.CONTEXT_FULL for outcome in outcomes)
        if self.asked.operation is Operation.REWRITE:
            return (is_full and self.read_less()) or self._goes_on_rewriting()
        if not self._is_part:
            return False
        self._sums.append(whole_sentences(outcomes[0].text.strip(), 1))
        if not self._portions.advance():
            text, self._sums = "\n\n".join(filter(None, self._sums)), []
            self._sum_up(text)
        return True

    def _goes_on_rewriting(self) -> bool:
        number, count = self.part
        if number == count:
            return False
        for place in range(len(self._raw)):
            self._rewritten[place] += self._revised(place, is_over=True)
        return self._portions.advance()

    def _set(self, stage: Stage) -> None:
        self.proposals = [one if one.stage.is_over else replace(one, stage=stage) for one in self.proposals]

    def _text(self, proposal: Proposal, *, is_over: bool) -> str:
        """What the model wrote as it would stand in the document, with the blanks around the place as they are. Never
        less than what came in there already."""
        if proposal.operation is Operation.REWRITE:
            place = self.place_of(proposal.id)
            return self._rewritten[place] + self._revised(place, is_over=is_over)
        raw = self._raw[self.place_of(proposal.id)]
        before = "" if self.material is None or proposal.operation in FROM_ITS_START else self.material.before
        if before[-1:] in ("", " ", "\t"):
            raw = raw.lstrip(" \t" if before else None)
        known = recipe(proposal.operation)
        if known.is_single_line:
            raw = raw.partition("\n")[0]
        if raw and not raw.startswith(known.opening):
            raw = known.opening + raw
        if is_over and not proposal.taken and before == "":
            raw = unquoted(raw.rstrip(), proposal.base)
        return raw

    def _revised(self, place: int, *, is_over: bool) -> str:
        """The portion that is at work, with the blanks that it has; as it was where the model wrote nothing of many."""
        raw, now = self._raw[place].lstrip(), self._portions.now
        if is_over:
            raw = unquoted(raw.rstrip(), now)
        if raw:
            return dressed(raw, now, is_over=is_over)
        return now if is_over and self._portions.count > 1 else ""
