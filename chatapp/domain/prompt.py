"""What the model is asked: turns in order, and the words its answer is to begin with."""

from dataclasses import dataclass

from chatapp.domain.message import Role


@dataclass(frozen=True, slots=True)
class PromptTurn:
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What can stand for the first `turns` turns, those of the system prompt not counted."""

    turns: int
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """`answer_start` stands in the prompt and not in the generated text: a cut answer is continued with it. The
    `summary` is read instead of its turns only where all turns together are longer than the window."""

    turns: tuple[PromptTurn, ...]
    answer_start: str = ""
    summary: Summary | None = None
