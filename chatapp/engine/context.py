"""What of a conversation fits the model's window: whole old turns are left out in large steps, and counted."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
    """Drops as little as needed, rounded up to a step of half the window. The system prompt, the last turn and what is
    pinned stay: a pinned turn with the question or the answer that it belongs to.

    Tokens dropped are counted from the beginning, which does not change, so a conversation that grows keeps the same
    first turn for a long while. Where the policy is to stop, the whole window but one token is there for the prompt.
    ProblemError where what has to stay does not fit by itself.
    """
    turns = tuple(turn for turn in prompt.turns if turn.role is not Role.SYSTEM)
    tokens, kept = tokenizer.encode(prompt), frozenset(range(len(turns)))
    if len(tokens) > (budget := _budget(limit, options, goes_on=bool(prompt.answer_start))):
        if options.context_policy is ContextPolicy.STOP and len(turns) > 1:
            tokens, kept = [], frozenset()
        else:
            tokens, kept = _shortened(prompt, tokenizer, len(tokens), budget)
    report = _report(prompt.turns, tokenizer, kept, is_read=bool(tokens))
    return Fitted(tuple(tokens), len(turns) - len(kept), report)


def _budget(limit: int, options: GenerationOptions, *, goes_on: bool) -> int:
    """How long a prompt may be. An answer that goes on needs less room than a new one: most of it is written."""
    if options.context_policy is ContextPolicy.STOP:
        return limit - 1
    share = CONTINUED_SHARE if goes_on else RESERVED_SHARE
    return limit - max(min(options.max_tokens or limit, limit // share), 1)


def _shortened(prompt: Prompt, tokenizer: Tokenizer, length: int, budget: int) -> tuple[list[int], frozenset[int]]:
    """The tokens of the prompt without its oldest turns, and which of its own turns are left."""
    systems = tuple(turn for turn in prompt.turns if turn.role is Role.SYSTEM)
    turns = tuple(turn for turn in prompt.turns if turn.role is not Role.SYSTEM)
    places = [place for place in range(1, len(turns)) if turns[place].role is Role.USER]
    pinned = _pinned(turns, places)

    def without(dropped: int) -> list[int]:
        left = [turn for place, turn in enumerate(turns) if place >= dropped or place in pinned]
        return tokenizer.encode(Prompt((*systems, *left), prompt.answer_start))

    step = max(budget // STEP_SHARE, 1)
    wanted = -(-(length - budget) // step) * step
    found = bisect_left(places, wanted, key=lambda place: length - len(without(place)))
    if places:
        dropped = places[min(found, len(places) - 1)]
        tokens = without(dropped)
        length = len(tokens)
        if length <= budget:
            return tokens, pinned.union(range(dropped, len(turns)))
    raise ProblemError(_too_long(length, budget, is_pinned=bool(pinned)))


def _pinned(turns: Sequence[PromptTurn], places: Sequence[int]) -> frozenset[int]:
    """The places of pinned turns, each with its whole exchange: a question to the last word before the next one."""
    exchanges = [range(begin, end) for begin, end in pairwise((0, *places, len(turns)))]
    return frozenset(
        place for exchange in exchanges if any(turns[inside].is_pinned for inside in exchange) for place in exchange
    )


def _too_long(length: int, budget: int, *, is_pinned: bool) -> Problem:
    if is_pinned:
        return Problem(
            ProblemKind.CONTEXT_FULL,
            f"The pinned messages and the last one with its answer so far are {length:,} tokens long; the model reads "
            f"{budget:,} at most. All are kept.",
            ("Unpin a message", "Choose a model with a larger window"),
        )
    return Problem(
        ProblemKind.CONTEXT_FULL,
        f"The last message and its answer so far are {length:,} tokens long; the model reads {budget:,} at most. "
        "Both are kept.",
        ("Make the message shorter, or go on in a new one", "Choose a model with a larger window"),
    )


def _report(turns: Sequence[PromptTurn], tokenizer: Tokenizer, kept: frozenset[int], *, is_read: bool) -> ContextReport:
    shares, place = [], 0
    for turn in turns:
        is_own = turn.role is not Role.SYSTEM
        is_in = is_read and (not is_own or place in kept)
        shares.append(TurnShare(turn.role, tokenizer.count(turn.text), is_in, turn.is_pinned, turn.message_ids))
        place += is_own
    return ContextReport(tuple(shares))
