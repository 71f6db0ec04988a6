from collections.abc import Iterator
from pathlib import Path

import pytest

from chatapp.domain.attachment import Attachment
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role, Status
from chatapp.engine.scripted import Script
from chatapp.services.desk import Services
from tests.fakes import Driver, echo, holding, running_services


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path, Script(echo)) as driver:
        driver.ready()
        yield driver


@pytest.fixture
def services(driver: Driver) -> Services:
    return driver.services


def asked(driver: Driver, text: str, conversation_id: int | None = None) -> int:
    conversation_id = driver.services.answers.send(conversation_id, text)
    driver.until_idle()
    return conversation_id


def shown(driver: Driver, conversation_id: int) -> list[Message]:
    return [turn.message for turn in driver.services.conversations.turns(conversation_id)]


def test_a_branch_goes_into_the_bin_and_comes_back(driver: Driver, services: Services) -> None:
    home = asked(driver, "one")
    first = shown(driver, home)
    asked(driver, "two", home)
    before = shown(driver, home)
    services.branches.delete(before[2].id)
    assert shown(driver, home) == first
    (gone,) = services.branches.deleted(home)
    assert (gone.root, gone.count) == (before[2], 2)
    assert holding(driver.store, "two") == []
    services.undo.undo()
    assert (shown(driver, home), services.branches.deleted(home)) == (before, [])
    services.undo.redo()
    assert (shown(driver, home), services.branches.deleted(home)) == (first, [gone])
    services.branches.restore(before[2].id)
    services.conversations.show_version(before[2].id)
    assert shown(driver, home) == before
    assert len(holding(driver.store, "two")) == 2


def test_deleting_all_leaves_an_empty_conversation_that_goes_on(driver: Driver, services: Services) -> None:
    home = asked(driver, "one")
    services.branches.delete(shown(driver, home)[0].id)
    assert shown(driver, home) == []
    asked(driver, "two", home)
    assert [message.text for message in shown(driver, home)] == ["two", "You said: two"]


def test_a_branch_within_a_deleted_branch_comes_back_with_it_or_brings_it(driver: Driver, services: Services) -> None:
    home = asked(driver, "one")
    asked(driver, "two", home)
    one, _, two, _ = shown(driver, home)
    services.branches.delete(two.id)
    services.branches.delete(one.id)
    both = services.branches.deleted(home)
    assert [(branch.root, branch.count) for branch in both] == [(one, 2), (two, 2)]
    services.branches.restore(two.id)
    assert len(services.branches.tree(home).messages) == 4
    services.undo.undo()
    assert services.branches.deleted(home) == both
    services.branches.restore(one.id)
    assert services.branches.deleted(home) == both[1:]
    with pytest.raises(KeyError):
        services.branches.restore(one.id)
    with pytest.raises(ValueError, match="in the bin"):
        driver.store.set_head(home, two.id)
    with pytest.raises(ValueError, match="in the bin"):
        driver.store.branches.delete(two.id)


def test_a_branch_is_purged_for_good_and_nothing_else(driver: Driver, services: Services) -> None:
    home = asked(driver, "one")
    asked(driver, "Xylokarpie", home)
    two = shown(driver, home)[2]
    with pytest.raises(KeyError):
        services.branches.purge(two.id)
    services.branches.delete(two.id)
    services.branches.purge(two.id)
    assert (services.undo.undo_label, services.branches.deleted(home)) == (None, [])
    with pytest.raises(KeyError):
        driver.store.message(two.id)
    assert [message.text for message in shown(driver, home)] == ["one", "You said: one"]


def test_messages_of_any_role_are_written_into_the_tree(driver: Driver, services: Services) -> None:
    home = asked(driver, "one")
    before = shown(driver, home)
    system = services.branches.insert(home, before[-1].id, Role.SYSTEM, "From now on, rhyme.")
    answer = services.branches.insert(home, system.id, Role.ASSISTANT, "In time.", (Attachment("a.txt", "words"),))
    assert shown(driver, home) == [*before, system, answer]
    assert (answer.status, answer.attachments[0].text) == (Status.COMPLETE, "words")
    services.undo.undo()
    services.undo.undo()
    assert shown(driver, home) == before
    services.undo.redo()
    services.undo.redo()
    assert shown(driver, home) == [*before, system, answer]


def test_either_role_can_be_written_beside(driver: Driver, services: Services) -> None:
    home = asked(driver, "one")
    question, answer = shown(driver, home)
    written = services.branches.write_beside(answer.id, "I'd rather say: one")
    turn = services.conversations.turns(home)[-1]
    assert (turn.message, turn.versions) == (written, (answer.id, written.id))
    assert services.branches.write_beside(written.id, written.text) == written
    services.branches.write_beside(question.id, "uno")
    assert [message.text for message in shown(driver, home)] == ["uno"]
    services.undo.undo()
    services.undo.undo()
    assert shown(driver, home) == [question, answer]


def test_marks_are_kept_and_taken_back(driver: Driver, services: Services) -> None:
    home = asked(driver, "one")
    question, answer = shown(driver, home)
    services.branches.mark(question.id, ContextMark.PINNED)
    services.branches.mark(answer.id, ContextMark.EXCLUDED)
    services.branches.mark(answer.id, ContextMark.EXCLUDED)
    assert services.branches.marks(home) == {question.id: ContextMark.PINNED, answer.id: ContextMark.EXCLUDED}
    services.branches.mark(question.id, None)
    assert services.branches.marks(home) == {answer.id: ContextMark.EXCLUDED}
    services.undo.undo()
    services.undo.undo()
    assert services.branches.marks(home) == {question.id: ContextMark.PINNED}
    assert shown(driver, home) == [question, answer]
