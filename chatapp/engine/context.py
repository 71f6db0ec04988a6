"""What of a conversation fits the model's window: whole old turns are left out in large steps, and counted."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chatapp.domain.context import ContextReport, SummaryShare, TurnShare
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.generation import ContextPolicy, GenerationOptions
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn, Summary
from chatapp.engine.passage import without_beginning
from chatapp.engine.ports import Tokenizer

RESERVED_SHARE = 4  # a quarter of the window, at most, stays free for the answer
CONTINUED_SHARE = 32
SUMMARY_HEADING = "Summary of the conversation so far:"
STEP_SHARE = 2  # turns are dropped by half a window at a time, so that the cached prefix survives the turns between


@dataclass(frozen=True, slots=True)
class Fitted:
    """The tokens that the model will read, none where the window is full and nothing may be dropped; how many turns
    it will not, and for how many of those it reads a summary; and the same turn by turn."""

    tokens: tuple[int, ...]
    dropped_turns: int
    summarised_turns: int
    report: ContextReport


def fit(prompt: Prompt, tokenizer: Tokenizer, limit: int, options: GenerationOptions) -> Fitted:
    """Drops as little as needed, rounded up to a step of half the window. The system prompt, the last turn and what is
    pinned stay: a pinned turn with the question or the answer that it belongs to.

    Tokens dropped are counted from the beginning, which does not change, so a conversation that grows keeps the same
    first turn for a long while. A summary that comes with the prompt stands behind the system prompt from the moment
    on that not all turns fit, and what is dropped is counted from its end on. Where the policy is to stop, the whole
    window but one token is there for the prompt. ProblemError where what has to stay does not fit by itself.
    """
    count = len(_own(prompt.turns))
    tokens, kept, summary = tokenizer.encode(prompt), frozenset(range(count)), None
    if len(tokens) > (budget := _budget(limit, options, goes_on=bool(prompt.answer_start))) and prompt.passage:
        tokens = without_beginning(prompt, prompt.passage, tokenizer, budget)
    elif len(tokens) > budget:
        if options.context_policy is ContextPolicy.STOP and count > 1:
            tokens, kept = [], frozenset()
        else:
            tokens, kept, summary = _shortened(prompt, tokenizer, budget)
    shares = _shares(prompt.turns, tokenizer, kept, is_read=bool(tokens))
    if summary is None:
        return Fitted(tuple(tokens), count - len(kept), 0, ContextReport(shares))
    summarised = summary.turns - len(kept.intersection(range(summary.turns)))
    share = SummaryShare(summary.turns, tokenizer.count(summary.text))
    return Fitted(tuple(tokens), count - len(kept), summarised, ContextReport(shares, share))


def _own(turns: Sequence[PromptTurn]) -> tuple[PromptTurn, ...]:
    return tuple(turn for turn in turns if turn.role is not Role.SYSTEM)


def _budget(limit: int, options: GenerationOptions, *, goes_on: bool) -> int:
    """How long a prompt may be. An answer that goes on needs less room than a new one: most of it is written."""
    if options.context_policy is ContextPolicy.STOP:
        return limit - 1
    share = CONTINUED_SHARE if goes_on else RESERVED_SHARE
    return limit - max(min(options.max_tokens or limit, limit // share), 1)


def _shortened(prompt: Prompt, tokenizer: Tokenizer, budget: int) -> tuple[list[int], frozenset[int], Summary | None]:
    """The tokens of the prompt without its oldest turns, which of its own are left, and the summary that is among
    them."""
    summary, turns = prompt.summary, _own(prompt.turns)
    if summary is not None and 0 < summary.turns < len(turns):
        pinned = _pinned(turns, _questions(turns))
        places = [place for place in range(len(turns)) if place >= summary.turns or place in pinned]
        shorter = Prompt((_told(prompt, summary), *(turns[place] for place in places)), prompt.answer_start)
        tokens, kept = _without_oldest(shorter, tokenizer, budget)
        if len(tokens) <= budget:
            return tokens, frozenset(places[place] for place in kept), summary
    tokens, kept = _without_oldest(prompt, tokenizer, budget)
    if len(tokens) <= budget:
        return tokens, kept, None
    raise ProblemError(_too_long(len(tokens), budget, is_pinned=any(turn.is_pinned for turn in turns)))


def _told(prompt: Prompt, summary: Summary) -> PromptTurn:
    """The summary as a part of the system prompt: many templates take one system turn alone."""
    parts = (*([prompt.system] if prompt.system else []), f"{SUMMARY_HEADING}\n{summary.text}")
    return PromptTurn(Role.SYSTEM, "\n\n".join(parts))


def _without_oldest(prompt: Prompt, tokenizer: Tokenizer, budget: int) -> tuple[list[int], frozenset[int]]:
    """All turns where they fit; else as many less as the rule says, or all but the last and what is pinned, whether
    those fit or not."""
    systems = tuple(turn for turn in prompt.turns if turn.role is Role.SYSTEM)
    turns = _own(prompt.turns)
    places, tokens = _questions(turns), tokenizer.encode(prompt)
    length = len(tokens)
    if length <= budget or not places:
        return tokens, frozenset(range(len(turns)))
    pinned = _pinned(turns, places)

    def without(dropped: int) -> list[int]:
        left = [turn for place, turn in enumerate(turns) if place >= dropped or place in pinned]
        return tokenizer.encode(Prompt((*systems, *left), prompt.answer_start))

    step = max(budget // STEP_SHARE, 1)
    wanted = -(-(length - budget) // step) * step
    found = bisect_left(places, wanted, key=lambda place: length - len(without(place)))
    dropped = places[min(found, len(places) - 1)]
    return without(dropped), pinned.union(range(dropped, len(turns)))


def _questions(turns: Sequence[PromptTurn]) -> list[int]:
    """Where the conversation could begin instead of at its beginning."""
    return [place for place in range(1, len(turns)) if turns[place].role is Role.USER]


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


def _shares(
    turns: Sequence[PromptTurn], tokenizer: Tokenizer, kept: frozenset[int], *, is_read: bool
) -> tuple[TurnShare, ...]:
    shares, place = [], 0
    for turn in turns:
        is_own = turn.role is not Role.SYSTEM
        is_in = is_read and (not is_own or place in kept)
        shares.append(TurnShare(turn.role, tokenizer.count(turn.text), is_in, turn.is_pinned, turn.message_ids))
        place += is_own
    return tuple(shares)
