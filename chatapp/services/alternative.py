"""One of the answers that a run writes: its text so far, what it cost, how it ended. GUI thread; stores nothing."""

from dataclasses import dataclass

from chatapp.domain.generation import Figures, FinishReason
from chatapp.domain.message import Message, Status
from chatapp.engine.messages import Outcome

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


class Alternative:
    """`report` is a domain.token_report blob, b"" until the end and where none was asked for."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.figures = Figures()
        self.report = b""
        self.ending: Ending | None = None
        self._pieces = [message.text]

    @property
    def text(self) -> str:
        """All text of the answer: what it started with, and what came."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0]

    @property
    def is_begun(self) -> bool:
        return self.text != self.message.text

    def push(self, text: str) -> None:
        self._pieces.append(text)

    def end(self, outcome: Outcome) -> Ending:
        self.figures, self.report = outcome.figures, outcome.report
        self.ending = Ending(*ENDINGS[outcome.reason], outcome.reason)
        return self.ending

    def fail(self, note: str, outcome: Outcome | None) -> Ending:
        """What was generated before the failure is whole in the outcome, held-back text included."""
        if outcome is not None:
            self._pieces = [self.message.text, outcome.text]
            self.figures, self.report = outcome.figures, outcome.report
        self.ending = Ending(Status.FAILED, note, None)
        return self.ending
