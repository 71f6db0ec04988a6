"""One run with the engine, from its first event to its last: several answers beside each other, or one. GUI thread."""

from dataclasses import replace
from functools import singledispatchmethod

from chatapp import __version__
from chatapp.domain.context import ContextReport
from chatapp.domain.generation import PLAIN, Figures, FinishReason, GenerationOptions, Run
from chatapp.domain.message import Message
from chatapp.domain.model import ModelInfo
from chatapp.engine.messages import CommandFailed, Event, PromptRead, RunFinished, RunStarted, TextDelta
from chatapp.services.alternative import Alternative, Ending
from chatapp.services.live import LiveAnswer, Phase


class ActiveRun:
    """`message`, `text` and `figures` are of the first answer; `beside` are the messages of the others. Writes nothing
    itself."""

    def __init__(
        self,
        run_id: int,
        message: Message,
        model: ModelInfo,
        options: GenerationOptions,
        beside: tuple[Message, ...] = (),
    ) -> None:
        self.run_id = run_id
        self.message = message
        self.alternatives = tuple(Alternative(one) for one in (message, *beside))
        self.context = ContextReport()
        self.system_prompt = ""
        self._model = model
        self._options = options
        self._read = PromptRead(run_id, 0, 0)
        self._phase = Phase.READING

    @property
    def text(self) -> str:
        return self.alternatives[0].text

    @property
    def figures(self) -> Figures:
        return self.alternatives[0].figures

    def place_of(self, message_id: int) -> int | None:
        """Which of the answers a message is; None for none of them."""
        ids = [alternative.message.id for alternative in self.alternatives]
        return ids.index(message_id) if message_id in ids else None

    def live(self, place: int = 0) -> LiveAnswer:
        read, alternative = self._read, self.alternatives[place]
        return LiveAnswer(
            alternative.message.id,
            alternative.message.conversation_id,
            alternative.text,
            self._phase,
            done=read.done,
            total=read.total,
            seconds_left=read.seconds_left,
        )

    def provenance(self, reason: FinishReason | None, place: int = 0) -> Run:
        model, alternative = self._model, self.alternatives[place]
        return Run(
            alternative.message.id,
            model.name,
            model.fingerprint,
            model.device,
            replace(self._options, alternatives=len(self.alternatives)),
            alternative.figures,
            reason,
            place,
            len(alternative.message.text),
            __version__,
            self.context,
            self.system_prompt,
            model.template if model.has_chat_template else PLAIN,
        )

    @singledispatchmethod
    def take(self, _event: Event) -> Ending | None:
        """Notes what an event says; the first answer's Ending where it was the last one, each other one has its own by
        then. Events of no run say nothing."""
        return None

    @take.register
    def _(self, event: RunStarted) -> None:
        self.context = event.context
        for alternative in self.alternatives:
            alternative.figures = event.figures

    @take.register
    def _(self, event: PromptRead) -> None:
        self._read = event

    @take.register
    def _(self, event: TextDelta) -> None:
        if event.alternative < len(self.alternatives):
            self._phase = Phase.WRITING
            self.alternatives[event.alternative].push(event.text)

    @take.register
    def _(self, event: RunFinished) -> Ending | None:
        for alternative, outcome in zip(self.alternatives, event.outcomes, strict=False):
            alternative.end(outcome)
        return self.alternatives[0].ending

    @take.register
    def _(self, event: CommandFailed) -> Ending | None:
        problem = event.problem
        note = " ".join((problem.sentence, *(f"{remedy}." for remedy in problem.remedies)))
        for place, alternative in enumerate(self.alternatives):
            alternative.fail(note, event.outcomes[place] if place < len(event.outcomes) else None)
        return self.alternatives[0].ending
