"""One answer as it grows: draws its tokens, turns them into text, knows when it is over. Engine thread."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import perf_counter

from chatapp.domain import token_report
from chatapp.domain.generation import Figures, FinishReason, TokenReport
from chatapp.domain.token_report import Report, ReportedToken
from chatapp.engine.messages import Generate, Outcome, TextDelta
from chatapp.engine.ports import LanguageModel, Logits, Sampler
from chatapp.engine.stop import StopFilter

HALF = "\ufffd"  # what a decoder writes for a character whose end is missing


class Answer:
    """`text` and `figures` hold what there is at any moment, so that a failure in the middle loses nothing."""

    def __init__(
        self, model: LanguageModel, command: Generate, alternative: int, is_cancelled: Callable[[], bool]
    ) -> None:
        options = command.options
        self._model = model
        self._options = options
        self._run_id = command.id
        self._alternative = alternative
        self._is_cancelled = is_cancelled
        self._end_tokens = model.end_tokens | (model.text_ends if command.prompt.passage is not None else frozenset())
        # Without turns there is no transcript that could go on.
        self._filter = StopFilter((*options.stop, *(model.stop_strings if command.prompt.turns else ())))
        self._stream = model.tokenizer.text_stream(continues=command.prompt.goes_on)
        self._reported: list[ReportedToken] = []
        self._ends: list[int] = []  # of the stream's text, after each of them
        self._streamed = 0
        self._sampler: Sampler | None = None
        self._last = 0
        self._unsent_tokens = 0
        self._first = 0.0
        self._began = perf_counter()
        self.text = ""
        self.figures = Figures(context_limit=model.decoder.context_limit)
        self.reason: FinishReason | None = None

    @property
    def token(self) -> int | None:
        """The token after which the answer goes on; None once it is over."""
        return self._last if self.reason is None else None

    def take(self, logits: Logits, prompt: Sequence[int]) -> Iterator[TextDelta]:
        """Draws the next token, after which the answer may be over."""
        yield from self.heed()
        if self.reason is not None:
            return
        sampler = self._sampler = self._sampler or self._model.sampler(
            self._options.sampling, self._options.seed + self._alternative, prompt
        )
        token = sampler.draw(logits, self._barred())
        if token in self._end_tokens:
            yield from self.end(FinishReason.END)
            return
        self._count(token)
        text = self._stream.push(token)
        if self._options.report is TokenReport.TOP:
            self._streamed += len(text)
            self._ends.append(self._streamed)
            self._reported.append(sampler.report(logits, token))
        yield from self._send(self._passed(text))
        if (reason := self._end_reason()) is not None:
            yield from self.end(reason)

    def heed(self) -> Iterator[TextDelta]:
        """Ends the answer if it is not wanted any more."""
        if self.reason is None and self._is_cancelled():
            yield from self.end(FinishReason.CANCELLED)

    def end(self, reason: FinishReason) -> Iterator[TextDelta]:
        """The answer is over, with all text that was held back."""
        self.reason = reason
        yield from self._send(self._flushed())

    def outcome(self) -> Outcome:
        return Outcome(self.text, self.figures, self.reason, self._report(self.text))

    def rescued(self) -> Outcome:
        """All there is after a failure, with what was held back for a stop string or half a character."""
        text = self.text if self.reason is not None else self.text + self._flushed()
        return Outcome(text, self.figures, self.reason, self._report(text))

    def _barred(self) -> Sequence[int]:
        is_too_short = self.figures.generated_tokens < self._options.min_tokens
        return tuple(self._end_tokens) if is_too_short else ()

    def _count(self, token: int) -> None:
        now = perf_counter()
        self._first = self._first or now
        self._last = token
        self._unsent_tokens += 1
        self.figures = replace(
            self.figures,
            generated_tokens=self.figures.generated_tokens + 1,
            first_token_seconds=self._first - self._began,
            decode_seconds=now - self._first,
        )

    def _end_reason(self) -> FinishReason | None:
        if self._filter.has_stopped:
            return FinishReason.STOP_STRING
        if self.figures.generated_tokens == self._options.max_tokens:
            return FinishReason.LENGTH
        if self.figures.context_used >= self.figures.context_limit:
            return FinishReason.CONTEXT_FULL
        return None

    def _passed(self, text: str) -> str:
        """Stop strings are looked for only after the least length."""
        return text if self.figures.generated_tokens <= self._options.min_tokens else self._filter.push(text)

    def _flushed(self) -> str:
        """What was held back, but for half a character: nobody wrote the sign that stands for one."""
        return self._passed(self._stream.flush().rstrip(HALF)) + self._filter.flush()

    def _send(self, text: str) -> Iterator[TextDelta]:
        if text:
            self.text += text
            tokens, self._unsent_tokens = self._unsent_tokens, 0
            yield TextDelta(self._run_id, text, tokens, self._alternative)

    def _report(self, text: str) -> bytes:
        """What a stop string took from the text is taken from the ends too; what came of half a character belongs to
        the last token."""
        if self._options.report is TokenReport.NONE:
            return b""
        ends = [min(end, len(text)) for end in self._ends[:-1]] + [len(text)] * bool(self._ends)
        pieces = {number: self._model.tokenizer.piece(number) for number in token_report.ids_of(self._reported)}
        return token_report.encode(Report(tuple(self._reported), tuple(ends), pieces))
