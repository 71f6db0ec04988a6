"""The five laws of the protocol, each as a property of the worker with a model that plays back text."""

import math
import pickle
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain import token_report
from chatapp.domain.context import ContextReport, TurnShare
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.generation import (
    ContextPolicy,
    Figures,
    FinishReason,
    GenerationOptions,
    Sampling,
    TokenReport,
)
from chatapp.domain.message import Role
from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.domain.token_report import Report
from chatapp.engine import messages, scripted
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import (
    TERMINAL,
    CommandFailed,
    Event,
    ModelReady,
    Outcome,
    PromptRead,
    RunFinished,
    RunStarted,
    TextDelta,
)
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


def delta_text(events: list[Event], run: int, alternative: int = 0) -> str:
    mine = [event for event in events if isinstance(event, TextDelta) and event.id == run]
    return "".join(event.text for event in mine if event.alternative == alternative)


def expected_text(replies: list[str], options: GenerationOptions, alternative: int) -> tuple[str, FinishReason]:
    """What the replies, of which the seed chooses wherever they part, let expect: as bytes, one by one."""
    written, open_text = b"", ""
    while True:
        is_short = len(written) < options.min_tokens
        nexts = {reply.encode()[: len(written) + 1] for reply in replies if reply.encode().startswith(written)}
        ways = sorted(nexts - {written}) + ([] if is_short or not (written in nexts or not nexts) else [written])
        chosen = (ways or [written + b"."])[(options.seed + alternative) % max(len(ways), 1)]
        if chosen == written:
            return written.decode(errors="ignore"), FinishReason.END
        written = chosen
        text = written.decode(errors="ignore")
        if len(written) <= options.min_tokens:
            open_text = text
        places = [text.find(stop, len(open_text)) for stop in options.stop if stop in text[len(open_text) :]]
        if places:
            return text[: min(places)], FinishReason.STOP_STRING
        if len(written) == options.max_tokens:
            return written.decode(errors="ignore"), FinishReason.LENGTH


option_values = st.builds(
    GenerationOptions,
    seed=st.integers(0, 5),
    stop=st.lists(st.text(max_size=3).filter(bool), max_size=2).map(tuple),
    max_tokens=st.none() | st.integers(1, 80),
    min_tokens=st.sampled_from([0, 0, 0, 3, 50]),
    alternatives=st.sampled_from([1, 1, 2, 3]),
    report=st.sampled_from(TokenReport),
    guess_ahead=st.booleans(),
)
repeating = st.builds(lambda text, times: text * times, st.text(max_size=6), st.integers(1, 9))
some_replies = st.lists(texts | repeating, min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(texts, some_replies, option_values), max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_every_command_has_one_terminal_event_and_the_text_is_whole(
    runs: list[tuple[str, list[str], GenerationOptions]], are_cancelled: list[bool]
) -> None:
    """Laws 1 and 2; unloading between the runs, cancelling some before they begin."""
    inbox = Inbox()
    replies = {f"<user>{place}:{said}\n<assistant>": reply for place, (said, reply, _) in enumerate(runs)}
    script = Script(lambda prompt: replies[prompt][0], others=lambda prompt: replies[prompt][1:])
    client = EngineClient(scripted.loader(script), inbox.outbox)
    commands = [client.load(FOLDER, "a")]
    ids = [client.generate(prompt_of(f"{place}:{said}"), options) for place, (said, _, options) in enumerate(runs)]
    for run, is_cancelled in zip(ids, are_cancelled, strict=False):
        if is_cancelled:
            client.cancel(run)
    commands += [
        *ids,
        client.score("some words"),
        client.warm_up(prompt_of("0:hi"), GenerationOptions()),
        client.forget(),
        client.unload(),
        client.forget(),
        client.generate(prompt_of("no model"), GenerationOptions()),
        client.score("no model"),
        client.warm_up(prompt_of("no model"), GenerationOptions()),
    ]
    inbox.until_terminal(*commands)
    commands.append(client.shutdown())
    events = inbox.until_terminal(*commands)
    assert client.join(5)
    for command in commands:
        mine = [event for event in events if event.id == command]
        assert [isinstance(event, TERMINAL) for event in mine] == [False] * (len(mine) - 1) + [True]
    for run, is_cancelled, (_, reply, options) in zip(ids, are_cancelled, runs, strict=False):
        ends = next(event for event in events if isinstance(event, RunFinished) and event.id == run).outcomes
        assert len(ends) == options.alternatives
        for alternative, end in enumerate(ends):
            assert delta_text(events, run, alternative) == end.text
            check_report(end, options)
            text, reason = expected_text(reply, options, alternative)
            if is_cancelled and end.reason is FinishReason.CANCELLED:
                assert text.startswith(end.text.rstrip("\N{REPLACEMENT CHARACTER}"))
            else:
                assert (end.text, end.reason) == (text, reason)


def check_report(end: Outcome, options: GenerationOptions) -> None:
    """It tells of every token, those of a stop string included, and of nothing else."""
    if options.report is TokenReport.NONE:
        assert end.report == b""
        return
    report = token_report.decode(end.report)
    tokens = report.tokens
    assert len(tokens) == end.figures.generated_tokens
    assert list(report.ends) == sorted(report.ends)
    assert report.ends[-1:] == ((len(end.text),) if tokens else ())
    written = b"".join(report.pieces[token.id] for token in tokens)
    for place, text_end in enumerate(report.ends[:-1], 1):
        whole = b"".join(report.pieces[token.id] for token in tokens[:place]).decode(errors="ignore")
        assert end.text[:text_end] == whole[:text_end] == whole[: len(end.text)]
    assert written.decode(errors="replace").startswith(end.text)
    assert bytes(token.id for token in tokens).decode(errors="replace").startswith(end.text)
    for token in tokens:
        assert token.rank > 1 or token.top[0].probability == pytest.approx(math.exp(token.log_probability), rel=1e-2)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(0, 5 * CHUNK), st.integers(1, 3))
def test_after_a_cancel_no_more_is_computed_than_the_call_under_way(
    cancel_at: int, prompt_length: int, alternatives: int
) -> None:
    """Law 3: the cancel comes in the middle of a call; that call is the last."""
    inbox, pace = Inbox(), Pace(cancel_at)
    client = EngineClient(scripted.loader(Script(lambda _: "y" * 100, pace)), inbox.outbox)
    client.load(FOLDER, "a")
    run_ids: list[int] = []
    pace.cancel.append(lambda: client.cancel(run_ids[0]))
    run_ids.append(2)  # known before the run can begin: ids count up from the load's
    assert client.generate(prompt_of("x" * prompt_length), GenerationOptions(alternatives=alternatives)) == 2
    events = finish(inbox, client, 2)
    ends = next(event for event in events if isinstance(event, RunFinished)).outcomes
    assert [end.reason for end in ends] == [FinishReason.CANCELLED] * alternatives
    assert pace.calls == cancel_at


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(0, 2))
def test_one_alternative_is_stopped_alone(cancel_at: int, stopped: int) -> None:
    """Law 3 for one of three: it has the tokens of the calls before, the others have all."""
    inbox, pace = Inbox(), Pace(cancel_at)
    client = EngineClient(scripted.loader(Script(lambda _: "abc" * 10, pace)), inbox.outbox)
    client.load(FOLDER, "a")
    pace.cancel.append(lambda: client.cancel(2, stopped))
    assert client.generate(prompt_of("hi"), GenerationOptions(alternatives=3)) == 2
    events = finish(inbox, client, 2)
    ends = next(event for event in events if isinstance(event, RunFinished)).outcomes
    for alternative, end in enumerate(ends):
        if alternative == stopped:
            assert (end.reason, end.text) == (FinishReason.CANCELLED, ("abc" * 10)[: cancel_at - 1])
        else:
            assert (end.reason, end.text) == (FinishReason.END, "abc" * 10)
        assert delta_text(events, 2, alternative) == end.text
    assert pace.calls == 31


@settings(max_examples=40, deadline=None)
@given(
    st.text(min_size=1, max_size=30),
    st.integers(1, 60),
    st.sampled_from([RuntimeError("x"), MemoryError()]),
    st.integers(1, 3),
)
def test_what_was_generated_before_a_failure_is_kept(
    reply: str, fail_at: int, error: Exception, alternatives: int
) -> None:
    """Law 4, and the engine goes on after it."""
    inbox, pace = Inbox(), Pace(fail_at=fail_at, error=error)
    client = EngineClient(scripted.loader(Script(lambda _: reply, pace)), inbox.outbox)
    client.load(FOLDER, "a")
    # The stop string holds the text's end back; guesses would make fewer calls.
    stop = GenerationOptions(stop=(reply[-1] * 40,), alternatives=alternatives, guess_ahead=False)
    first = client.generate(prompt_of("hi"), stop)
    second = client.generate(prompt_of("hi"), GenerationOptions())
    events = finish(inbox, client, first, second)
    failed = [event for event in events if isinstance(event, CommandFailed)]
    steps = len(reply.encode()) + 1
    if fail_at <= steps:
        assert failed[0].id == first
        so_far = reply.encode()[: fail_at - 1].decode(errors="ignore")
        assert [(end.text, end.reason) for end in failed[0].outcomes] == [(so_far, None)] * alternatives
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


def run_of(client: EngineClient, inbox: Inbox, prompt: Prompt, options: GenerationOptions) -> RunFinished:
    run = client.generate(prompt, options)
    events = inbox.until_terminal(run)
    return next(event for event in events if isinstance(event, RunFinished) and event.id == run)


def conversation(*texts: str) -> Prompt:
    roles = (Role.USER, Role.ASSISTANT)
    return Prompt(tuple(PromptTurn(roles[place % 2], text) for place, text in enumerate(texts)))


def test_the_next_turn_goes_on_from_the_first_alternative() -> None:
    inbox = Inbox()
    client = EngineClient(scripted.loader(Script(lambda _: "one", others=lambda _: ("two",))), inbox.outbox)
    client.load(FOLDER, "a")
    first = run_of(client, inbox, conversation("hi"), GenerationOptions(alternatives=2))
    assert [end.text for end in first.outcomes] == ["one", "two"]
    after = run_of(client, inbox, conversation("hi", "one", "more"), GenerationOptions()).outcomes[0]
    begun = first.outcomes[0].figures.prompt_tokens
    assert after.figures.reused_tokens == len(b"<user>hi\n<assistant>one")
    assert begun == len(b"<user>hi\n<assistant>")
    finish(inbox, client)


def test_a_side_job_leaves_the_conversations_cache() -> None:
    inbox = Inbox()
    client = EngineClient(scripted.loader(Script(lambda _: "one")), inbox.outbox)
    client.load(FOLDER, "a")
    run_of(client, inbox, conversation("hi"), GenerationOptions())
    run_of(client, inbox, conversation("hi there, what is the title?"), GenerationOptions(is_side_job=True))
    after = run_of(client, inbox, conversation("hi", "one", "more"), GenerationOptions()).outcomes[0]
    assert after.figures.reused_tokens == len(b"<user>hi\n<assistant>one")
    finish(inbox, client)


def test_what_the_model_reads_is_told_before_it_reads() -> None:
    inbox = Inbox()
    client = EngineClient(scripted.loader(Script(lambda _: "ok", context_limit=100)), inbox.outbox)
    client.load(FOLDER, "a")
    run_of(client, inbox, conversation("a" * 40, "b" * 30, "c" * 30), GenerationOptions())
    started = next(event for event in inbox.events if isinstance(event, RunStarted))
    assert [(turn.tokens, turn.is_in) for turn in started.context.turns] == [(40, False), (30, False), (30, True)]
    finish(inbox, client)


def test_a_full_window_may_end_the_run_before_a_token_is_written() -> None:
    inbox, pace = Inbox(), Pace()
    client = EngineClient(scripted.loader(Script(lambda _: "ok", pace, context_limit=100)), inbox.outbox)
    client.load(FOLDER, "a")
    options = GenerationOptions(context_policy=ContextPolicy.STOP, alternatives=2, report=TokenReport.TOP)
    ended = run_of(client, inbox, conversation("a" * 40, "b" * 30, "c" * 30), options)
    assert [(end.text, end.reason) for end in ended.outcomes] == [("", FinishReason.CONTEXT_FULL)] * 2
    assert token_report.decode(ended.outcomes[0].report) == Report()
    assert pace.calls == 0
    started = next(event for event in inbox.events if isinstance(event, RunStarted))
    assert started.context.tokens_in == 0
    finish(inbox, client)


def test_guesses_change_the_number_of_calls_and_nothing_else() -> None:
    inbox, pace = Inbox(), Pace()
    client = EngineClient(scripted.loader(Script(lambda _: "All work and no play. " * 20, pace)), inbox.outbox)
    client.load(FOLDER, "a")
    plain = run_of(client, inbox, conversation("hi"), GenerationOptions(guess_ahead=False)).outcomes[0]
    calls, pace.calls = pace.calls, 0
    ahead = run_of(client, inbox, conversation("hi"), GenerationOptions()).outcomes[0]
    assert (ahead.text, ahead.reason) == (plain.text, plain.reason)
    assert ahead.figures.generated_tokens == plain.figures.generated_tokens
    assert pace.calls < calls
    after = run_of(client, inbox, conversation("hi", plain.text, "more"), GenerationOptions()).outcomes[0]
    assert after.figures.reused_tokens == len(b"<user>hi\n<assistant>" + plain.text.encode())
    finish(inbox, client)


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
    st.builds(messages.Score, ids, texts, ids),
    st.builds(messages.WarmUp, ids, prompts, options),
    st.builds(messages.ForgetCaches, ids),
    st.builds(messages.Shutdown, ids),
    st.builds(messages.LoadProgressed, ids, st.builds(TaskProgress, texts, st.floats(0, 1))),
    st.builds(messages.ModelReady, ids, infos),
    st.builds(messages.ModelUnloaded, ids),
    st.builds(messages.RunStarted, ids, figures, contexts),
    st.builds(messages.PromptRead, ids, ids, ids, st.none() | st.floats(0, 9)),
    st.builds(messages.TextDelta, ids, texts, ids, ids),
    st.builds(messages.RunFinished, ids, outcomes),
    st.builds(messages.TokensScored, ids, ids, st.binary()),
    st.builds(messages.TextScored, ids, st.sampled_from(FinishReason)),
    st.builds(messages.WarmedUp, ids, ids),
    st.builds(messages.CachesForgotten, ids),
    st.builds(messages.CommandFailed, ids, problems, outcomes),
    st.builds(messages.EngineStopped, ids),
)


@given(every_message)
def test_every_message_survives_pickle(message: messages.Command | messages.Event) -> None:
    """Law 5."""
    assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - our own bytes
