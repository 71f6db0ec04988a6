"""Answer the last message of a conversation, or go on with an answer that was cut."""

from collections.abc import Sequence

from chatapp.domain.message import Message, Role
from chatapp.domain.prompt import Prompt, PromptTurn


class Chat:
    name = "chat"

    def prompt(self, path: Sequence[Message], system: str) -> Prompt:
        """Text that the answer has already is what the model's answer starts with. Empty answers are left out, as
        models learnt no empty turns. A system message on the path takes the place of `system`."""
        *before, answer = path
        turns = [PromptTurn(message.role, message.text) for message in before if message.text]
        if system and not any(turn.role is Role.SYSTEM for turn in turns):
            turns.insert(0, PromptTurn(Role.SYSTEM, system))
        return Prompt(tuple(turns), answer.text)


CHAT = Chat()
