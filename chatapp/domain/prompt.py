"""What the model is asked: turns in order, and the words its answer is to begin with."""

from dataclasses import dataclass, field

from chatapp.domain.message import Role


@dataclass(frozen=True, slots=True)
class PromptTurn:
    """`is_pinned`: the person wants it to stay, whatever else must be left out. `message_ids` say which messages it was
    made of, for whoever shows that; the model never hears of them."""

    role: Role
    text: str
    is_pinned: bool = False
    message_ids: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Prompt:
    """`answer_start` stands in the prompt and not in the generated text: a cut answer is continued with it."""

    turns: tuple[PromptTurn, ...]
    answer_start: str = ""

    @property
    def system(self) -> str:
        """What the model is told beforehand."""
        return "\n\n".join(turn.text for turn in self.turns if turn.role is Role.SYSTEM)
