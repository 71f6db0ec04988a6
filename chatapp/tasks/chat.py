"""Answer the last message of a conversation, or go on with an answer that was cut."""

from collections.abc import Iterable, Sequence

from chatapp.domain.message import Message, Role
from chatapp.domain.prompt import Prompt, PromptTurn


class Chat:
    name = "chat"

    def prompt(self, path: Sequence[Message], system: str) -> Prompt:
        """Text that the answer has already is what the model's answer starts with. Empty answers are left out, as
        models learnt no empty turns, and what then stands side by side of one speaker becomes one turn, as some
        templates take no other. A system message on the path takes the place of `system`."""
        *before, answer = path
        turns = _alternating(PromptTurn(message.role, said) for message in before if (said := _said(message)))
        if system and not any(turn.role is Role.SYSTEM for turn in turns):
            turns.insert(0, PromptTurn(Role.SYSTEM, system))
        return Prompt(tuple(turns), answer.text)


def _said(message: Message) -> str:
    """With what goes with it, which stands first: the question is what a model reads last."""
    return "\n\n".join(
        [*(attachment.said for attachment in message.attachments), *([message.text] if message.text else [])]
    )


def _alternating(turns: Iterable[PromptTurn]) -> list[PromptTurn]:
    joined: list[PromptTurn] = []
    for turn in turns:
        if joined and joined[-1].role is turn.role:
            joined.append(PromptTurn(turn.role, f"{joined.pop().text}\n\n{turn.text}"))
        else:
            joined.append(turn)
    return joined


CHAT = Chat()
