"""Summarise the beginning of a conversation, so that it can go on without it; and which messages make up its turns."""

from collections.abc import Sequence

from chatapp.domain.message import Message, Role
from chatapp.domain.prompt import Prompt, PromptTurn

INSTRUCTION = "You write short, exact summaries of conversations."
REQUEST = (
    "Summarise the conversation below in a few sentences, so that it can go on without it. Keep names, numbers, "
    "decisions and open questions, and write in its language. Write the summary and nothing else."
)
BEFORE = "What came before, in short:"
SPEAKERS = {Role.USER: "User", Role.ASSISTANT: "Assistant"}
GAP = " […] "


def summary_prompt(before: str, messages: Sequence[Message], longest: int | None = None) -> Prompt:
    """`before` is the summary of what precedes these messages, or empty; of messages with more than `longest`
    characters the middle is left out."""
    spoken = [message for message in messages if message.text and message.role in SPEAKERS]
    said = [f"{SPEAKERS[message.role]}: {_shortened(message.text, longest)}" for message in spoken]
    parts = [REQUEST, *([f"{BEFORE} {before}"] if before else []), *said]
    return Prompt((PromptTurn(Role.SYSTEM, INSTRUCTION), PromptTurn(Role.USER, "\n\n".join(parts))))


def turn_ends(path: Sequence[Message]) -> list[Message]:
    """The last message of each of the turns that `Chat` makes of a path's messages, system messages left out."""
    ends: list[Message] = []
    spoken = [message for message in path if message.text]
    for place, message in enumerate(spoken, 1):
        is_last = place == len(spoken) or spoken[place].role is not message.role
        if is_last and message.role is not Role.SYSTEM:
            ends.append(message)
    return ends


def _shortened(text: str, longest: int | None) -> str:
    if longest is None or len(text) <= longest:
        return text
    half = max((longest - len(GAP)) // 2, 1)
    return f"{text[:half]}{GAP}{text[-half:]}"
