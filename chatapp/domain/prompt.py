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
class Passage:
    """A text that is gone on with as it stands. Where it is longer than the window the beginning of `before` is left
    out, never `head`, which stands before it. What follows `after` the gap is read only by a model that fills gaps."""

    before: str
    after: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """`answer_start` stands in the prompt and not in the generated text: a cut answer is continued with it. The
    `summary` is read instead of its turns only where all turns together are longer than the window. A `passage` stands
    where an answer start does; with no turns it is read by itself, without any template."""

    turns: tuple[PromptTurn, ...]
    answer_start: str = ""
    summary: Summary | None = None
    passage: Passage | None = None

    @property
    def goes_on(self) -> bool:
        """Whether what is generated continues words that stand already."""
        return bool(self.answer_start) or self.passage is not None

    @property
    def system(self) -> str:
        """What the model is told beforehand."""
        return "\n\n".join(turn.text for turn in self.turns if turn.role is Role.SYSTEM)
