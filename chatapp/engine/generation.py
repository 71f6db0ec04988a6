"""A run, from its prompt to the end of all its answers, as a generator of events. Runs on the engine thread; knows no
torch."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

from chatapp.domain.generation import Figures, FinishReason
from chatapp.engine.answer import Answer
from chatapp.engine.cancellation import Cancellation
from chatapp.engine.context import Fitted, fit
from chatapp.engine.messages import Event, Generate, Outcome, PromptRead, RunFinished, RunStarted, TextDelta
from chatapp.engine.ports import LanguageModel, Logits
from chatapp.engine.rows import open_rows


class Generation:
    """The answers hold what there is at any moment; `rescued` gives it after a failure."""

    def __init__(self, model: LanguageModel, command: Generate, cancellation: Cancellation) -> None:
        self._decoder = model.decoder
        self._tokenizer = model.tokenizer
        self._command = command
        self._options = command.options
        self._cancellation = cancellation
        self._answers = [
            Answer(model, command, place, partial(cancellation.is_set, place))
            for place in range(self._options.alternatives)
        ]

    def events(self) -> Iterator[Event]:
        """Everything from RunStarted to RunFinished. After a cancel at most one more chunk or step is computed."""
        fitted = fit(self._command.prompt, self._tokenizer, self._decoder.context_limit, self._options)
        out = {"dropped_turns": fitted.dropped_turns, "summarised_turns": fitted.summarised_turns}
        self._note(replace(self._figures, **out))
        if fitted.tokens:
            yield from self._answered(fitted)
        else:
            yield RunStarted(self._command.id, self._figures, fitted.report)
            yield from self._end_all(FinishReason.CONTEXT_FULL)
        yield RunFinished(self._command.id, tuple(answer.outcome() for answer in self._answers))

    def rescued(self) -> tuple[Outcome, ...]:
        """What every answer has after a failure."""
        return tuple(answer.rescued() for answer in self._answers)

    def _answered(self, fitted: Fitted) -> Iterator[Event]:
        reused = self._decoder.start(fitted.tokens, is_side_job=self._options.is_side_job)
        self._note(replace(self._figures, prompt_tokens=len(fitted.tokens), reused_tokens=reused))
        yield RunStarted(self._command.id, self._figures, fitted.report)
        logits = yield from self._prefill(fitted.tokens[reused:])
        if logits is None:
            yield from self._end_all(FinishReason.CANCELLED)
        else:
            yield from self._decode(fitted.tokens, logits)

    def _prefill(self, tokens: tuple[int, ...]) -> Generator[Event, None, Logits | None]:
        """Reads the prompt chunk by chunk; returns the logits after it, or None if cancelled."""
        began, size, logits = perf_counter(), self._decoder.chunk_tokens, None
        yield PromptRead(self._command.id, 0, len(tokens))
        for start in range(0, len(tokens), size):
            if self._cancellation.is_whole:
                return None
            logits = self._decoder.prefill(tokens[start : start + size])
            done, spent = min(start + size, len(tokens)), perf_counter() - began
            self._note(replace(self._figures, prefill_seconds=spent))
            yield PromptRead(self._command.id, done, len(tokens), spent / done * (len(tokens) - done))
        return logits

    def _decode(self, prompt: tuple[int, ...], logits: Logits) -> Iterator[TextDelta]:
        """Draws a token for every answer, then computes what follows them, until all are over."""
        yield from self._take([logits] * len(self._answers), prompt)
        if not self._is_going_on():
            return
        # Only now, for the first tokens are on their way to the screen already.
        rows = open_rows(self._decoder, prompt, self._options)
        try:
            while self._is_going_on():
                yield from self._take(rows.step([answer.token for answer in self._answers]), prompt)
            rows.settle()
        finally:
            rows.close()

    def _take(self, found: Sequence[Logits | None], prompt: tuple[int, ...]) -> Iterator[TextDelta]:
        """All words are told together: whoever they wake would take the interpreter from the draws that follow."""
        told: list[TextDelta] = []
        try:
            for answer, logits in zip(self._answers, found, strict=True):
                if logits is not None:
                    told += answer.take(logits, prompt)
        finally:
            yield from told
        for answer in self._answers:
            yield from answer.heed()

    def _is_going_on(self) -> bool:
        return any(answer.token is not None for answer in self._answers)

    def _end_all(self, reason: FinishReason) -> Iterator[TextDelta]:
        for answer in self._answers:
            yield from answer.end(reason)

    @property
    def _figures(self) -> Figures:
        """The same in all answers, until they begin."""
        return self._answers[0].figures

    def _note(self, figures: Figures) -> None:
        for answer in self._answers:
            answer.figures = figures
