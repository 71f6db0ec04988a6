from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag

import pytest

from chatapp.engine.scripted import Script
from tests.fakes import WAIT_SECONDS, Driver, echo, running_services


class Recalls:
    """Counts what the engine is asked to make ready."""

    def __init__(self) -> None:
        self.count = 0
        self._came = Flag()

    def __call__(self) -> None:
        self.count += 1
        self._came.set()

    def next(self) -> None:
        assert self._came.wait(WAIT_SECONDS)
        self._came.clear()


@pytest.fixture
def recalls() -> Recalls:
    return Recalls()


@pytest.fixture
def driver(tmp_path: Path, recalls: Recalls) -> Iterator[Driver]:
    with running_services(tmp_path, Script(echo, on_recall=recalls)) as driver:
        yield driver


def talk(driver: Driver) -> int:
    conversation_id = driver.services.answers.send(None, "Hello")
    driver.until_idle()
    return conversation_id


def test_an_opened_conversation_is_made_ready_once(driver: Driver, recalls: Recalls) -> None:
    driver.ready()
    first, second = talk(driver), talk(driver)
    driver.services.open(first)
    recalls.next()
    driver.services.drain()
    driver.services.open(second)
    recalls.next()
    talk(driver)
    assert recalls.count == 2


def test_what_is_opened_before_the_model_is_there_is_made_ready_then(driver: Driver, recalls: Recalls) -> None:
    driver.ready()
    first = talk(driver)
    driver.services.models.load(driver.services.models.installed()[0])
    driver.services.open(first)
    assert recalls.count == 0
    driver.until(lambda: driver.services.models.info() is not None)
    recalls.next()
    driver.services.models.load(driver.services.models.installed()[0])  # another one has it to do again
    driver.until(lambda: driver.services.models.info() is None)
    driver.until(lambda: driver.services.models.info() is not None)
    recalls.next()
    assert recalls.count == 2


def test_while_an_answer_runs_it_waits(driver: Driver, recalls: Recalls) -> None:
    driver.ready()
    first = talk(driver)
    driver.services.answers.send(None, "Hello again")
    driver.services.open(first)
    assert recalls.count == 0
    driver.until_idle()
    recalls.next()


@pytest.mark.parametrize("nothing", [None, 999])
def test_where_there_is_nothing_to_read_nothing_is_asked(driver: Driver, recalls: Recalls, nothing: int | None) -> None:
    driver.ready()
    driver.services.open(nothing)
    empty = driver.store.create("Empty")
    driver.services.open(empty.id)
    first = talk(driver)
    assert recalls.count == 0
    driver.services.open(first)
    recalls.next()
    assert recalls.count == 1
