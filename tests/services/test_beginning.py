"""What the next conversation begins with: kept over a restart, gone with its first message, never in the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatapp.domain.conversation import ChatSettings
from chatapp.domain.errors import ProblemError
from chatapp.domain.parameters import Parameters
from chatapp.domain.persona import Persona
from chatapp.engine.scripted import Script
from chatapp.services.beginning import Beginning
from chatapp.settings import Chats, SettingsFile
from tests.fakes import Driver, echo, running_services


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path / "home", Script(echo)) as driver:
        yield driver


def test_it_is_there_after_a_restart_and_gone_once_the_conversation_has_begun(driver: Driver, tmp_path: Path) -> None:
    services = driver.services
    poet = services.personas.create(Persona(0, "Poet"))
    wanted = ChatSettings("Be brief.", poet.id, Parameters(temperature=0.1, stop=("\n",), model="small"))
    services.beginning.change(wanted)
    (kept,) = (tmp_path / "home").rglob("settings.toml")
    assert Beginning(SettingsFile(kept), driver.store.personas, driver.services.undo).settings == wanted
    made = services.begin("Hello", ())
    assert services.conversations.conversation(made).settings == wanted
    assert services.beginning.settings == ChatSettings()
    assert "Be brief" not in kept.read_text()


def test_what_was_chosen_can_be_taken_back_until_it_begins(driver: Driver) -> None:
    services, one, two = driver.services, ChatSettings("One."), ChatSettings("Two.")
    services.beginning.choose(one)
    services.beginning.choose(one)
    services.beginning.choose(two)
    services.undo.undo()
    assert services.beginning.settings == one
    services.undo.redo()
    assert services.beginning.settings == two
    services.undo.undo()
    services.undo.undo()
    assert services.beginning.settings == ChatSettings()
    assert services.undo.undo_label is None
    services.undo.redo()
    made = services.begin("Hello", ())
    assert services.conversations.conversation(made).settings == one
    assert (services.undo.undo_label, services.undo.redo_label) == (None, None)
    assert services.beginning.settings == ChatSettings()


def test_a_persona_that_is_gone_meanwhile_is_left_out(driver: Driver) -> None:
    services = driver.services
    poet = services.personas.create(Persona(0, "Poet"))
    services.beginning.change(ChatSettings("Be brief.", poet.id))
    services.personas.delete(poet.id)
    assert services.conversations.conversation(services.begin("Hello", ())).settings == ChatSettings("Be brief.")


@pytest.mark.parametrize(
    "text", ["[", "[]", '{"persona_id": "x"}', '{"system_prompt": 3}', '{"parameters": {"top_p": 7}}']
)
def test_what_cannot_be_read_is_nothing(driver: Driver, text: str) -> None:
    driver.services.settings.change(chats=Chats(beginning=text))
    assert driver.services.beginning.settings == ChatSettings()


def test_a_disk_that_does_not_take_it_leaves_it_in_force(driver: Driver, tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "none" / "settings.toml")
    beginning = Beginning(file, driver.store.personas, driver.services.undo)
    with pytest.raises(ProblemError, match="in force"):
        beginning.change(ChatSettings("Be brief."))
    assert beginning.settings == ChatSettings("Be brief.")
    beginning.forget()
    assert beginning.settings == ChatSettings()
