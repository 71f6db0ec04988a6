"""The five laws of the protocol, each as a property of the worker with a model that plays back text."""

import pickle
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain.context import ContextReport, TurnShare
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.generation import Figures, FinishReason, GenerationOptions, Sampling
from chatapp.domain.message import Role
from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.engine import messages, scripted
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import TERMINAL, CommandFailed, Event, ModelReady, PromptRead, RunFinished, TextDelta
from chatapp.engine.ports import LanguageModel, ReportProgress
from chatapp.engine.scripted import CHUNK, Script
from tests.fakes import Inbox

FOLDER = Path("model")
texts = st.text(max_size=60)


def prompt_of(text: str) -> Prompt:
    return Prompt((PromptTurn(Role.USER, text),))


@dataclass
class Pace:
    """Counts the computed chunks and steps, cancels a run at one of them, fails at another."""

    cancel_at: int = -1
    fail_at: int = -1
    calls: int = 0
    cancel: list[object] = field(default_factory=list)
    error: Exception = field(default_factory=lambda: RuntimeError("broken"))

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == self.cancel_at:
            for action in self.cancel:
                assert callable(action)
                action()
        if self.calls == self.fail_at:
            raise self.error


def finish(inbox: Inbox, client: EngineClient, *command_ids: int) -> list[Event]:
    """Everything the engine said, once these commands are answered and the thread has ended."""
    inbox.until_terminal(*command_ids)
    events = inbox.until_terminal(client.shutdown())
    assert client.join(5)
    return events


def delta_text(events: list[Event], run: int) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta) and event.id == run)


def expected_text(reply: str, options: GenerationOptions) -> tuple[str, FinishReason]:
    """The reply as bytes, cut at the token limit, then at the first stop string."""
    whole = reply.encode()
    limit = len(whole) if options.max_tokens is None else options.max_tokens
    reason = FinishReason.LENGTH if limit <= len(whole) and options.max_tokens else FinishReason.END
    for length in range(1, min(limit, len(whole)) + 1):
        so_far = whole[:length].decode(errors="ignore")
        places = [so_far.find(stop) for stop in options.stop if stop in so_far]
        if places:
            return so_far[: min(places)], FinishReason.STOP_STRING
    return whole[:limit].decode(errors="replace"), reason


option_values = st.builds(
    GenerationOptions,
    stop=st.lists(st.text(max_size=3).filter(bool), max_size=2).map(tuple),
    max_tokens=st.none() | st.integers(1, 80),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts, option_values), max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_every_command_has_one_terminal_event_and_the_text_is_whole(
    runs: list[tuple[str, str, GenerationOptions]], are_cancelled: list[bool]
) -> None:
    """Laws 1 and 2; unloading between the runs, cancelling some before they begin."""
    inbox = Inbox()
    replies = {f"<user>{place}:{said}\n<assistant>": reply for place, (said, reply, _) in enumerate(runs)}
    client = EngineClient(scripted.loader(Script(lambda prompt: replies[prompt])), inbox.outbox)
    commands = [client.load(FOLDER, "a")]
    ids = [client.generate(prompt_of(f"{place}:{said}"), options) for place, (said, _, options) in enumerate(runs)]
    for run, is_cancelled in zip(ids, are_cancelled, strict=False):
        if is_cancelled:
            client.cancel(run)
    commands += [*ids, client.unload(), client.generate(prompt_of("no model"), GenerationOptions())]
    inbox.until_terminal(*commands)
    commands.append(client.shutdown())
    events = inbox.until_terminal(*commands)
    assert client.join(5)
    for command in commands:
        mine = [event for event in events if event.id == command]
        assert [isinstance(event, TERMINAL) for event in mine] == [False] * (len(mine) - 1) + [True]
    for run, is_cancelled, (_, reply, options) in zip(ids, are_cancelled, runs, strict=False):
        end = next(event for event in events if isinstance(event, RunFinished) and event.id == run).outcomes[0]
        assert delta_text(events, run) == end.text
        if is_cancelled and end.reason is FinishReason.CANCELLED:
            assert expected_text(reply, options)[0].startswith(end.text.rstrip("\N{REPLACEMENT CHARACTER}"))
        else:
            assert (end.text, end.reason) == expected_text(reply, options)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(0, 5 * CHUNK))
def test_after_a_cancel_no_more_is_computed_than_the_call_under_way(cancel_at: int, prompt_length: int) -> None:
    """Law 3: the cancel comes in the middle of a call; that call is the last."""
    inbox, pace = Inbox(), Pace(cancel_at)
    client = EngineClient(scripted.loader(Script(lambda _: "y" * 100, pace)), inbox.outbox)
    client.load(FOLDER, "a")
    run_ids: list[int] = []
    pace.cancel.append(lambda: client.cancel(run_ids[0]))
    run_ids.append(2)  # known before the run can begin: ids count up from the load's
    assert client.generate(prompt_of("x" * prompt_length), GenerationOptions()) == 2
    events = finish(inbox, client, 2)
    end = next(event for event in events if isinstance(event, RunFinished)).outcomes[0]
    assert (end.reason, pace.calls) == (FinishReason.CANCELLED, cancel_at)


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=30), st.integers(1, 60), st.sampled_from([RuntimeError("x"), MemoryError()]))
def test_what_was_generated_before_a_failure_is_kept(reply: str, fail_at: int, error: Exception) -> None:
    """Law 4, and the engine goes on after it."""
    inbox, pace = Inbox(), Pace(fail_at=fail_at, error=error)
    client = EngineClient(scripted.loader(Script(lambda _: reply, pace)), inbox.outbox)
    client.load(FOLDER, "a")
    stop = GenerationOptions(stop=(reply[-1] * 40,))  # holds the text's end back
    first = client.generate(prompt_of("hi"), stop)
    second = client.generate(prompt_of("hi"), GenerationOptions())
    events = finish(inbox, client, first, second)
    failed = [event for event in events if isinstance(event, CommandFailed)]
    steps = len(reply.encode()) + 1
    if fail_at <= steps:
        assert failed[0].id == first
        assert failed[0].outcomes[0].text == reply.encode()[: fail_at - 1].decode(errors="replace")
        kind = ProblemKind.OUT_OF_MEMORY if isinstance(error, MemoryError) else ProblemKind.ENGINE
        assert failed[0].problem.kind is kind
    finished = [event for event in events if isinstance(event, RunFinished)]
    assert len(failed) + len(finished) == 2
    assert all(event.outcomes[0].text == reply for event in finished)


def test_a_prompt_already_read_is_read_no_further_than_it_differs() -> None:
    inbox = Inbox()
    client = EngineClient(scripted.loader(Script(lambda _: "ok")), inbox.outbox)
    client.load(FOLDER, "a")
    first = client.generate(prompt_of("a" * 200), GenerationOptions())
    again = client.generate(prompt_of("a" * 200), GenerationOptions())
    events = finish(inbox, client, first, again)
    reads = [event for event in events if isinstance(event, PromptRead) and event.id == again]
    ends = [event for event in events if isinstance(event, RunFinished)]
    assert reads[-1].total == 1
    figures = ends[1].outcomes[0].figures
    assert figures.reused_tokens == figures.prompt_tokens - 1


def test_a_load_that_fails_names_its_problem_and_the_next_one_works() -> None:
    problem = Problem(ProblemKind.MODEL_FILE, "model.safetensors is cut short.")
    attempts: list[str] = []
    good = scripted.loader(Script(lambda _: "ok"))

    def load(folder: Path, name: str, report: ReportProgress) -> LanguageModel:
        attempts.append(name)
        if name == "bad":
            raise ProblemError(problem)
        return good(folder, name, report)

    inbox = Inbox()
    client = EngineClient(load, inbox.outbox)
    bad, fine = client.load(FOLDER, "bad"), client.load(FOLDER, "fine")
    events = finish(inbox, client, bad, fine)
    assert CommandFailed(bad, problem) in events
    assert any(isinstance(event, ModelReady) and event.info.name == "fine" for event in events)


figures = st.builds(Figures, st.integers(0, 9), prefill_seconds=st.floats(0, 9))
problems = st.builds(Problem, st.sampled_from(ProblemKind), texts, st.lists(texts, max_size=2).map(tuple), texts)
ids = st.integers(1, 99)
infos = st.builds(ModelInfo, texts, texts, texts, ids, ids, st.booleans())
options = st.builds(GenerationOptions, st.builds(Sampling, st.floats(0, 2)), ids, st.lists(texts).map(tuple))
prompts = st.builds(Prompt, st.lists(st.builds(PromptTurn, st.sampled_from(Role), texts)).map(tuple), texts)
contexts = st.builds(
    ContextReport, st.lists(st.builds(TurnShare, st.sampled_from(Role), ids, st.booleans())).map(tuple)
)
outcome_values = st.builds(messages.Outcome, texts, figures, st.none() | st.sampled_from(FinishReason), st.binary())
outcomes = st.lists(outcome_values, max_size=3).map(tuple)
every_message = st.one_of(
    st.builds(messages.LoadModel, ids, st.just(Path("folder")), texts),
    st.builds(messages.UnloadModel, ids),
    st.builds(messages.Generate, ids, prompts, options),
    st.builds(messages.Shutdown, ids),
    st.builds(messages.LoadProgressed, ids, st.builds(TaskProgress, texts, st.floats(0, 1))),
    st.builds(messages.ModelReady, ids, infos),
    st.builds(messages.ModelUnloaded, ids),
    st.builds(messages.RunStarted, ids, figures, contexts),
    st.builds(messages.PromptRead, ids, ids, ids, st.none() | st.floats(0, 9)),
    st.builds(messages.TextDelta, ids, texts, ids, ids),
    st.builds(messages.RunFinished, ids, outcomes),
    st.builds(messages.CommandFailed, ids, problems, outcomes),
    st.builds(messages.EngineStopped, ids),
)


@given(every_message)
def test_every_message_survives_pickle(message: messages.Command | messages.Event) -> None:
    """Law 5."""
    assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - our own bytes
