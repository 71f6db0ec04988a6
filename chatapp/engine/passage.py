"""What of a long text the model reads before it goes on with it: its end, from a paragraph's beginning on. Pure.

What is left out is counted from the text's beginning and grows in large steps, so that a text that is written on keeps
the same first paragraph, and with it the cache, for a long while.
"""

import re
from bisect import bisect_left
from dataclasses import replace

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.prompt import Passage, Prompt
from chatapp.engine.ports import Tokenizer

STEP_SHARE = 2
BORDERS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])"), re.compile(r"\s+"))
"""Where a text can begin: best where a paragraph does, else a line, a sentence, a word."""
FARTHEST = 2000
"""Characters in which a border is looked for before a worse one will do."""


def without_beginning(prompt: Prompt, passage: Passage, tokenizer: Tokenizer, budget: int) -> list[int]:
    """The prompt's tokens with as much of the passage as fits. ProblemError where even none of it would."""
    spelt = tokenizer.spelt(passage.before)
    length = len(tokenizer.encode(prompt))
    step = max(budget // STEP_SHARE, 1)
    wanted = -(-(length - budget) // step) * step
    while wanted < len(spelt.ids):
        begin = beginning(passage.before, spelt.ends[wanted - 1])
        shorter = replace(passage, before=passage.before[begin:])
        tokens = tokenizer.encode(replace(prompt, passage=shorter))
        if len(tokens) <= budget:
            return tokens
        wanted += max(step // 8, 1)
    return _last_words(prompt, passage, tokenizer, budget)


def beginning(text: str, place: int) -> int:
    """Where the text can begin from this place on."""
    for border in BORDERS:
        found = border.search(text, place, place + FARTHEST)
        if found is not None and found.end() < len(text):
            return found.end()
    return place


def _last_words(prompt: Prompt, passage: Passage, tokenizer: Tokenizer, budget: int) -> list[int]:
    """Where no step leaves enough: as much of the end as fits, a paragraph as long as the window."""
    text = passage.before

    def without(begin: int) -> list[int]:
        return tokenizer.encode(replace(prompt, passage=replace(passage, before=text[begin:])))

    begin = bisect_left(range(len(text)), True, key=lambda place: len(without(place)) <= budget)
    word = BORDERS[-1].search(text, begin, begin + FARTHEST // 20)
    tokens = without(word.end() if word is not None and word.end() < len(text) else begin)
    if len(tokens) <= budget:
        return tokens
    raise ProblemError(
        Problem(
            ProblemKind.CONTEXT_FULL,
            f"The notes and what the model is asked are {len(tokens):,} tokens long; the model reads {budget:,} at "
            "most. The document is as it was.",
            ("Make the notes shorter, or select less", "Choose a model with a larger window"),
        )
    )
