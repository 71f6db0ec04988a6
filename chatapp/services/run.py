"""One run with the engine, from its first event to its last. GUI thread; writes nothing itself."""

from dataclasses import dataclass
from functools import singledispatchmethod

from chatapp.domain.context import ContextReport
from chatapp.domain.generation import Figures, FinishReason, GenerationOptions, Run
from chatapp.domain.message import Message, Status
from chatapp.domain.model import ModelInfo
from chatapp.engine.messages import CommandFailed, Event, PromptRead, RunFinished, RunStarted, TextDelta
from chatapp.services.live import LiveAnswer, Phase

# How each end is told. An answer cut by a limit can be gone on with, as one that the person stopped.
ENDINGS: dict[FinishReason | None, tuple[Status, str]] = {
    FinishReason.END: (Status.COMPLETE, ""),
    FinishReason.STOP_STRING: (Status.COMPLETE, ""),
    FinishReason.LENGTH: (Status.STOPPED, "The answer reached the length that is set."),
    FinishReason.CONTEXT_FULL: (Status.STOPPED, "The model's window is full."),
    FinishReason.CANCELLED: (Status.STOPPED, ""),
    None: (Status.FAILED, ""),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """How the answer is to be stored. `reason` None: it failed."""

    status: Status
    note: str
    reason: FinishReason | None


class ActiveRun:
    def __init__(self, run_id: int, message: Message, model: ModelInfo, options: GenerationOptions) -> None:
        self.run_id = run_id
        self.message = message
        self.figures = Figures()
        self.context = ContextReport()
        self._model = model
        self._options = options
        self._pieces = [message.text]
        self._read = PromptRead(run_id, 0, 0)
        self._phase = Phase.READING

    @property
    def text(self) -> str:
        """All text of the answer: what it started with, and what came."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0]

    def live(self) -> LiveAnswer:
        read = self._read
        return LiveAnswer(
            self.message.id,
            self.message.conversation_id,
            self.text,
            self._phase,
            done=read.done,
            total=read.total,
            seconds_left=read.seconds_left,
        )

    def provenance(self, reason: FinishReason | None) -> Run:
        model = self._model
        return Run(self.message.id, model.name, model.fingerprint, model.device, self._options, self.figures, reason)

    @singledispatchmethod
    def take(self, _event: Event) -> Ending | None:
        """Notes what an event says; an Ending where it was the last one. Events of no run say nothing."""
        return None

    @take.register
    def _(self, event: RunStarted) -> None:
        self.figures = event.figures
        self.context = event.context

    @take.register
    def _(self, event: PromptRead) -> None:
        self._read = event

    @take.register
    def _(self, event: TextDelta) -> None:
        if event.alternative == 0:
            self._phase = Phase.WRITING
            self._pieces.append(event.text)

    @take.register
    def _(self, event: RunFinished) -> Ending | None:
        """The answer to one message is the first alternative."""
        outcome = event.outcomes[0]
        self.figures = outcome.figures
        return Ending(*ENDINGS[outcome.reason], outcome.reason)

    @take.register
    def _(self, event: CommandFailed) -> Ending | None:
        """What was generated before the failure is whole in the event, held-back text included."""
        if event.outcomes:
            self._pieces = [self.message.text, event.outcomes[0].text]
            self.figures = event.outcomes[0].figures
        problem = event.problem
        return Ending(Status.FAILED, " ".join((problem.sentence, *(f"{remedy}." for remedy in problem.remedies))), None)
