from chatapp.domain.message import Role
from chatapp.domain.prompt import PromptTurn
from chatapp.tasks.summary import summary_prompt


def test_the_model_is_asked_with_what_was_said_and_what_came_before() -> None:
    said = [PromptTurn(Role.SYSTEM, "Be brief."), PromptTurn(Role.USER, "Where?"), PromptTurn(Role.ASSISTANT, "Paris.")]
    system, asked = summary_prompt("They plan a trip.", said).turns
    assert (system.role, asked.role) == (Role.SYSTEM, Role.USER)
    assert asked.text.endswith("What came before, in short: They plan a trip.\n\nUser: Where?\n\nAssistant: Paris.")
    assert "came before" not in summary_prompt("", said).turns[1].text


def test_the_middle_of_long_turns_is_left_out() -> None:
    asked = summary_prompt("", [PromptTurn(Role.USER, "x" * 300 + "y" * 300)], 100).turns[1].text
    said = asked.rpartition("User: ")[2]
    assert (said[:40], said[-40:]) == ("x" * 40, "y" * 40)
    assert len(said) <= 100
