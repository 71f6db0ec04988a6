"""Summarise the beginning of a conversation, so that it can go on without it."""

from collections.abc import Sequence

from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn

INSTRUCTION = "You write short, exact summaries of conversations."
REQUEST = (
    "Summarise the conversation below in a few sentences, so that it can go on without it. Keep names, numbers, "
    "decisions and open questions, and write in its language. Write the summary and nothing else."
)
BEFORE = "What came before, in short:"
SPEAKERS = {Role.USER: "User", Role.ASSISTANT: "Assistant"}
GAP = " […] "


def summary_prompt(before: str, turns: Sequence[PromptTurn], longest: int | None = None) -> Prompt:
    """`before` is the summary of what precedes these turns, or empty; of turns with more than `longest` characters the
    middle is left out."""
    said = [f"{SPEAKERS[turn.role]}: {_shortened(turn.text, longest)}" for turn in turns if turn.role in SPEAKERS]
    parts = [REQUEST, *([f"{BEFORE} {before}"] if before else []), *said]
    return Prompt((PromptTurn(Role.SYSTEM, INSTRUCTION), PromptTurn(Role.USER, "\n\n".join(parts))))


def _shortened(text: str, longest: int | None) -> str:
    if longest is None or len(text) <= longest:
        return text
    half = max((longest - len(GAP)) // 2, 1)
    return f"{text[:half]}{GAP}{text[-half:]}"
