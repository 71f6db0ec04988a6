"""What reaches the engine: layers of settings, marks, attachments, repeated runs, several answers, side jobs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag

import pytest

from chatapp.domain.attachment import Attachment
from chatapp.domain.conversation import ChatSettings
from chatapp.domain.generation import FinishReason
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role, Status
from chatapp.domain.parameters import Parameters
from chatapp.domain.persona import Persona
from chatapp.domain.token_report import decode
from chatapp.engine.scripted import Script
from chatapp.services.desk import Services
from chatapp.settings import Chats, Generation, SettingsFile
from tests.fakes import WAIT_SECONDS, Driver, holding, running_services

NAMES = ("alpha", "beta", "gamma")


class Model:
    """A script that remembers what it was asked, writes one of several texts by the seed, and can be held."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.title = ""
        self.holds_first_title = False
        self.may_go_on = Flag()
        self.may_go_on.set()
        self.script = Script(self.reply, self.pace, others=lambda prompt: [] if self.is_title(prompt) else NAMES[1:])

    def pace(self) -> None:
        if self.holds_first_title and self.is_title(self.asked[-1]):
            self.holds_first_title = False
            self.may_go_on.clear()
        assert self.may_go_on.wait(WAIT_SECONDS)

    def is_title(self, prompt: str) -> bool:
        return "Name this conversation" in prompt

    def reply(self, prompt: str) -> str:
        self.asked.append(prompt)
        return self.title if self.is_title(prompt) else NAMES[0]


@pytest.fixture
def model() -> Iterator[Model]:
    model = Model()
    yield model
    model.may_go_on.set()


@pytest.fixture
def driver(tmp_path: Path, model: Model) -> Iterator[Driver]:
    with running_services(tmp_path, model.script) as driver:
        driver.ready()
        yield driver
        model.may_go_on.set()


@pytest.fixture
def services(driver: Driver) -> Services:
    return driver.services


def shown(driver: Driver, conversation_id: int) -> list[Message]:
    return [turn.message for turn in driver.services.conversations.turns(conversation_id)]


def answered(driver: Driver, ask: Callable[[], object]) -> None:
    ask()
    driver.until_idle()


def test_the_conversation_speaks_over_its_persona_and_that_over_the_program(
    driver: Driver, services: Services, model: Model
) -> None:
    services.settings.change(generation=Generation(system_prompt="of the program", temperature=0.3, top_k=7))
    home = services.answers.send(None, "one")
    driver.until_idle()
    persona = services.personas.create(Persona(0, "p", "of the persona", Parameters(top_k=9, seed=5)))
    settings = ChatSettings(persona_id=persona.id)
    services.order.give_settings((home,), settings)
    answered(driver, lambda: services.answers.send(home, "two"))
    own = ChatSettings("", persona.id, Parameters(seed=6))
    services.order.give_settings((home,), own)
    answered(driver, lambda: services.answers.send(home, "three"))
    assert [prompt.split("\n")[0] for prompt in model.asked] == [
        "<system>of the program",
        "<system>of the persona",
        "<user>one",
    ]
    first, second, third = (services.answers.run_of(message.id) for message in shown(driver, home)[1::2])
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.system_prompt, second.system_prompt, third.system_prompt) == ("of the program", "of the persona", "")
    assert [run.options.sampling.top_k for run in (first, second, third)] == [7, 9, 9]
    assert (second.options.seed, third.options.seed) == (5, 6)
    assert second.options.sampling.temperature == 0.3
    assert services.answers.requests.in_force(own).system_prompt == ""


def test_pinned_and_excluded_messages_and_attachments_reach_the_model_as_asked(
    driver: Driver, services: Services, model: Model
) -> None:
    home = services.answers.send(None, "see", (Attachment("a.txt", "words ```"),))
    driver.until_idle()
    answered(driver, lambda: services.answers.send(home, "two"))
    question, _, two, _ = shown(driver, home)
    assert question.attachments == (Attachment("a.txt", "words ```"),)
    services.branches.mark(two.id, ContextMark.EXCLUDED)
    services.branches.mark(question.id, ContextMark.PINNED)
    answered(driver, lambda: services.answers.send(home, "three"))
    said = "<user>a.txt\n````\nwords ```\n````\n\nsee\n"
    assert model.asked[0] == f"{said}<assistant>"
    before = shown(driver, home)
    assert model.asked[-1].startswith(f"{said}<assistant>{before[1].text}\n\n{before[3].text}\n<user>three\n")
    report = services.answers.context_of(before[-1].id)
    assert report is not None
    assert [turn.message_ids for turn in report.turns] == [
        (question.id,),
        (before[1].id, before[3].id),
        (before[4].id,),
    ]
    assert [turn.is_pinned for turn in report.turns] == [True, False, False]
    assert holding(driver.store, "three") != []


def test_several_answers_are_versions_beside_each_other(driver: Driver, services: Services) -> None:
    services.settings.change(generation=Generation(seed=0))
    home = services.answers.send(None, "one", alternatives=3)
    driver.until_idle()
    turn = services.conversations.turns(home)[-1]
    assert turn.version == 1
    texts = [driver.store.message(version).text for version in turn.versions]
    assert texts == list(NAMES)
    runs = [services.answers.run_of(version) for version in turn.versions]
    assert [run.alternative for run in runs if run is not None] == [0, 1, 2]
    assert all(run is not None and run.options.alternatives == 3 for run in runs)
    services.conversations.show_version(turn.versions[2])
    assert shown(driver, home)[-1].text == "gamma"
    answered(driver, lambda: services.answers.regenerate(turn.versions[0], alternatives=2))
    assert len(services.conversations.turns(home)[-1].versions) == 5


def test_one_of_several_answers_is_stopped_alone(driver: Driver, services: Services, model: Model) -> None:
    services.settings.change(generation=Generation(seed=0))
    model.may_go_on.clear()
    home = services.answers.send(None, "one", alternatives=2)
    waiting = services.answers.send(home, "two", alternatives=2)
    first, second = services.conversations.turns(home)[1].versions
    later = services.conversations.turns(waiting)[-1].versions
    live = services.answers.live(second)
    assert live is not None
    assert services.answers.running == first
    services.answers.stop(second)
    services.answers.stop(later[0])
    assert driver.store.message(later[0]).status is Status.STOPPED
    model.may_go_on.set()
    driver.until_idle()
    assert driver.store.message(first).text == NAMES[0]
    assert driver.store.message(first).status is Status.COMPLETE
    stopped = driver.store.message(second)
    assert (stopped.status, stopped.text) == (Status.STOPPED, "")
    run = services.answers.run_of(second)
    assert run is not None
    assert run.reason is FinishReason.CANCELLED
    driver.until(lambda: driver.store.message(later[1]).status is Status.COMPLETE)


def test_an_answer_begins_with_given_words_and_can_be_written_again_exactly(driver: Driver, services: Services) -> None:
    home = services.answers.send(None, "one", answer_start="Well, ", alternatives=2)
    driver.until_idle()
    for answer_id in services.conversations.turns(home)[-1].versions:
        text = driver.store.message(answer_id).text
        assert text.startswith("Well, ")
        services.settings.change(generation=Generation(system_prompt="changed since", seed=99))
        answered(driver, lambda: services.answers.run_again(answer_id))  # noqa: B023 - called at once
        again = shown(driver, home)[-1]
        run, before = services.answers.run_of(again.id), services.answers.run_of(answer_id)
        assert run is not None
        assert before is not None
        assert again.text == text
        assert (run.system_prompt, run.context, run.start_length) == ("", before.context, len("Well, "))
    with pytest.raises(KeyError):
        services.answers.run_again(shown(driver, home)[0].id)


def test_marks_of_a_run_are_heeded_again_after_they_are_gone(driver: Driver, services: Services, model: Model) -> None:
    home = services.answers.send(None, "one")
    driver.until_idle()
    answered(driver, lambda: services.answers.send(home, "two"))
    one, _, _, answer = shown(driver, home)
    services.branches.mark(one.id, ContextMark.EXCLUDED)
    answered(driver, lambda: services.answers.regenerate(answer.id))
    services.branches.mark(one.id, None)
    answered(driver, lambda: services.answers.run_again(shown(driver, home)[-1].id))
    assert model.asked[-1] == model.asked[-2] == "<user>two\n<assistant>"


def test_a_message_written_by_hand_can_be_answered(driver: Driver, services: Services, model: Model) -> None:
    home = services.answers.send(None, "one")
    driver.until_idle()
    note = services.branches.insert(home, shown(driver, home)[-1].id, Role.USER, "and now?")
    services.answers.answer(note.id)
    driver.until_idle()
    assert model.asked[-1].endswith("<user>and now?\n<assistant>")
    assert shown(driver, home)[-1].parent_id == note.id


def test_a_report_of_the_tokens_is_kept_where_the_setting_asks_for_it(driver: Driver, services: Services) -> None:
    home = services.answers.send(None, "one")
    driver.until_idle()
    services.settings.change(chats=Chats(token_report=True))
    answered(driver, lambda: services.answers.send(home, "two"))
    plain, reported = (message for message in shown(driver, home) if message.role is Role.ASSISTANT)
    assert driver.store.token_report(plain.id) == b""
    assert bytes(token.id for token in decode(driver.store.token_report(reported.id)).tokens).decode() == reported.text


def titled(driver: Driver, conversation_id: int) -> tuple[str, bool]:
    found = driver.store.conversation(conversation_id)
    return found.title, found.has_model_title


def test_the_model_names_a_conversation_once_and_never_over_a_person(
    driver: Driver, services: Services, model: Model
) -> None:
    services.settings.change(chats=Chats(model_titles=True))
    model.title = '\n "Numbers, from one on."\nand more'
    home = services.answers.send(None, "one")
    driver.until(lambda: titled(driver, home) == ("Numbers, from one on", True))
    asked = len(model.asked)
    answered(driver, lambda: services.answers.send(home, "two"))
    services.drain()
    assert len(model.asked) == asked + 1
    assert services.undo.undo_label is None
    model.may_go_on.clear()
    other = services.answers.send(None, "another")
    services.conversations.rename(other, "Mine")
    model.may_go_on.set()
    driver.until_idle()
    services.drain()
    assert titled(driver, other) == ("Mine", False)


def test_a_title_gives_way_to_what_a_person_asks(driver: Driver, services: Services, model: Model) -> None:
    services.settings.change(chats=Chats(model_titles=True))
    model.title = "A name " + "that goes on and on " * 20
    model.holds_first_title = True
    home = services.answers.send(None, "one")
    driver.until(lambda: len(model.asked) == 2)
    services.answers.send(home, "two")
    model.may_go_on.set()
    driver.until(lambda: shown(driver, home)[-1].status is Status.COMPLETE)
    assert [model.is_title(prompt) for prompt in model.asked[:3]] == [False, True, False]
    driver.until(lambda: titled(driver, home)[1])
    assert titled(driver, home)[0].startswith("A name that goes on")


def test_settings_of_before_have_neither(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[generation]\ntop_k = 3\n")
    assert SettingsFile(tmp_path / "settings.toml").current.chats == Chats()
