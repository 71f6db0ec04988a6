"""What the model is asked: turns in order, and the words its answer is to begin with."""

from dataclasses import dataclass

from chatapp.domain.message import Role


@dataclass(frozen=True, slots=True)
class PromptTurn:
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """`answer_start` stands in the prompt and not in the generated text: a cut answer is continued with it."""

    turns: tuple[PromptTurn, ...]
    answer_start: str = ""
