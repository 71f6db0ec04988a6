from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chatapp.domain.conversation import ChatSettings
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Role
from chatapp.domain.persona import Persona
from chatapp.engine.scripted import Script
from chatapp.services.desk import Services
from tests.fakes import Driver, echo, running_services

SECRET = "Xylokarpie"


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path / "home", Script(echo)) as driver:
        driver.ready()
        yield driver


@pytest.fixture
def services(driver: Driver) -> Services:
    return driver.services


def everything_written(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_it_behaves_as_any_other_and_never_reaches_the_disk(driver: Driver, services: Services, tmp_path: Path) -> None:
    plain = services.answers.send(None, "plain words")
    driver.until_idle()
    home = services.begin_incognito()
    services.answers.send(home, SECRET)
    driver.until_idle()
    services.answers.send(home, f"{SECRET} again", alternatives=2)
    driver.until_idle()
    turns = services.conversations.turns(home)
    assert [turn.message.text for turn in turns][1::2] == [f"You said: {SECRET}", f"You said: {SECRET} again"]
    run = services.answers.run_of(turns[-1].message.id)
    assert run is not None
    assert services.answers.context_of(turns[-1].message.id) == run.context
    listed = services.conversations.listed()
    assert [(found.id, found.title, found.is_incognito) for found in listed] == [
        (home, SECRET, True),
        (plain, "plain words", False),
    ]
    services.branches.mark(turns[0].message.id, ContextMark.PINNED)
    services.branches.insert(home, turns[-1].message.id, Role.SYSTEM, SECRET)
    services.branches.delete(turns[2].message.id)
    assert len(services.conversations.turns(home)) == 2
    services.undo.undo()
    persona = services.personas.create(Persona(0, "p", "Be brief."))
    services.order.give_settings((home, plain), ChatSettings(persona_id=persona.id))
    services.order.tag((home, plain), "tag")
    services.order.delete((home, plain))
    services.undo.undo()
    services.answers.regenerate(turns[1].message.id)
    driver.until_idle()
    assert services.search.find(SECRET).messages == ()
    assert b"plain words" in everything_written(tmp_path)
    assert SECRET.encode() not in everything_written(tmp_path)
    assert driver.store.conversation(plain).tags == ("tag",)


def test_it_is_gone_when_it_is_purged_and_when_the_program_ends(services: Services, driver: Driver) -> None:
    home = services.begin_incognito()
    other = services.begin_incognito()
    services.conversations.delete(home)
    services.conversations.purge(home)
    assert [found.id for found in services.conversations.listed()] == [other]
    with pytest.raises(KeyError):
        services.conversations.conversation(home)
    assert driver.store.count() == (0, 0)  # type: ignore[attr-defined]  # a real store, which counts


def test_it_has_no_folder(services: Services) -> None:
    home, folder = services.begin_incognito(), services.folders.create("f")
    with pytest.raises(KeyError):
        services.order.move((home,), folder.id)
    assert services.conversations.conversation(home).folder_id is None


def test_where_there_is_none_its_ids_are_unknown(services: Services, driver: Driver) -> None:
    with pytest.raises(KeyError):
        services.conversations.message(2**30)
    made = driver.store.create("x")
    with pytest.raises(KeyError):
        driver.store.arrange([replace(made, id=2**30)])
