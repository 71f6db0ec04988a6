from datetime import UTC, datetime

from chatapp.domain.attachment import Attachment
from chatapp.domain.message import Message, Role, Status
from chatapp.domain.prompt import PromptTurn
from chatapp.tasks import CHAT

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def path(*said: tuple[Role, str]) -> list[Message]:
    return [Message(i, 1, None, role, text, Status.COMPLETE, NOW) for i, (role, text) in enumerate(said)]


def test_the_turns_before_the_answer_and_the_words_it_has() -> None:
    prompt = CHAT.prompt(path((Role.USER, "Hi"), (Role.ASSISTANT, "Hello, I")), "Be brief.")
    assert prompt.turns == (PromptTurn(Role.SYSTEM, "Be brief."), PromptTurn(Role.USER, "Hi"))
    assert prompt.answer_start == "Hello, I"


def test_a_system_message_of_the_conversation_wins_and_empty_answers_are_left_out() -> None:
    said = [(Role.SYSTEM, "Own."), (Role.USER, "a"), (Role.ASSISTANT, ""), (Role.USER, "b"), (Role.ASSISTANT, "")]
    prompt = CHAT.prompt(path(*said), "Be brief.")
    assert [turn.text for turn in prompt.turns] == ["Own.", "a\n\nb"]


def test_speakers_take_turns_whatever_was_stopped_before_its_first_word() -> None:
    said = [(Role.USER, "a"), (Role.ASSISTANT, ""), (Role.USER, "b"), (Role.ASSISTANT, "c"), (Role.ASSISTANT, "")]
    prompt = CHAT.prompt(path(*said), "")
    assert prompt.turns == (PromptTurn(Role.USER, "a\n\nb"), PromptTurn(Role.ASSISTANT, "c"))


def test_what_goes_with_a_message_is_read_before_it() -> None:
    attached = (Attachment("a.txt", "one"), Attachment("b.txt", "```two```"))
    said = Message(1, 1, None, Role.USER, "Compare.", Status.COMPLETE, NOW, attachments=attached)
    answer = Message(2, 1, 1, Role.ASSISTANT, "", Status.QUEUED, NOW)
    prompt = CHAT.prompt([said, answer], "")
    assert prompt.turns == (PromptTurn(Role.USER, "a.txt\n```\none\n```\n\nb.txt\n````\n```two```\n````\n\nCompare."),)
