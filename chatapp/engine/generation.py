"""One answer, from prompt to end, as a generator of events. Runs on the engine thread; knows no torch."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from time import perf_counter

from chatapp.domain.generation import Figures, FinishReason
from chatapp.engine.context import fit
from chatapp.engine.messages import Event, Generate, PromptRead, RunFinished, RunStarted, TextDelta
from chatapp.engine.ports import LanguageModel, Logits
from chatapp.engine.stop import StopFilter


class Generation:
    """`text` and `figures` hold what there is at any moment, so that a failure in the middle loses nothing."""

    def __init__(self, model: LanguageModel, command: Generate, is_cancelled: Callable[[], bool]) -> None:
        self._model = model
        self._command = command
        self._is_cancelled = is_cancelled
        self._filter = StopFilter((*command.options.stop, *model.stop_strings))
        self._stream = model.tokenizer.text_stream(continues=bool(command.prompt.answer_start))
        self._began = perf_counter()
        self._unsent_tokens = 0
        self.text = ""
        self.figures = Figures(context_limit=model.decoder.context_limit)

    def events(self) -> Iterator[Event]:
        """Everything from RunStarted to RunFinished. After a cancel at most one more chunk or step is computed."""
        fitted = fit(
            self._command.prompt,
            self._model.tokenizer,
            self._model.decoder.context_limit,
            self._command.options.max_tokens,
        )
        reused = self._model.decoder.start(fitted.tokens)
        self.figures = replace(
            self.figures, prompt_tokens=len(fitted.tokens), reused_tokens=reused, dropped_turns=fitted.dropped_turns
        )
        yield RunStarted(self._command.id, self.figures)
        reason = FinishReason.CANCELLED
        logits = yield from self._prefill(fitted.tokens[reused:])
        if logits is not None:
            reason = yield from self._decode(fitted.tokens, logits)
        yield from self._send(self._filter.push(self._stream.flush()) + self._filter.flush())
        yield RunFinished(self._command.id, self.text, reason, self.figures)

    def rescue(self) -> str:
        """All text there is after a failure, with what was held back for a stop string or half a character."""
        return self.text + self._filter.push(self._stream.flush()) + self._filter.flush()

    def _prefill(self, tokens: tuple[int, ...]) -> Generator[Event, None, Logits | None]:
        """Reads the prompt chunk by chunk; returns the logits after it, or None if cancelled."""
        began, size, logits = perf_counter(), self._model.decoder.chunk_tokens, None
        yield PromptRead(self._command.id, 0, len(tokens))
        for start in range(0, len(tokens), size):
            if self._is_cancelled():
                return None
            logits = self._model.decoder.prefill(tokens[start : start + size])
            done, spent = min(start + size, len(tokens)), perf_counter() - began
            self.figures = replace(self.figures, prefill_seconds=spent)
            yield PromptRead(self._command.id, done, len(tokens), spent / done * (len(tokens) - done))
        return logits

    def _decode(self, prompt: tuple[int, ...], logits: Logits) -> Generator[Event, None, FinishReason]:
        """Draws tokens until something ends the answer; returns what did."""
        options, decoder = self._command.options, self._model.decoder
        sampler = self._model.sampler(options.sampling, options.seed, prompt)
        first = 0.0
        while True:
            if self._is_cancelled():
                return FinishReason.CANCELLED
            token = sampler.draw(logits)
            if token in self._model.end_tokens:
                return FinishReason.END
            first = first or perf_counter()
            self._count(first)
            yield from self._send(self._filter.push(self._stream.push(token)))
            if (reason := self._end_reason()) is not None:
                return reason
            if self._is_cancelled():
                return FinishReason.CANCELLED
            logits = decoder.step(token)

    def _count(self, first: float) -> None:
        self._unsent_tokens += 1
        self.figures = replace(
            self.figures,
            generated_tokens=self.figures.generated_tokens + 1,
            first_token_seconds=first - self._began,
            decode_seconds=perf_counter() - first,
        )

    def _end_reason(self) -> FinishReason | None:
        if self._filter.has_stopped:
            return FinishReason.STOP_STRING
        if self.figures.generated_tokens == self._command.options.max_tokens:
            return FinishReason.LENGTH
        if self.figures.context_used >= self.figures.context_limit:
            return FinishReason.CONTEXT_FULL
        return None

    def _send(self, text: str) -> Iterator[Event]:
        if text:
            self.text += text
            tokens, self._unsent_tokens = self._unsent_tokens, 0
            yield TextDelta(self._command.id, text, tokens)
