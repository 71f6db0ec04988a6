"""What of a conversation fits the model's window: whole old turns are left out in large steps, and counted."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from chatapp.domain.context import ContextReport, TurnShare
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.generation import ContextPolicy, GenerationOptions
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.engine.ports import Tokenizer

RESERVED_SHARE = 4  # a quarter of the window, at most, stays free for the answer
CONTINUED_SHARE = 32
STEP_SHARE = 2  # turns are dropped by half a window at a time, so that the cached prefix survives the turns between


@dataclass(frozen=True, slots=True)
class Fitted:
    """The tokens that the model will read, none where the window is full and nothing may be dropped; how many turns
    before them it will not; and the same turn by turn."""

    tokens: tuple[int, ...]
    dropped_turns: int
    report: ContextReport


def fit(prompt: Prompt, tokenizer: Tokenizer, limit: int, options: GenerationOptions) -> Fitted:
    """Drops as little as needed, rounded up to a step of half the window. The system prompt and the last turn stay.

    Tokens dropped are counted from the beginning, which does not change, so a conversation that grows keeps the same
    first turn for a long while. Where the policy is to stop, the whole window but one token is there for the prompt.
    ProblemError where the last turn does not fit by itself.
    """
    turns = tuple(turn for turn in prompt.turns if turn.role is not Role.SYSTEM)
    tokens, dropped = tokenizer.encode(prompt), 0
    if len(tokens) > (budget := _budget(limit, options, goes_on=bool(prompt.answer_start))):
        if options.context_policy is ContextPolicy.STOP and len(turns) > 1:
            tokens, dropped = [], len(turns)
        else:
            tokens, dropped = _shortened(prompt, tokenizer, len(tokens), budget)
    return Fitted(tuple(tokens), dropped, _report(prompt.turns, tokenizer, dropped, is_read=bool(tokens)))


def _budget(limit: int, options: GenerationOptions, *, goes_on: bool) -> int:
    """How long a prompt may be. An answer that goes on needs less room than a new one: most of it is written."""
    if options.context_policy is ContextPolicy.STOP:
        return limit - 1
    share = CONTINUED_SHARE if goes_on else RESERVED_SHARE
    return limit - max(min(options.max_tokens or limit, limit // share), 1)


def _shortened(prompt: Prompt, tokenizer: Tokenizer, length: int, budget: int) -> tuple[list[int], int]:
    """The tokens of the prompt without its oldest turns, and how many those are."""
    systems = tuple(turn for turn in prompt.turns if turn.role is Role.SYSTEM)
    turns = tuple(turn for turn in prompt.turns if turn.role is not Role.SYSTEM)
    places = [place for place in range(1, len(turns)) if turns[place].role is Role.USER]

    def without(dropped: int) -> list[int]:
        return tokenizer.encode(Prompt((*systems, *turns[dropped:]), prompt.answer_start))

    step = max(budget // STEP_SHARE, 1)
    wanted = -(-(length - budget) // step) * step
    found = bisect_left(places, wanted, key=lambda place: length - len(without(place)))
    if places:
        dropped = places[min(found, len(places) - 1)]
        tokens = without(dropped)
        length = len(tokens)
        if length <= budget:
            return tokens, dropped
    raise ProblemError(
        Problem(
            ProblemKind.CONTEXT_FULL,
            f"The last message and its answer so far are {length:,} tokens long; the model reads {budget:,} at most. "
            "Both are kept.",
            ("Make the message shorter, or go on in a new one", "Choose a model with a larger window"),
        )
    )


def _report(turns: Sequence[PromptTurn], tokenizer: Tokenizer, dropped: int, *, is_read: bool) -> ContextReport:
    shares = []
    for turn in turns:
        is_own = turn.role is not Role.SYSTEM
        shares.append(TurnShare(turn.role, tokenizer.count(turn.text), is_read and not (is_own and dropped > 0)))
        dropped -= is_own
    return ContextReport(tuple(shares))
