from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.message import Message, Role, Status
from chatapp.tasks import CHAT
from chatapp.tasks.summary import summary_prompt, turn_ends

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def message(place: int, role: Role, text: str) -> Message:
    return Message(place, 1, None, role, text, Status.COMPLETE, NOW)


@given(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(["", "a", "b"])), max_size=12))
def test_ends_are_those_of_the_turns_that_a_chat_makes(said: list[tuple[Role, str]]) -> None:
    path = [message(place, role, text) for place, (role, text) in enumerate(said)]
    answer = message(len(path), Role.ASSISTANT, "")
    turns = [turn for turn in CHAT.prompt([*path, answer], "").turns if turn.role is not Role.SYSTEM]
    ends = turn_ends(path)
    assert [end.role for end in ends] == [turn.role for turn in turns]
    assert all(turn.text.endswith(end.text) for end, turn in zip(ends, turns, strict=True))


def test_the_model_is_asked_with_what_was_said_and_what_came_before() -> None:
    said = [message(1, Role.USER, "Where?"), message(2, Role.ASSISTANT, ""), message(3, Role.ASSISTANT, "In Paris.")]
    system, asked = summary_prompt("They planned a journey.", said).turns
    assert (system.role, asked.role) == (Role.SYSTEM, Role.USER)
    assert asked.text.endswith(
        "What came before, in short: They planned a journey.\n\nUser: Where?\n\nAssistant: In Paris."
    )
    assert "came before" not in summary_prompt("", said).turns[1].text


def test_the_middle_of_long_messages_is_left_out() -> None:
    asked = summary_prompt("", [message(1, Role.USER, "x" * 300 + "y" * 300)], 100).turns[1].text
    said = asked.rpartition("User: ")[2]
    assert (said[:40], said[-40:]) == ("x" * 40, "y" * 40)
    assert len(said) <= 100
