"""Summaries of old turns that are out of the model's window: made in a side job while nothing waits, kept for good. GUI
thread.

A summary stands for a path's first messages up to one of them, and never changes: the prompts that bring it along have
the same beginning until more turns fall out and a further one is made.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chatapp.domain.context import ContextReport
from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.generation import ContextPolicy, FinishReason, GenerationOptions, Sampling
from chatapp.domain.message import Message, Role
from chatapp.domain.model import ModelInfo
from chatapp.domain.prompt import Prompt, Summary
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import CommandFailed, Event, RunFinished
from chatapp.settings import SettingsFile
from chatapp.tasks.summary import summary_prompt, turn_ends

log = logging.getLogger(__name__)

WINDOW_SHARE, FEWEST_TOKENS, MOST_TOKENS = 16, 48, 400
"""How long a summary may be: this share of the window, within bounds."""
MESSAGE_LENGTHS = (None, 2000, 500, 120)
"""How many characters of a message are read; the next one is tried where all is longer than the window."""
DRAWN = Sampling(temperature=0.0, repetition_penalty=1.1)
SENTENCE = re.compile(r".*[.!?…。！？]", re.DOTALL)


class SummaryStore(Protocol):
    def path(self, message_id: int) -> list[Message]: ...

    def summaries(self, message_ids: Sequence[int]) -> Mapping[int, str]:
        """By the last message that each stands for, of those that are among these."""

    def keep_summary(self, message_id: int, text: str) -> None:
        """KeyError for an unknown message; one that is there already stays as it is."""


@dataclass(frozen=True, slots=True)
class SummaryParts:
    store: SummaryStore
    engine: EngineClient
    settings: SettingsFile
    model: Callable[[], ModelInfo | None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Below this answer the first `turns` turns are out. `attempt` is the place in MESSAGE_LENGTHS."""

    answer_id: int
    turns: int
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    run_id: int
    covers: int
    wanted: _Wanted


class Summaries:
    def __init__(self, parts: SummaryParts) -> None:
        self._store = parts.store
        self._engine = parts.engine
        self._settings = parts.settings
        self._model = parts.model
        self._wanted: _Wanted | None = None
        self._job: _Job | None = None
        self._given_up: set[int] = set()

    @property
    def is_at_work(self) -> bool:
        return self._job is not None

    def added(self, path: Sequence[Message], prompt: Prompt) -> Prompt:
        """The prompt of a path with the longest summary that there is, where the person wants summaries."""
        found = self._longest(turn_ends(path[:-1])) if self._is_wished else None
        return prompt if found is None else replace(prompt, summary=found)

    def note(self, answer: Message, report: ContextReport) -> None:
        """What the model has read for this answer: what is out without a summary is to get one."""
        out = sum(not share.is_in for share in report.turns if share.role is not Role.SYSTEM)
        is_new = out > (report.summary.turns if report.summary else 0)
        if is_new and self._is_wished:
            self._wanted = _Wanted(answer.id, out)

    def hold(self) -> None:
        """An answer is to be written: the side job makes room, and begins again later."""
        if self._job is not None:
            self._engine.cancel(self._job.run_id)

    def pump(self) -> None:
        """Begins what is wanted. Called while the engine has nothing else to do."""
        model, wanted = self._model(), self._wanted
        if self._job is not None or wanted is None or model is None:
            return
        self._wanted = None
        try:
            self._job = self._begun(wanted, model)
        except (ProblemError, KeyError) as error:
            log.warning("no summary: %s", error)

    def handle(self, event: Event) -> None:
        """Takes the last event of the side job; others say nothing here."""
        job = self._job
        if job is None or event.id != job.run_id:
            return
        if isinstance(event, RunFinished):
            self._job = None
            outcome = event.outcomes[0]
            if outcome.reason is FinishReason.CANCELLED:
                self._wanted = self._wanted or job.wanted
            else:
                self._keep(job, outcome.text, is_whole=outcome.reason is FinishReason.END)
        elif isinstance(event, CommandFailed):
            self._job = None
            attempt = job.wanted.attempt + 1
            if event.problem.kind is ProblemKind.CONTEXT_FULL and attempt < len(MESSAGE_LENGTHS):
                self._wanted = self._wanted or replace(job.wanted, attempt=attempt)
            else:
                self._given_up.add(job.covers)

    @property
    def _is_wished(self) -> bool:
        return self._settings.current.generation.long_conversations == ContextPolicy.SUMMARISE

    def _longest(self, ends: Sequence[Message]) -> Summary | None:
        kept = self._store.summaries([message.id for message in ends])
        places = [place for place, message in enumerate(ends) if message.id in kept]
        return Summary(places[-1] + 1, kept[ends[places[-1]].id]) if places else None

    def _begun(self, wanted: _Wanted, model: ModelInfo) -> _Job | None:
        """None where the summary is there already, or could not be made before."""
        path = self._store.path(wanted.answer_id)[:-1]
        ends = turn_ends(path)[: wanted.turns]
        covers = ends[-1].id
        before = self._longest(ends)
        if covers in self._given_up or (before is not None and before.turns == len(ends)):
            return None
        places = {message.id: place for place, message in enumerate(path)}
        first = places[ends[before.turns - 1].id] + 1 if before is not None else 0
        messages = path[first : places[covers] + 1]
        prompt = summary_prompt(before.text if before else "", messages, MESSAGE_LENGTHS[wanted.attempt])
        tokens = min(max(model.context_limit // WINDOW_SHARE, FEWEST_TOKENS), MOST_TOKENS)
        options = GenerationOptions(DRAWN, max_tokens=tokens, is_side_job=True)
        return _Job(self._engine.generate(prompt, options), covers, wanted)

    def _keep(self, job: _Job, text: str, *, is_whole: bool) -> None:
        """One that was cut at its longest ends with its last whole sentence."""
        sentences = SENTENCE.match(text)
        text = (text if is_whole or sentences is None else sentences.group()).strip()
        try:
            if text:
                self._store.keep_summary(job.covers, text)
            else:
                self._given_up.add(job.covers)
        except (ProblemError, KeyError) as error:
            log.warning("a summary was not saved: %s", error)
