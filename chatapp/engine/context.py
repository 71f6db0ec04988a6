"""What of a conversation fits the model's window: whole old turns are left out in large steps, and counted."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from chatapp.domain.context import ContextReport, SummaryShare, TurnShare
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.generation import ContextPolicy, GenerationOptions
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn, Summary
from chatapp.engine.ports import Tokenizer

RESERVED_SHARE = 4  # a quarter of the window, at most, stays free for the answer
CONTINUED_SHARE = 32
SUMMARY_HEADING = "Summary of the conversation so far:"
STEP_SHARE = 2  # turns are dropped by half a window at a time, so that the cached prefix survives the turns between


@dataclass(frozen=True, slots=True)
class Fitted:
    """The tokens that the model will read, none where the window is full and nothing may be dropped; how many turns
    before them it will not, and for how many of those it reads a summary; and the same turn by turn."""

    tokens: tuple[int, ...]
    dropped_turns: int
    summarised_turns: int
    report: ContextReport


def fit(prompt: Prompt, tokenizer: Tokenizer, limit: int, options: GenerationOptions) -> Fitted:
    """Drops as little as needed, rounded up to a step of half the window. The system prompt and the last turn stay.

    Tokens dropped are counted from the beginning, which does not change, so a conversation that grows keeps the same
    first turn for a long while. A summary that comes with the prompt stands behind the system prompt from the moment
    on that not all turns fit, and what is dropped is counted from its end on. Where the policy is to stop, the whole
    window but one token is there for the prompt. ProblemError where the last turn does not fit by itself.
    """
    own = _own(prompt.turns)
    tokens, dropped, summary = tokenizer.encode(prompt), 0, None
    if len(tokens) > (budget := _budget(limit, options, goes_on=bool(prompt.answer_start))):
        if options.context_policy is ContextPolicy.STOP and len(own) > 1:
            tokens, dropped = [], len(own)
        else:
            tokens, dropped, summary = _shortened(prompt, tokenizer, len(tokens), budget)
    report = ContextReport(
        _shares(prompt.turns, tokenizer, dropped, is_read=bool(tokens)),
        None if summary is None else SummaryShare(summary.turns, tokenizer.count(summary.text)),
    )
    return Fitted(tuple(tokens), dropped, summary.turns if summary else 0, report)


def _own(turns: Sequence[PromptTurn]) -> tuple[PromptTurn, ...]:
    return tuple(turn for turn in turns if turn.role is not Role.SYSTEM)


def _summarised(prompt: Prompt, summary: Summary) -> Prompt:
    """The summary instead of its turns, as a part of the system prompt: many templates take one system turn alone."""
    systems = [turn.text for turn in prompt.turns if turn.role is Role.SYSTEM]
    system = "\n\n".join((*systems, f"{SUMMARY_HEADING}\n{summary.text}"))
    turns = (PromptTurn(Role.SYSTEM, system), *_own(prompt.turns)[summary.turns :])
    return Prompt(turns, prompt.answer_start)


def _budget(limit: int, options: GenerationOptions, *, goes_on: bool) -> int:
    """How long a prompt may be. An answer that goes on needs less room than a new one: most of it is written."""
    if options.context_policy is ContextPolicy.STOP:
        return limit - 1
    share = CONTINUED_SHARE if goes_on else RESERVED_SHARE
    return limit - max(min(options.max_tokens or limit, limit // share), 1)


def _shortened(prompt: Prompt, tokenizer: Tokenizer, length: int, budget: int) -> tuple[list[int], int, Summary | None]:
    """The tokens of the prompt without its oldest turns, how many those are, and the summary that is among them."""
    summary = prompt.summary
    if summary is not None and 0 < summary.turns < len(_own(prompt.turns)):
        shorter = _summarised(prompt, summary)
        tokens, dropped = tokenizer.encode(shorter), 0
        if len(tokens) > budget:
            tokens, dropped = _without_oldest(shorter, tokenizer, len(tokens), budget)
        if len(tokens) <= budget:
            return tokens, summary.turns + dropped, summary
    tokens, dropped = _without_oldest(prompt, tokenizer, length, budget)
    if len(tokens) <= budget:
        return tokens, dropped, None
    raise ProblemError(
        Problem(
            ProblemKind.CONTEXT_FULL,
            f"The last message and its answer so far are {len(tokens):,} tokens long; the model reads {budget:,} at "
            "most. Both are kept.",
            ("Make the message shorter, or go on in a new one", "Choose a model with a larger window"),
        )
    )


def _without_oldest(prompt: Prompt, tokenizer: Tokenizer, length: int, budget: int) -> tuple[list[int], int]:
    """As many turns less as the rule says, or all but the last where that is still too long."""
    systems = tuple(turn for turn in prompt.turns if turn.role is Role.SYSTEM)
    turns = _own(prompt.turns)
    places = [place for place in range(1, len(turns)) if turns[place].role is Role.USER]
    if not places:
        return tokenizer.encode(prompt), 0

    def without(dropped: int) -> list[int]:
        return tokenizer.encode(Prompt((*systems, *turns[dropped:]), prompt.answer_start))

    step = max(budget // STEP_SHARE, 1)
    wanted = -(-(length - budget) // step) * step
    found = bisect_left(places, wanted, key=lambda place: length - len(without(place)))
    dropped = places[min(found, len(places) - 1)]
    return without(dropped), dropped


def _shares(turns: Sequence[PromptTurn], tokenizer: Tokenizer, dropped: int, *, is_read: bool) -> tuple[TurnShare, ...]:
    shares = []
    for turn in turns:
        is_own = turn.role is not Role.SYSTEM
        shares.append(TurnShare(turn.role, tokenizer.count(turn.text), is_read and not (is_own and dropped > 0)))
        dropped -= is_own
    return tuple(shares)
