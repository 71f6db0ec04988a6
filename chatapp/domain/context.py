"""What of a conversation the model reads, turn by turn, so that nothing is left out in silence."""

from dataclasses import dataclass

from chatapp.domain.message import Role


@dataclass(frozen=True, slots=True)
class TurnShare:
    """`tokens` counts the turn's text by itself, without what the chat template puts around it. `message_ids` are of
    the messages that it was made of, none for a system prompt out of the settings."""

    role: Role
    tokens: int
    is_in: bool
    is_pinned: bool = False
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryShare:
    """A summary was read instead of the first `turns` of the conversation's own turns; it has `tokens` itself."""

    turns: int
    tokens: int


@dataclass(frozen=True, slots=True)
class ContextReport:
    """The turns of a prompt in order, the system prompt included. Of the conversation's own turns those out are the
    oldest that are not pinned; where the window is full and nothing may be dropped, none is in. For some of those out
    a `summary` may have been read; the sums are of the turns alone."""

    turns: tuple[TurnShare, ...] = ()
    summary: SummaryShare | None = None

    @property
    def tokens_in(self) -> int:
        return sum(turn.tokens for turn in self.turns if turn.is_in)

    @property
    def tokens_out(self) -> int:
        return sum(turn.tokens for turn in self.turns if not turn.is_in)
