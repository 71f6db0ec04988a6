from pathlib import Path
from threading import Event as Flag

import pytest

from chatapp.domain.generation import ContextPolicy
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Status
from chatapp.engine.context import SUMMARY_HEADING
from chatapp.engine.scripted import Script
from chatapp.services.desk import Services
from chatapp.tasks.summary import BEFORE, REQUEST
from tests.fakes import WAIT_SECONDS, Driver, echo, running_services

WINDOW = 1000


class Replies:
    """Echoes what was said, and numbers its summaries; keeps all prompts."""

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self.summaries = 0

    def __call__(self, prompt: str) -> str:
        if not self.prompts or self.prompts[-1] != prompt:
            self.prompts.append(prompt)
            self.summaries += REQUEST in prompt
        return f"Summary {self.summaries}." if REQUEST in prompt else echo(prompt)

    @property
    def answered(self) -> list[str]:
        return [prompt for prompt in self.prompts if REQUEST not in prompt]

    @property
    def summarised(self) -> list[str]:
        return [prompt for prompt in self.prompts if REQUEST in prompt]


def is_idle(services: Services) -> bool:
    """Nothing is written, waits or is summarised."""
    return services.answers.running is None and not services.answers.summaries.is_at_work


def wish(driver: Driver, policy: str) -> None:
    file = driver.services.settings
    file.change(generation=file.current.generation.model_copy(update={"long_conversations": policy}))


def say(driver: Driver, text: str, conversation_id: int | None) -> int:
    """Waits for the answer, and for a summary that it gives cause for."""
    services = driver.services
    conversation_id = services.answers.send(conversation_id, text)
    driver.until(lambda: is_idle(services))
    return conversation_id


def talk(driver: Driver, count: int, conversation_id: int | None = None, first: int = 0) -> int:
    for place in range(first, first + count):
        conversation_id = say(driver, f"question {place:03} " + "x" * 40, conversation_id)
    assert conversation_id is not None
    return conversation_id


def head(driver: Driver, conversation_id: int) -> int:
    return driver.services.conversations.turns(conversation_id)[-1].message.id


def kept(driver: Driver, conversation_id: int) -> dict[int, str]:
    path = driver.store.path(head(driver, conversation_id))
    found = driver.store.summaries([message.id for message in path])
    return {message_id: summary.text for message_id, summary in found.items()}


@pytest.fixture
def replies() -> Replies:
    return Replies()


def test_old_turns_are_read_as_a_summary_that_stays_until_more_fall_out(tmp_path: Path, replies: Replies) -> None:
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        conversation_id = talk(driver, 16)
        found = kept(driver, conversation_id)
        assert list(found.values()) == [f"Summary {number}." for number in range(1, replies.summaries + 1)]
        assert replies.summaries >= 2
        assert f"{BEFORE} Summary 1." in replies.summarised[1]
        assert "question 000" not in replies.summarised[1]
        talk(driver, 1, conversation_id, 16)
        assert replies.answered[-1].startswith(f"<system>{SUMMARY_HEADING}\nSummary {len(found)}.\n")
        figures = driver.services.answers.figures_of(head(driver, conversation_id))
        assert figures is not None
        assert 0 < figures.summarised_turns == figures.dropped_turns
        run = driver.store.run(head(driver, conversation_id))
        assert run is not None
        assert run.figures.summarised_turns == figures.summarised_turns


def test_the_summary_that_was_read_can_be_looked_at(tmp_path: Path, replies: Replies) -> None:
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        conversation_id = talk(driver, 17)
        turns = driver.services.conversations.turns(conversation_id)
        read_for = driver.services.answers.summaries.read_for
        found = read_for(turns[-1].message.id)
        assert found is not None
        assert f"{SUMMARY_HEADING}\n{found.text}\n" in replies.answered[-1]
        assert read_for(turns[1].message.id) is None
        run = driver.store.run(turns[-1].message.id)
        assert run is not None
        assert found.turns == run.figures.summarised_turns
        driver.services.branches.mark(turns[0].message.id, ContextMark.EXCLUDED)
        assert read_for(turns[-1].message.id) is None


def test_prompts_between_two_summaries_only_grow(tmp_path: Path, replies: Replies) -> None:
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        talk(driver, 14)
    changes = sum(
        not after.startswith(before.removesuffix("<assistant>"))
        for before, after in zip(replies.answered, replies.answered[1:], strict=False)
    )
    # Turns fall out, and from the next answer on a summary stands for them.
    assert changes <= 2 * replies.summaries


def test_a_summary_is_not_made_again_after_a_restart(tmp_path: Path, replies: Replies) -> None:
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        place, conversation_id = 0, None
        while not replies.summaries:
            conversation_id = talk(driver, 1, conversation_id, place)
            place += 1
        assert conversation_id is not None
    again = Replies()
    with running_services(tmp_path, Script(again, context_limit=WINDOW)) as driver:
        driver.ready()
        talk(driver, 1, conversation_id, place)
        assert again.summaries == 0
        assert again.answered[-1].startswith(f"<system>{SUMMARY_HEADING}\nSummary 1.\n")


def test_another_branch_has_its_own_past(tmp_path: Path, replies: Replies) -> None:
    """An early message is edited: what the summary stands for is not on this path."""
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        conversation_id = talk(driver, 14)
        assert replies.summaries
        first = driver.services.conversations.turns(conversation_id)[0].message.id
        driver.services.answers.edit(first, "another beginning")
        driver.until(lambda: is_idle(driver.services))
        assert replies.answered[-1] == "<user>another beginning\n<assistant>"
        assert kept(driver, conversation_id) == {}


@pytest.mark.parametrize("policy", [ContextPolicy.DROP_OLD, ContextPolicy.STOP])
def test_where_it_is_not_wished_nothing_is_summarised(policy: str, tmp_path: Path, replies: Replies) -> None:
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, policy)
        conversation_id = talk(driver, 14)
        last = driver.store.message(head(driver, conversation_id))
        assert (last.status is Status.STOPPED) == (policy == ContextPolicy.STOP)
        assert replies.summaries == 0


def test_messages_longer_than_the_window_are_shortened_for_it(tmp_path: Path, replies: Replies) -> None:
    """Three turns of nearly half the window each do not fit its question together."""
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        conversation_id = None
        for letter in "abcd":
            conversation_id = say(driver, letter * 420, conversation_id)
        assert conversation_id is not None
        assert list(kept(driver, conversation_id).values())
        assert "[…]" in replies.summarised[-1]


def test_a_summary_makes_room_for_an_answer_and_is_made_after_it(tmp_path: Path, replies: Replies) -> None:
    may_go_on = Flag()

    def pace() -> None:
        if REQUEST in replies.prompts[-1]:
            may_go_on.wait(WAIT_SECONDS)

    with running_services(tmp_path, Script(replies, pace, WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        services = driver.services
        place, conversation_id = 0, None
        while not services.answers.summaries.is_at_work:
            conversation_id = services.answers.send(conversation_id, f"question {place:03} " + "x" * 40)
            driver.until_idle()
            place += 1
        driver.until(lambda: bool(replies.summarised))
        services.answers.send(None, "elsewhere")
        may_go_on.set()
        driver.until(lambda: is_idle(services))
        assert conversation_id is not None
        assert list(kept(driver, conversation_id).values()) == ["Summary 2."]
        assert [REQUEST in prompt for prompt in replies.prompts[-3:]] == [True, False, True]


def test_a_failing_model_costs_the_summary_alone(tmp_path: Path, replies: Replies) -> None:
    def fail(prompt: str) -> str:
        if REQUEST in prompt:
            raise MemoryError
        return replies(prompt)

    with running_services(tmp_path, Script(fail, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        conversation_id = talk(driver, 16)
        assert kept(driver, conversation_id) == {}
        assert driver.store.message(head(driver, conversation_id)).status is Status.COMPLETE


def test_what_is_excluded_later_is_in_no_summary_that_is_read(tmp_path: Path, replies: Replies) -> None:
    """A summary stands for just the turns that it was made of; another one is made of those that are left."""
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        conversation_id = talk(driver, 14)
        made = len(replies.summarised)
        second = driver.services.conversations.turns(conversation_id)[2].message.id
        driver.store.branches.mark(second, ContextMark.EXCLUDED)
        talk(driver, 1, conversation_id, 14)
        assert SUMMARY_HEADING not in replies.answered[-1]
        first, *further = replies.summarised[made:]
        assert BEFORE not in first
        assert all(BEFORE in prompt for prompt in further)  # more than fits is summarised in parts
        assert not any("User: question 001" in prompt for prompt in (first, *further))


def test_a_conversation_that_is_never_on_the_disk_is_summarised_in_memory(tmp_path: Path, replies: Replies) -> None:
    with running_services(tmp_path, Script(replies, context_limit=WINDOW)) as driver:
        driver.ready()
        wish(driver, ContextPolicy.SUMMARISE)
        conversation_id = talk(driver, 12, driver.services.begin_incognito())
        assert replies.answered[-1].startswith(f"<system>{SUMMARY_HEADING}\n")
        driver.services.drain()
        assert driver.services.conversations.conversation(conversation_id).is_incognito
    data = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Summary 1." not in data
