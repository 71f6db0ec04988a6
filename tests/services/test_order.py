from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chatapp.domain.colour import Colour
from chatapp.domain.conversation import ChatSettings, Conversation
from chatapp.domain.folder import children
from chatapp.domain.parameters import Parameters
from chatapp.domain.persona import Persona
from chatapp.domain.tag import Tag
from chatapp.engine.scripted import Script
from chatapp.services.desk import Services
from tests.fakes import Driver, echo, running_services


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path, Script(echo)) as driver:
        yield driver


@pytest.fixture
def services(driver: Driver) -> Services:
    return driver.services


def state(driver: Driver) -> tuple[object, ...]:
    store = driver.store
    listed = [*store.conversations(), *store.conversations(deleted=True)]
    return listed, store.folders.all(), store.tags.all(), store.personas.all()


def there_and_back(driver: Driver, steps: int = 1) -> None:
    """Undo leads to the state before, redo to the state after; each exactly."""
    undo, after = driver.services.undo, state(driver)
    for _ in range(steps):
        undo.undo()
    for _ in range(steps):
        undo.redo()
    assert state(driver) == after


def two(driver: Driver) -> tuple[Conversation, Conversation]:
    return driver.store.create("one"), driver.store.create("two")


def test_every_action_on_the_list_can_be_taken_back_and_done_again(driver: Driver, services: Services) -> None:
    ids = [found.id for found in two(driver)]
    order, folder = services.order, services.folders.create("Work")
    settings = ChatSettings("Be brief.", None, Parameters(temperature=0.1, model="small"))
    actions: tuple[tuple[str, Callable[[], None]], ...] = (
        ("Rename", lambda: order.rename(ids[0], "three")),
        ("Pin", lambda: order.pin(ids)),
        ("Archive", lambda: order.archive(ids)),
        ("Colour", lambda: order.colour(ids, Colour.TEAL)),
        ("Move", lambda: order.move(ids, folder.id)),
        ("Tag", lambda: order.tag(ids, " Reise  2026 ")),
        ("Change settings", lambda: order.give_settings(ids, settings)),
        ("Unpin", lambda: order.pin(ids[:1], is_pinned=False)),
        ("Unarchive", lambda: order.archive(ids, is_archived=False)),
        ("Remove tag", lambda: order.untag(ids[1:], "REISE 2026")),
        ("Delete", lambda: order.delete(ids)),
        ("Restore", lambda: order.restore(ids[:1])),
    )
    states = [state(driver)]
    for label, act in actions:
        act()
        assert services.undo.undo_label == label
        assert state(driver) != states[-1]
        states.append(state(driver))
    for (label, _), before in zip(reversed(actions), reversed(states[:-1]), strict=True):
        services.undo.undo()
        assert (services.undo.redo_label, state(driver)) == (label, before)
    for after in states[1:]:
        services.undo.redo()
        assert state(driver) == after
    assert services.undo.redo_label is None


def test_what_changes_nothing_leaves_no_step(driver: Driver, services: Services) -> None:
    first, _ = two(driver)
    services.order.pin((first.id,), is_pinned=False)
    services.order.archive((first.id,), is_archived=False)
    services.order.tag((first.id,), "  ")
    services.order.colour((first.id,), None)
    assert services.undo.undo_label is None


def test_taking_back_changes_only_what_the_step_had_changed(driver: Driver, services: Services) -> None:
    first, _ = two(driver)
    services.order.pin((first.id,))
    driver.store.rename(first.id, "by the model", own=False)
    services.undo.undo()
    found = driver.store.conversation(first.id)
    assert (found.title, found.is_pinned) == ("by the model", False)


def test_a_new_action_ends_what_could_be_done_again(driver: Driver, services: Services) -> None:
    first, second = two(driver)
    services.order.pin((first.id,))
    services.undo.undo()
    services.order.pin((second.id,))
    assert services.undo.redo_label is None
    services.undo.redo()
    assert not driver.store.conversation(first.id).is_pinned


def test_a_step_about_what_is_gone_for_good_is_dropped(driver: Driver, services: Services) -> None:
    first, second = two(driver)
    services.order.pin((second.id,))
    services.order.pin((first.id,))
    driver.store.delete(first.id)
    driver.store.purge(first.id)  # as another process may
    with pytest.raises(KeyError):
        services.undo.undo()
    services.undo.undo()
    assert not driver.store.conversation(second.id).is_pinned


def test_a_folder_that_goes_loses_nothing(driver: Driver, services: Services) -> None:
    first, second = two(driver)
    outer = services.folders.create("Outer")
    middle = services.folders.create("Middle", outer.id)
    inner = services.folders.create("Inner", middle.id)
    services.order.move((first.id,), middle.id)
    services.order.move((second.id,), middle.id)
    services.order.delete((second.id,))
    before = state(driver)
    services.folders.delete(middle.id)
    assert driver.store.conversation(first.id).folder_id == outer.id
    assert driver.store.conversation(second.id).folder_id == outer.id, "in the bin too"
    assert services.folders.folder(inner.id).parent_id == outer.id
    there_and_back(driver)
    services.undo.undo()
    assert state(driver) == before
    there_and_back(driver, 6)


def test_folders_are_named_coloured_and_moved(driver: Driver, services: Services) -> None:
    folders = services.folders
    first, second, third = (folders.create(name) for name in ("a", "b", "c"))
    folders.rename(first.id, "  A \n a ")
    folders.colour(first.id, Colour.RED)
    assert folders.folder(first.id) == replace(first, name="A a", colour=Colour.RED)
    folders.move(third.id, None, 0)
    assert [found.id for found in children(folders.all(), None)] == [third.id, first.id, second.id]
    folders.move(second.id, third.id)
    with pytest.raises(ValueError, match="itself"):
        folders.move(third.id, second.id)
    assert [found.id for found in children(folders.all(), third.id)] == [second.id]
    folders.rename(first.id, "  ")
    assert folders.folder(first.id).name == "A a"
    with pytest.raises(ValueError, match="name"):
        folders.create(" ")
    there_and_back(driver, 7)


def test_tags_are_renamed_joined_coloured_and_taken_away(driver: Driver, services: Services) -> None:
    first, second = two(driver)
    services.order.tag((first.id,), "travel")
    services.order.tag((second.id,), "TRAVEL")
    services.order.tag((second.id,), "food")
    assert services.tags.all() == [(Tag("food"), 1), (Tag("travel"), 2)]
    services.tags.colour("food", Colour.GREEN)
    services.tags.rename("travel", "Travel")
    assert driver.store.conversation(second.id).tags == ("food", "Travel")
    before = state(driver)
    services.tags.rename("Travel", "FOOD")
    assert services.tags.all() == [(Tag("FOOD", Colour.GREEN), 2)]
    there_and_back(driver)
    services.undo.undo()
    assert state(driver) == before
    services.tags.delete("food")
    assert services.tags.all() == [(Tag("Travel"), 2)]
    there_and_back(driver)
    services.undo.undo()
    assert state(driver) == before


def test_personas_come_and_go_and_travel_as_files(driver: Driver, services: Services) -> None:
    first, _ = two(driver)
    made = services.personas.create(Persona(0, " Pirate ", "Arr.", Parameters(temperature=1.2, stop=("\n",))))
    services.order.give_settings((first.id,), ChatSettings(persona_id=made.id))
    services.personas.change(replace(made, system_prompt=None))
    taken = services.personas.take_file(services.personas.file_of(made.id))
    assert replace(taken, id=made.id) == services.personas.persona(made.id)
    services.personas.delete(made.id)
    assert driver.store.conversation(first.id).settings.persona_id is None
    services.undo.undo()
    assert driver.store.conversation(first.id).settings.persona_id == made.id
    there_and_back(driver, 4)
    with pytest.raises(ValueError, match="not JSON"):
        services.personas.take_file("pirate")
    with pytest.raises(KeyError):
        services.order.give_settings((first.id,), ChatSettings(persona_id=99))
