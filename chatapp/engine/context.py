"""What of a conversation fits the model's window: whole old turns are left out in large steps, and counted."""

from bisect import bisect_left
from dataclasses import dataclass

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt
from chatapp.engine.ports import Tokenizer

RESERVED_SHARE = 4  # a quarter of the window, at most, stays free for the answer
STEP_SHARE = 2  # turns are dropped by half a window at a time, so that the cached prefix survives the turns between


@dataclass(frozen=True, slots=True)
class Fitted:
    """The tokens that the model will read, and how many turns before them it will not."""

    tokens: tuple[int, ...]
    dropped_turns: int


def fit(prompt: Prompt, tokenizer: Tokenizer, limit: int, max_tokens: int | None) -> Fitted:
    """Drops as little as needed, rounded up to a step of half the window. The system prompt and the last turn stay.

    Tokens dropped are counted from the beginning, which does not change, so a conversation that grows keeps the same
    first turn for a long while.
    ProblemError where the last turn does not fit by itself.
    """
    reserve = min(max_tokens or limit, limit // RESERVED_SHARE)
    budget = limit - max(reserve, 1)
    tokens = tokenizer.encode(prompt)
    if len(tokens) <= budget:
        return Fitted(tuple(tokens), 0)
    systems = tuple(turn for turn in prompt.turns if turn.role is Role.SYSTEM)
    turns = tuple(turn for turn in prompt.turns if turn.role is not Role.SYSTEM)
    places = [place for place in range(1, len(turns)) if turns[place].role is Role.USER]

    def without(dropped: int) -> list[int]:
        return tokenizer.encode(Prompt((*systems, *turns[dropped:]), prompt.answer_start))

    step = max(budget // STEP_SHARE, 1)
    wanted = -(-(len(tokens) - budget) // step) * step
    found = bisect_left(places, wanted, key=lambda place: len(tokens) - len(without(place)))
    if places:
        dropped = places[min(found, len(places) - 1)]
        tokens = without(dropped)
        if len(tokens) <= budget:
            return Fitted(tuple(tokens), dropped)
    raise ProblemError(
        Problem(
            ProblemKind.CONTEXT_FULL,
            f"The message is {len(tokens):,} tokens long and the model reads {budget:,} at most. It is kept.",
            ("Edit it to make it shorter", "Choose a model with a larger window"),
        )
    )
