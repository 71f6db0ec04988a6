"""What the engine's thread does when nothing waits, and what it forgets."""

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

import pytest

from chatapp.domain.generation import GenerationOptions
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.engine import scripted
from chatapp.engine.client import EngineClient, nothing_on_disk
from chatapp.engine.messages import CommandFailed, RunFinished
from chatapp.engine.scripted import Script
from tests.fakes import WAIT_SECONDS, Inbox

FOLDER = Path("model")
PROMPT = Prompt((PromptTurn(Role.USER, "hi"),))
NEVER = 3600.0


class Bed:
    """Counts how often the model rests, and may fail there."""

    def __init__(self, error: Exception | None = None) -> None:
        self.rests = 0
        self.rested = Flag()
        self._error = error

    def __call__(self) -> None:
        self.rests += 1
        self.rested.set()
        if self._error is not None:
            raise self._error


def client_of(
    inbox: Inbox, script: Script, idle_seconds: float, forget: Callable[[], None] = nothing_on_disk
) -> EngineClient:
    client = EngineClient(scripted.loader(script), inbox.outbox, forget, idle_seconds)
    inbox.until_terminal(client.load(FOLDER, "a"))
    return client


def run(client: EngineClient, inbox: Inbox) -> None:
    run_id = client.generate(PROMPT, GenerationOptions())
    assert any(event.id == run_id and isinstance(event, RunFinished) for event in inbox.until_terminal(run_id))


def end(client: EngineClient, inbox: Inbox) -> None:
    inbox.until_terminal(client.shutdown())
    assert client.join(5)


def test_the_model_rests_once_after_runs_and_never_without() -> None:
    inbox, bed = Inbox(), Bed()
    client = client_of(inbox, Script(lambda _: "ok", on_rest=bed), idle_seconds=0)
    assert bed.rests == 0
    run(client, inbox)
    assert bed.rested.wait(WAIT_SECONDS)
    end(client, inbox)
    assert bed.rests == 1


def test_a_run_soon_after_another_does_not_wait_for_a_rest() -> None:
    inbox, bed = Inbox(), Bed()
    client = client_of(inbox, Script(lambda _: "ok", on_rest=bed), NEVER)
    run(client, inbox)
    run(client, inbox)
    assert bed.rests == 0
    end(client, inbox)
    assert bed.rests == 1


@pytest.mark.parametrize("act", [lambda client: client.unload(), lambda client: client.load(FOLDER, "b")])
def test_the_model_rests_before_it_goes(act: Callable[[EngineClient], int]) -> None:
    inbox, bed = Inbox(), Bed()
    client = client_of(inbox, Script(lambda _: "ok", on_rest=bed), NEVER)
    run(client, inbox)
    inbox.until_terminal(act(client))
    assert bed.rests == 1
    end(client, inbox)
    assert bed.rests == 1


@pytest.mark.parametrize("idle_seconds", [0.0, NEVER])
@pytest.mark.parametrize("error", [RuntimeError("broken"), MemoryError()])
def test_a_rest_that_fails_ends_nothing(
    error: Exception, idle_seconds: float, caplog: pytest.LogCaptureFixture
) -> None:
    inbox, bed = Inbox(), Bed(error)
    client = client_of(inbox, Script(lambda _: "ok", on_rest=bed), idle_seconds)
    run(client, inbox)
    run(client, inbox)
    end(client, inbox)
    assert bed.rests >= 1
    assert "could not rest" in caplog.text
    assert not any(isinstance(event, CommandFailed) for event in inbox.events)


def test_forgetting_reaches_model_and_disk_and_nothing_is_written_after() -> None:
    inbox, bed, forgotten = Inbox(), Bed(), list[str]()
    script = Script(lambda _: "ok", on_rest=bed, on_forget=lambda: forgotten.append("model"))
    client = client_of(inbox, script, NEVER, lambda: forgotten.append("disk"))
    run(client, inbox)
    inbox.until_terminal(client.forget())
    assert forgotten == ["model", "disk"]
    inbox.until_terminal(client.unload(), client.forget())
    assert forgotten == ["model", "disk", "disk"]
    end(client, inbox)
    assert bed.rests == 0


def test_a_model_that_cannot_forget_keeps_nothing_on_the_disk() -> None:
    inbox, forgotten = Inbox(), list[str]()

    def refuse() -> None:
        raise RuntimeError("broken")

    script = Script(lambda _: "ok", on_forget=refuse)
    client = client_of(inbox, script, NEVER, lambda: forgotten.append("disk"))
    command = client.forget()
    events = inbox.until_terminal(command)
    assert any(event.id == command and isinstance(event, CommandFailed) for event in events)
    assert forgotten == ["disk"]
    run(client, inbox)
    end(client, inbox)
