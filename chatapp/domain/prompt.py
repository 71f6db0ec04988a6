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
class Summary:
    """What can stand for the first `turns` turns, those of the system prompt not counted."""

    turns: int
    text: str


@dataclass(frozen=True, slots=True)
class KeptSummary:
    """As it lies in the database: `digest` is of the turns that it stands for."""

    digest: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """`answer_start` stands in the prompt and not in the generated text: a cut answer is continued with it. The
    `summary` is read instead of its turns only where all turns together are longer than the window."""

    turns: tuple[PromptTurn, ...]
    answer_start: str = ""
    summary: Summary | None = None

    @property
    def system(self) -> str:
        """What the model is told beforehand."""
        return "\n\n".join(turn.text for turn in self.turns if turn.role is Role.SYSTEM)
