"""What is made ready for a prompt that may be asked, and how it makes way for one that is."""

from pathlib import Path
from threading import Event as Flag

from chatapp.domain.errors import ProblemKind
from chatapp.domain.generation import ContextPolicy, GenerationOptions
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.engine import scripted
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import CommandFailed, RunFinished, WarmedUp
from chatapp.engine.scripted import Script
from tests.fakes import WAIT_SECONDS, Inbox

FOLDER = Path("model")
OPTIONS = GenerationOptions()


def talk(*texts: str) -> Prompt:
    roles = (Role.USER, Role.ASSISTANT)
    return Prompt(tuple(PromptTurn(roles[place % 2], text) for place, text in enumerate(texts)))


def end(client: EngineClient, inbox: Inbox) -> None:
    inbox.until_terminal(client.shutdown())
    assert client.join(5)


def warmed(client: EngineClient, inbox: Inbox, prompt: Prompt, options: GenerationOptions = OPTIONS) -> int:
    command = client.warm_up(prompt, options)
    [event] = [event for event in inbox.until_terminal(command) if event.id == command]
    assert isinstance(event, WarmedUp)
    return event.ready_tokens


def test_it_tells_how_much_is_ready_and_computes_nothing() -> None:
    inbox, computed = Inbox(), list[int]()
    client = EngineClient(scripted.loader(Script(lambda _: "one", lambda: computed.append(1))), inbox.outbox)
    client.load(FOLDER, "a")
    inbox.until_terminal(client.generate(talk("hi"), OPTIONS))
    before = len(computed)
    assert warmed(client, inbox, talk("hi", "one")) == len(b"<user>hi\n<assistant>one")
    assert warmed(client, inbox, talk("something else")) == len(b"<user>")
    assert len(computed) == before
    after = client.generate(talk("hi", "one", "more"), OPTIONS)
    inbox.until_terminal(after)
    [run] = [event for event in inbox.events if isinstance(event, RunFinished) and event.id == after]
    assert run.outcomes[0].figures.reused_tokens == len(b"<user>hi\n<assistant>one")
    end(client, inbox)


def test_the_next_command_of_any_kind_ends_it_early() -> None:
    inbox, began, go_on = Inbox(), Flag(), Flag()

    def hold() -> None:
        began.set()
        assert go_on.wait(WAIT_SECONDS)

    client = EngineClient(scripted.loader(Script(lambda _: "one", on_recall=hold)), inbox.outbox)
    client.load(FOLDER, "a")
    inbox.until_terminal(client.generate(talk("hi"), OPTIONS))
    first = client.warm_up(talk("hi", "one"), OPTIONS)
    assert began.wait(WAIT_SECONDS)
    second = client.warm_up(talk("hi", "one"), OPTIONS)  # which never begins
    run = client.generate(talk("hi", "one", "more"), OPTIONS)
    go_on.set()
    events = inbox.until_terminal(first, second, run)
    assert [event for event in events if isinstance(event, WarmedUp)] == [WarmedUp(first, 0), WarmedUp(second, 0)]
    assert any(isinstance(event, RunFinished) and event.id == run for event in events)
    end(client, inbox)


def test_where_the_window_is_full_nothing_is_recalled() -> None:
    inbox, recalled = Inbox(), list[int]()
    script = Script(lambda _: "one", context_limit=100, on_recall=lambda: recalled.append(1))
    client = EngineClient(scripted.loader(script), inbox.outbox)
    client.load(FOLDER, "a")
    stop = GenerationOptions(context_policy=ContextPolicy.STOP)
    assert warmed(client, inbox, talk("a" * 60, "b" * 60, "c"), stop) == 0
    assert recalled == []
    end(client, inbox)


def test_what_goes_wrong_is_told_and_ends_nothing() -> None:
    inbox = Inbox()

    def refuse() -> None:
        raise OSError("broken")

    client = EngineClient(scripted.loader(Script(lambda _: "one", on_recall=refuse)), inbox.outbox)
    without = client.warm_up(talk("hi"), OPTIONS)
    client.load(FOLDER, "a")
    broken = client.warm_up(talk("hi"), OPTIONS)
    inbox.until_terminal(without, broken)
    failed = {event.id: event.problem.kind for event in inbox.events if isinstance(event, CommandFailed)}
    assert failed == {without: ProblemKind.NO_MODEL, broken: ProblemKind.ENGINE}
    run = client.generate(talk("hi"), OPTIONS)
    assert any(isinstance(event, RunFinished) for event in inbox.until_terminal(run))
    end(client, inbox)
