"""Summaries of old turns that are out of the model's window: made in a side job while nothing waits, kept for good. GUI
thread.

A summary stands for a path's first turns, and never changes: the prompts that bring it along have the same beginning
until more turns fall out and a further one is made.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.generation import ContextPolicy, FinishReason, GenerationOptions, Sampling
from chatapp.domain.message import Message, Role
from chatapp.domain.model import ModelInfo
from chatapp.domain.prompt import KeptSummary, PromptTurn, Summary
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import CommandFailed, Event, RunFinished
from chatapp.services.kept_summaries import digests, longest_summary, own_turns, summaries_of
from chatapp.services.ports import ConversationStore
from chatapp.services.requests import Requests
from chatapp.tasks.summary import summary_prompt

log = logging.getLogger(__name__)

WINDOW_SHARE, FEWEST_TOKENS, MOST_TOKENS = 16, 48, 400
"""How long a summary may be: this share of the window, within bounds."""
TRIES: tuple[tuple[int, int | None], ...] = ((1, None), (2, None), (4, None), (8, None), (8, 2000), (8, 500), (16, 120))
"""Which part of the turns is summarised at a time, and how many characters of a turn are read; the next is tried where
that is longer than the window."""
DRAWN = Sampling(temperature=0.0, repetition_penalty=1.1)
SENTENCE = re.compile(r".*[.!?…。！？]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SummaryParts:
    store: ConversationStore
    engine: EngineClient
    requests: Requests
    model: Callable[[], ModelInfo | None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """For this answer turns may have been out. `attempt` is the place in TRIES."""

    answer: Message
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """`covers` is the last message that the summary is to stand for."""

    run_id: int
    covers: int
    digest: str
    wanted: _Wanted


class Summaries:
    def __init__(self, parts: SummaryParts) -> None:
        self._store = parts.store
        self._engine = parts.engine
        self._requests = parts.requests
        self._model = parts.model
        self._wanted: dict[int, _Wanted] = {}  # by conversation
        self._job: _Job | None = None
        self._given_up: set[str] = set()

    @property
    def is_at_work(self) -> bool:
        return self._job is not None

    def read_for(self, answer_id: int) -> Summary | None:
        """The summary that was read for an answer instead of old turns; None where there was none, or where it stood
        for turns that are others by now."""
        run = self._store.run(answer_id)
        if run is None or not run.figures.summarised_turns:
            return None
        is_in = [share.is_in for share in run.context.turns if share.role is not Role.SYSTEM]
        turns = own_turns(self._requests.anew(self._store.path(answer_id)).prompt)
        found = (
            summary
            for summary in reversed(summaries_of(self._store, turns))
            if is_in[: summary.turns].count(False) == run.figures.summarised_turns
        )
        return next(found, None)

    def consider(self, answer: Message) -> None:
        """An answer ended: what its model did not read may be to summarise."""
        self._wanted[answer.conversation_id] = _Wanted(answer)

    def give_way(self) -> None:
        """A person asks for something: the job ends at once, and begins again later."""
        if self._job is not None:
            self._engine.cancel(self._job.run_id)

    def pump(self) -> None:
        """To be called while the engine has nothing else to do."""
        model = self._model()
        while self._job is None and self._wanted and model is not None:
            wanted = self._wanted.pop(next(iter(self._wanted)))
            try:
                self._job = self._begun(wanted, model)
            except (ProblemError, KeyError) as error:
                log.warning("no summary: %r", error)

    def handle(self, event: Event) -> None:
        """Takes the last event of the side job; others say nothing here."""
        job = self._job
        if job is None or event.id != job.run_id:
            return
        if isinstance(event, RunFinished):
            self._job = None
            (outcome,) = event.outcomes
            if outcome.reason is FinishReason.CANCELLED:
                self._want_again(job.wanted)
            else:
                self._keep(job, outcome.text, is_whole=outcome.reason is FinishReason.END)
        elif isinstance(event, CommandFailed):
            self._job = None
            attempt = job.wanted.attempt + 1
            if event.problem.kind is ProblemKind.CONTEXT_FULL and attempt < len(TRIES):
                self._want_again(replace(job.wanted, attempt=attempt))
            else:
                self._given_up.add(job.digest)

    def _want_again(self, wanted: _Wanted) -> None:
        """Unless a later answer of the same conversation is considered anyway."""
        self._wanted.setdefault(wanted.answer.conversation_id, wanted)

    def _begun(self, wanted: _Wanted, model: ModelInfo) -> _Job | None:
        """None where nothing is to do, or could not be done before."""
        run = self._store.run(wanted.answer.id)
        if run is None or run.options.context_policy is not ContextPolicy.SUMMARISE:
            return None
        shares = [share for share in run.context.turns if share.role is not Role.SYSTEM]
        out = max((place for place, share in enumerate(shares, 1) if not share.is_in), default=0)
        turns = own_turns(self._requests.anew(self._store.path(wanted.answer.id)).prompt)[:out]
        before = longest_summary(self._store, turns)
        begin = before.turns if before is not None else 0
        if begin == len(turns):
            return None
        part, longest = TRIES[wanted.attempt]
        turns = turns[: _end(turns, begin, part)]
        digest = digests(turns)[-1]
        if digest in self._given_up:
            return None
        prompt = summary_prompt(before.text if before else "", turns[begin:], longest)
        tokens = min(max(model.context_limit // WINDOW_SHARE, FEWEST_TOKENS), MOST_TOKENS)
        options = GenerationOptions(DRAWN, max_tokens=tokens, is_side_job=True)
        return _Job(self._engine.generate(prompt, options), turns[-1].message_ids[-1], digest, wanted)

    def _keep(self, job: _Job, text: str, *, is_whole: bool) -> None:
        """One that was cut at its longest ends with its last whole sentence."""
        sentences = SENTENCE.match(text)
        text = (text if is_whole or sentences is None else sentences.group()).strip()
        try:
            if text:
                self._store.keep_summary(job.covers, KeptSummary(job.digest, text))
                self._want_again(_Wanted(job.wanted.answer))  # perhaps it was a part
            else:
                self._given_up.add(job.digest)
        except (ProblemError, KeyError) as error:
            log.warning("a summary was not saved: %r", error)


def _end(turns: Sequence[PromptTurn], begin: int, part: int) -> int:
    """Where a part of the turns from `begin` on ends, with a whole exchange."""
    end = begin + max((len(turns) - begin) // part, 1)
    while end < len(turns) and turns[end].role is not Role.USER:
        end += 1
    return end
