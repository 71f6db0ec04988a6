from collections.abc import Iterator
from pathlib import Path

import pytest

from chatapp.engine.scripted import Script
from chatapp.services.conversations import Conversations
from tests.fakes import Driver, echo, running_services


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path, Script(echo)) as driver:
        yield driver


def titles(conversations: Conversations, *, deleted: bool = False) -> list[str]:
    return [conversation.title for conversation in conversations.listed(deleted=deleted)]


def test_rename_delete_and_restore_can_each_be_undone(driver: Driver) -> None:
    conversations = driver.services.conversations
    first = driver.store.create("First").id
    conversations.rename(first, "  New\n name ")
    assert titles(conversations) == ["New name"]
    conversations.delete(first)
    assert (titles(conversations), titles(conversations, deleted=True)) == ([], ["New name"])
    assert conversations.undo_label == "Delete"
    conversations.undo()
    conversations.undo()
    assert titles(conversations) == ["First"]
    conversations.undo()
    assert titles(conversations) == ["First"]


def test_an_empty_or_unchanged_title_changes_nothing(driver: Driver) -> None:
    conversations = driver.services.conversations
    first = driver.store.create("First").id
    conversations.rename(first, "   ")
    conversations.rename(first, "First")
    assert (titles(conversations), conversations.undo_label) == (["First"], None)


def test_purging_frees_what_the_engine_remembers(tmp_path: Path) -> None:
    forgotten: list[str] = []
    with running_services(tmp_path, Script(echo, on_forget=lambda: forgotten.append("model"))) as driver:
        driver.ready()
        first = driver.services.answers.send(None, "hi")
        driver.until_idle()
        driver.services.conversations.delete(first)
        assert forgotten == []
        driver.services.conversations.purge(first)
    assert forgotten == ["model"]  # closing answers what was asked before


def test_purging_is_for_the_bin_alone(driver: Driver) -> None:
    conversations = driver.services.conversations
    first = driver.store.create("First").id
    with pytest.raises(ValueError, match="bin"):
        conversations.purge(first)
    conversations.delete(first)
    conversations.purge(first)
    assert (titles(conversations, deleted=True), conversations.undo_label) == ([], None)
