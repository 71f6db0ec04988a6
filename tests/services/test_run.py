from datetime import UTC, datetime

from chatapp.domain.context import ContextReport
from chatapp.domain.errors import Problem, ProblemKind
from chatapp.domain.generation import Figures, FinishReason, GenerationOptions
from chatapp.domain.message import Message, Role, Status
from chatapp.domain.model import ModelInfo
from chatapp.engine.messages import CommandFailed, Outcome, PromptRead, RunFinished, RunStarted, TextDelta
from chatapp.services.alternative import Ending
from chatapp.services.live import Phase
from chatapp.services.run import ActiveRun


def active(text: str = "") -> ActiveRun:
    message = Message(1, 1, None, Role.ASSISTANT, text, Status.QUEUED, datetime.now(UTC))
    return ActiveRun(7, message, ModelInfo("m", "f", "cpu", 1, 100, True), GenerationOptions())


def test_the_answer_is_the_first_alternative() -> None:
    run = active("It ")
    run.take(RunStarted(7, Figures(prompt_tokens=3), ContextReport()))
    run.take(PromptRead(7, 3, 3))
    run.take(TextDelta(7, "isn't", alternative=1))
    assert (run.text, run.live().phase) == ("It ", Phase.READING)
    run.take(TextDelta(7, "is"))
    figures = Figures(prompt_tokens=3, generated_tokens=1)
    outcomes = (Outcome("is", figures, FinishReason.END), Outcome("isn't", Figures(), FinishReason.LENGTH))
    assert run.take(RunFinished(7, outcomes)) == Ending(Status.COMPLETE, "", FinishReason.END)
    assert (run.text, run.provenance(FinishReason.END).figures) == ("It is", figures)


def test_a_failure_keeps_what_was_held_back() -> None:
    run = active("It ")
    run.take(TextDelta(7, "i"))
    problem = Problem(ProblemKind.ENGINE, "It broke.", ("Try again",))
    figures = Figures(generated_tokens=2)
    ending = run.take(CommandFailed(7, problem, (Outcome("is", figures, None), Outcome("no", figures, None))))
    assert ending == Ending(Status.FAILED, "It broke. Try again.", None)
    assert (run.text, run.figures) == ("It is", figures)


def test_a_failure_before_the_run_keeps_what_it_started_with() -> None:
    run = active("It ")
    ending = run.take(CommandFailed(7, Problem(ProblemKind.NO_MODEL, "No model.")))
    assert ending is not None
    assert (run.text, run.figures) == ("It ", Figures())
