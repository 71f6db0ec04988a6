"""Which kept summary stands for the beginning of a prompt. Pure but for asking the store."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Protocol

from chatapp.domain.message import Role
from chatapp.domain.prompt import KeptSummary, Prompt, PromptTurn, Summary


class SummaryStore(Protocol):
    def summaries(self, message_ids: Sequence[int]) -> Mapping[int, KeptSummary]:
        """By the last message that each stands for, of those that are among these."""

    def keep_summary(self, message_id: int, summary: KeptSummary) -> None:
        """KeyError for an unknown message. One of the same turns stays as it is, one of others is replaced."""


def own_turns(prompt: Prompt) -> tuple[PromptTurn, ...]:
    return tuple(turn for turn in prompt.turns if turn.role is not Role.SYSTEM)


def digests(turns: Sequence[PromptTurn]) -> list[str]:
    """Of the turns up to each one: a summary stands for just these, and for nothing once one of them is excluded."""
    whole, found = blake2b(digest_size=16), []
    for turn in turns:
        whole.update(f"{turn.role}\0{len(turn.text)}\0{turn.text}".encode(errors="surrogatepass"))
        found.append(whole.hexdigest())
    return found


def summaries_of(store: SummaryStore, turns: Sequence[PromptTurn]) -> list[Summary]:
    """All that stand for these turns from the first on, the one for the fewest first."""
    ends = [turn.message_ids[-1] if turn.message_ids else 0 for turn in turns]
    kept = store.summaries(ends)
    return [
        Summary(count, kept[end].text)
        for count, (end, digest) in enumerate(zip(ends, digests(turns), strict=True), 1)
        if end in kept and kept[end].digest == digest
    ]


def longest_summary(store: SummaryStore, turns: Sequence[PromptTurn]) -> Summary | None:
    """The one that stands for the most of these turns."""
    found = summaries_of(store, turns)
    return found[-1] if found else None


def with_summary(store: SummaryStore, prompt: Prompt) -> Prompt:
    found = longest_summary(store, own_turns(prompt))
    return prompt if found is None else replace(prompt, summary=found)
