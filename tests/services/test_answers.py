from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag
from threading import Semaphore

import pytest

from chatapp.domain.attachment import Attachment
from chatapp.domain.changes import Change
from chatapp.domain.generation import FinishReason
from chatapp.domain.message import Role, Status
from chatapp.engine.scripted import Script
from chatapp.services.live import Phase
from tests.fakes import WAIT_SECONDS, Driver, echo, running_services


class Gate:
    """Paces a script: each step waits for a permit, so that a test decides how far an answer is."""

    def __init__(self) -> None:
        self._permits = Semaphore(0)
        self.is_open = Flag()

    def __call__(self) -> None:
        if not self.is_open.is_set():
            self._permits.acquire(timeout=WAIT_SECONDS)

    def permit(self, steps: int) -> None:
        self._permits.release(steps)

    def open(self) -> None:
        self.is_open.set()
        self._permits.release(1000)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture
def gated(tmp_path: Path, gate: Gate) -> Iterator[Driver]:
    with running_services(tmp_path, Script(echo, gate)) as driver:
        driver.ready()
        yield driver
        gate.open()


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path, Script(echo)) as driver:
        driver.ready()
        yield driver


def texts(driver: Driver, conversation_id: int) -> list[str]:
    return [turn.message.text for turn in driver.services.conversations.turns(conversation_id)]


def last_id(driver: Driver, conversation_id: int) -> int:
    return driver.services.conversations.turns(conversation_id)[-1].message.id


def test_a_first_message_starts_a_titled_conversation_and_is_answered(driver: Driver) -> None:
    conversation_id = driver.services.answers.send(None, "# Good morning\nHow are you?")
    driver.until_idle()
    turns = driver.services.conversations.turns(conversation_id)
    assert [turn.message.role for turn in turns] == [Role.USER, Role.ASSISTANT]
    assert turns[1].message.text == "You said: # Good morning"
    assert turns[1].message.status is Status.COMPLETE
    assert driver.services.conversations.conversation(conversation_id).title == "Good morning"
    run = driver.store.run(turns[1].message.id)
    assert run is not None
    assert (run.reason, run.model_name, run.figures) == (
        FinishReason.END,
        "Scripted",
        driver.services.answers.figures_of(turns[1].message.id),
    )


def test_the_message_is_stored_before_the_model_hears_of_it(tmp_path: Path) -> None:
    """No model is there at all: the message waits, and is answered once one is."""
    with running_services(tmp_path, Script(echo)) as driver:
        conversation_id = driver.services.answers.send(None, "Hello")
        assert [m.text for m in driver.store.path(last_id(driver, conversation_id))] == ["Hello", ""]
        live = driver.services.answers.live(last_id(driver, conversation_id))
        assert live is not None
        assert (live.phase, live.queue_place) == (Phase.QUEUED, 1)
        driver.ready()
        driver.until(lambda: texts(driver, conversation_id)[-1] == "You said: Hello")


def test_questions_queue_and_each_sees_the_answer_before_it(gated: Driver, gate: Gate) -> None:
    answers = gated.services.answers
    conversation_id = answers.send(None, "one")
    first = last_id(gated, conversation_id)
    answers.send(conversation_id, "two")
    second = last_id(gated, conversation_id)
    other = answers.send(None, "elsewhere")
    waiting = answers.live(last_id(gated, other))
    assert (answers.running, answers.is_busy(other)) == (first, True)
    assert waiting is not None
    assert waiting.queue_place == 2
    gate.open()
    gated.until(lambda: gated.store.message(last_id(gated, other)).status is Status.COMPLETE)
    assert texts(gated, conversation_id) == ["one", "You said: one", "two", "You said: two"]
    second_run, first_run = gated.store.run(second), gated.store.run(first)
    assert second_run is not None
    assert first_run is not None
    assert second_run.figures.reused_tokens >= first_run.figures.prompt_tokens


def test_stopping_keeps_what_there_is(gated: Driver, gate: Gate) -> None:
    answers = gated.services.answers
    conversation_id = answers.send(None, "Hello")
    answer = last_id(gated, conversation_id)
    gate.permit(5)
    gated.until(lambda: (live := answers.live(answer)) is not None and live.text == "You s")
    answers.stop(answer)
    gate.permit(1)
    gated.until_idle()
    stored = gated.store.message(answer)
    assert (stored.status, stored.text) == (Status.STOPPED, "You s")


def test_a_waiting_question_is_stopped_without_a_word(gated: Driver, gate: Gate) -> None:
    answers = gated.services.answers
    first = answers.send(None, "one")
    second = answers.send(None, "two")
    waiting = last_id(gated, second)
    answers.stop(waiting)
    assert gated.store.message(waiting).status is Status.STOPPED
    gate.open()
    gated.until_idle()
    assert texts(gated, first) == ["one", "You said: one"]
    assert texts(gated, second) == ["two", ""]


def test_regenerating_and_editing_make_versions_and_lose_nothing(driver: Driver) -> None:
    answers, conversations = driver.services.answers, driver.services.conversations
    conversation_id = answers.send(None, "one")
    driver.until_idle()
    first_answer = last_id(driver, conversation_id)
    answers.regenerate(first_answer)
    driver.until_idle()
    turn = conversations.turns(conversation_id)[-1]
    assert (turn.version, len(turn.versions)) == (2, 2)
    answers.edit(conversations.turns(conversation_id)[0].message.id, "uno")
    driver.until_idle()
    assert texts(driver, conversation_id) == ["uno", "You said: uno"]
    question = conversations.turns(conversation_id)[0]
    back = question.neighbour(-1)
    assert back is not None
    conversations.show_version(back)
    assert texts(driver, conversation_id) == ["one", "You said: one"]
    assert conversations.turns(conversation_id)[-1].version == 2
    assert len(driver.store.tree(conversation_id).messages) == 5


def test_a_cut_answer_goes_on_as_a_version_that_starts_with_it(gated: Driver, gate: Gate) -> None:
    answers = gated.services.answers
    conversation_id = answers.send(None, "Hello")
    answer = last_id(gated, conversation_id)
    gate.permit(4)
    gated.until(lambda: (live := answers.live(answer)) is not None and live.text == "You ")
    answers.stop(answer)
    gate.permit(1)
    gated.until_idle()
    gate.open()
    answers.continue_answer(answer)
    gated.until_idle()
    assert texts(gated, conversation_id)[-1] == "You You said: Hello"
    assert gated.store.message(answer).text == "You "


def test_a_crash_leaves_an_interrupted_answer_with_its_text(gated: Driver, gate: Gate, tmp_path: Path) -> None:
    answers = gated.services.answers
    conversation_id = answers.send(None, "Hello")
    answer = last_id(gated, conversation_id)
    gate.permit(3)
    gated.until(lambda: gated.store.message(answer).text != "")
    with running_services(tmp_path, Script(echo)) as after:
        after.services.answers.recover(lambda: False)
        assert after.store.message(answer).status is Status.STREAMING
        after.services.answers.recover(lambda: True)
        message = after.store.message(answer)
        assert message.status is Status.INTERRUPTED
        assert "You said: Hello".startswith(message.text)
        after.services.answers.keep(answer)
        assert after.store.message(answer).status is Status.STOPPED
    answers.abandon_conversation(conversation_id)  # the process that died writes nothing more


def test_a_failing_model_keeps_its_text_and_the_next_question_is_answered(tmp_path: Path) -> None:
    calls: list[int] = []

    def fail_once() -> None:
        calls.append(1)
        if len(calls) == 4:
            raise MemoryError

    with running_services(tmp_path, Script(echo, fail_once)) as driver:
        driver.ready()
        conversation_id = driver.services.answers.send(None, "one")
        driver.until_idle()
        failed = driver.store.message(last_id(driver, conversation_id))
        assert (failed.status, failed.text) == (Status.FAILED, "You")
        assert "smaller model" in failed.note
        driver.services.answers.send(conversation_id, "two")
        driver.until_idle()
        assert texts(driver, conversation_id)[-1] == "You said: two"


def test_deleting_stops_what_runs_and_purging_forgets_it(gated: Driver, gate: Gate) -> None:
    services = gated.services
    conversation_id = services.answers.send(None, "one")
    gate.permit(3)
    services.conversations.delete(conversation_id)
    services.conversations.purge(conversation_id)
    gate.open()
    other = services.answers.send(None, "two")
    gated.until(lambda: texts(gated, other)[-1] == "You said: two")
    with pytest.raises(KeyError):
        services.conversations.conversation(conversation_id)


def test_closing_stores_what_runs_and_what_waits(tmp_path: Path, gate: Gate) -> None:
    with running_services(tmp_path, Script(echo, gate)) as driver:
        driver.ready()
        conversation_id = driver.services.answers.send(None, "one")
        driver.services.answers.send(conversation_id, "two")
        gate.permit(3)
        running = driver.services.answers.running
        assert running is not None
        driver.until(lambda: (live := driver.services.answers.live(running)) is not None and live.text == "You")
        gate.open()
    with running_services(tmp_path, Script(echo)) as again:
        messages = again.store.tree(conversation_id).messages.values()
        assert all(message.status.is_terminal for message in messages)
        assert again.store.message(running).text.startswith("You")


def test_whoever_listens_hears_what_changed(driver: Driver) -> None:
    heard: list[Change] = []
    driver.services.subscribe(heard.append)
    conversation_id = driver.services.answers.send(None, "one")
    driver.until_idle()
    answer = last_id(driver, conversation_id)
    assert heard[0] == Change(list_changed=True, path_of=frozenset((conversation_id,)))
    assert any(answer in change.messages for change in heard)


def test_what_goes_with_a_message_is_kept_with_it_and_read_by_the_model(driver: Driver) -> None:
    attached = (Attachment("notes.txt", "The sea is blue."),)
    conversation_id = driver.services.answers.send(None, "", attached)
    driver.until_idle()
    turns = driver.services.conversations.turns(conversation_id)
    assert turns[0].message.attachments == attached
    assert driver.services.conversations.conversation(conversation_id).title == "notes.txt"
    assert turns[1].message.text == "You said: notes.txt"
    driver.services.answers.edit(turns[0].message.id, "Sum it up.")
    driver.until_idle()
    edited = driver.services.conversations.turns(conversation_id)[0].message
    assert (edited.text, edited.attachments) == ("Sum it up.", attached)
