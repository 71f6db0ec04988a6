"""What a model thinks of a text that stands already, token by token, as a generator of events. Runs on the engine
thread; generates nothing.
"""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from chatapp.domain import token_report
from chatapp.domain.generation import FinishReason, Sampling
from chatapp.domain.token_report import Report, ReportedToken
from chatapp.engine.cancellation import Cancellation
from chatapp.engine.messages import Event, PromptRead, Score, TextScored, TokensScored
from chatapp.engine.ports import LanguageModel, Logits, Spelt

ROWS = 32
"""Tokens of which all logits are looked at together: a vocabulary's worth of memory for each."""
OVERLAP = 2
"""Of a text longer than the window, each part is read behind the last half of the window before it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Tokens `begin` to `end` are read, and from `first` on told of."""

    begin: int
    first: int
    end: int


def scored(model: LanguageModel, command: Score, cancellation: Cancellation) -> Iterator[Event]:
    """Everything from the first PromptRead to TextScored. After a cancel at most one more chunk is computed."""
    spelt = model.tokenizer.spelt(command.text)
    first = bisect_right(spelt.ends, command.start) if command.start else 0
    room = model.decoder.context_limit - len(spelt.opening) + 1  # the last token need not be read to be judged
    scoring = _Scoring(model, command, spelt, cancellation)
    yield PromptRead(command.id, 0, len(spelt.ids) - first)
    try:
        for part in parts(first, len(spelt.ids), room):
            yield from scoring.events(part, first)
    finally:
        scoring.free()
    yield TextScored(command.id, FinishReason.CANCELLED if cancellation.is_whole else FinishReason.END)


def parts(first: int, count: int, room: int) -> Iterator[Part]:
    """Each token is told of once, and all but those of the first window behind half a window at the least."""
    while first < count:
        begin = max(0, first - room // OVERLAP)
        end = min(begin + room, count)
        yield Part(begin, first, end)
        first = end


class _Scoring:
    def __init__(self, model: LanguageModel, command: Score, spelt: Spelt, cancellation: Cancellation) -> None:
        self._model = model
        self._command = command
        self._spelt = spelt
        self._cancellation = cancellation
        self._sampler = model.sampler(Sampling(), 0, ())

    def events(self, part: Part, first: int) -> Iterator[Event]:
        """Of one window: read in chunks up to what is told of, then a few rows at a time."""
        decoder, opening = self._model.decoder, len(self._spelt.opening)
        read = (*self._spelt.opening, *self._spelt.ids[part.begin : part.end - 1])
        told = opening + part.first - part.begin - 1  # after this one the first that is told of is expected
        done = 0
        while done < len(read):
            if self._cancellation.is_whole:
                return
            if done == 0:
                # One token alone is in no cache: every row of the window is needed.
                decoder.start(read[:1], is_side_job=True)
            if done < told:
                end = min(done + decoder.chunk_tokens, told)
                decoder.prefill(read[done:end])
            else:
                end = min(done + ROWS, len(read))
                logits = decoder.extend(read[done:end])
                at = part.first + done - told
                yield self._told(at, [self._report(row, at + place) for place, row in enumerate(logits)])
                yield PromptRead(self._command.id, at + len(logits) - first, len(self._spelt.ids) - first)
            done = end

    def free(self) -> None:
        """The cache of a text that nobody goes on with is no use."""
        with suppress(ValueError):
            self._model.decoder.truncate(1)

    def _report(self, logits: Logits, place: int) -> ReportedToken:
        return self._sampler.report(logits, self._spelt.ids[place])

    def _told(self, first: int, tokens: list[ReportedToken]) -> TokensScored:
        """Ends are counted from where the first of these tokens begins."""
        start = self._spelt.ends[first - 1] if first else 0
        ends = tuple(end - start for end in self._spelt.ends[first : first + len(tokens)])
        pieces = {number: self._model.tokenizer.piece(number) for number in token_report.ids_of(tokens)}
        return TokensScored(self._command.id, start, token_report.encode(Report(tuple(tokens), ends, pieces)))
