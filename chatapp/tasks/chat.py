"""Answer the last message of a conversation, or go on with an answer that was cut."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import dropwhile
from types import MappingProxyType

from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role
from chatapp.domain.prompt import Prompt, PromptTurn

UNMARKED: Mapping[int, ContextMark] = MappingProxyType({})


class Chat:
    name = "chat"

    def prompt(self, path: Sequence[Message], system: str, marks: Mapping[int, ContextMark] = UNMARKED) -> Prompt:
        """Text that the answer has already is what the model's answer starts with. Empty answers are left out, as
        models learnt no empty turns, and so is what the person excluded, with an answer that nothing is left before;
        what then stands side by side of one speaker becomes one turn, as some templates take no other. A system
        message on the path takes the place of `system`."""
        *before, answer = path
        said = [message for message in before if marks.get(message.id) is not ContextMark.EXCLUDED]
        turns = _alternating(_turn(message, marks) for message in said if _text(message))
        if system and not any(turn.role is Role.SYSTEM for turn in turns):
            turns.insert(0, PromptTurn(Role.SYSTEM, system))
        if len(said) < len(before):
            turns = _begun(turns)
        return Prompt(tuple(turns), answer.text)


def _text(message: Message) -> str:
    return "\n\n".join((*(one.said for one in message.attachments), *([message.text] if message.text else [])))


def _turn(message: Message, marks: Mapping[int, ContextMark]) -> PromptTurn:
    is_pinned = marks.get(message.id) is ContextMark.PINNED
    return PromptTurn(message.role, _text(message), is_pinned, (message.id,))


def _alternating(turns: Iterable[PromptTurn]) -> list[PromptTurn]:
    joined: list[PromptTurn] = []
    for turn in turns:
        if joined and joined[-1].role is turn.role:
            last = joined.pop()
            text, is_pinned = f"{last.text}\n\n{turn.text}", last.is_pinned or turn.is_pinned
            joined.append(PromptTurn(turn.role, text, is_pinned, last.message_ids + turn.message_ids))
        else:
            joined.append(turn)
    return joined


def _begun(turns: list[PromptTurn]) -> list[PromptTurn]:
    """Without answers before the first question."""
    systems = [turn for turn in turns if turn.role is Role.SYSTEM]
    rest = dropwhile(lambda turn: turn.role is Role.ASSISTANT, (t for t in turns if t.role is not Role.SYSTEM))
    return [*systems, *rest]


CHAT = Chat()
