"""Remembers the last runs' tokens with their caches, so that a prompt pays only for what differs from an earlier one.

Engine thread only; knows caches by a protocol and no tensor.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, Self, TypeVar

from chatapp.engine.prefix import shared_length

SMALL_CUT = 32
"""Cutting away so few tokens is not worth a copy."""


class KeyValueCache(Protocol):
    @property
    def byte_count(self) -> int: ...

    def reachable(self, length: int) -> int:
        """The greatest length up to this one that `truncate` and `copied` can come back to, 0 for none."""

    def truncate(self, length: int) -> None: ...

    def copied(self, length: int) -> Self: ...


CacheT = TypeVar("CacheT", bound=KeyValueCache)


@dataclass(slots=True, eq=False)
class Entry(Generic[CacheT]):
    """A cache and the tokens whose keys and values it holds; a side job's is nobody's conversation."""

    cache: CacheT
    tokens: list[int] = field(default_factory=list)
    is_side_job: bool = False


class PrefixCache(Generic[CacheT]):
    """Entries in order of use, the last one the latest. Over `byte_budget` the least recently used go, those of side
    jobs first, but never the one in use: a budget too small for a conversation costs its reuse by others, not its
    answer. While a side job is in use no conversation goes, so the budget is exceeded by what it holds, until it ends.
    """

    def __init__(self, create: Callable[[], CacheT], byte_budget: int) -> None:
        self._create = create
        self._byte_budget = byte_budget
        self._entries: list[Entry[CacheT]] = []

    @property
    def byte_count(self) -> int:
        return sum(entry.cache.byte_count for entry in self._entries)

    @property
    def room(self) -> int:
        """Bytes that can be added before anything goes."""
        return self._byte_budget - self.byte_count

    def __len__(self) -> int:
        return len(self._entries)

    def take(self, tokens: Sequence[int], *, is_side_job: bool = False) -> Entry[CacheT]:
        """An entry whose tokens are the longest prefix of `tokens` to be had, at least one shorter than they are; the
        caller appends to it. An entry that another branch may need is copied rather than cut back, where the budget
        has room for both. A side job takes a copy of a conversation's, and no conversation takes a side job's, so that
        conversations fare as if there were none."""
        entries = [entry for entry in reversed(self._entries) if is_side_job or not entry.is_side_job]
        lengths = [(entry, _usable(entry, tokens)) for entry in entries]
        # Of equals one that need not be cut is better, a branch that ends there; then one of its own kind.
        best, length = max(
            lengths,
            key=lambda found: (found[1], len(found[0].tokens) == found[1], found[0].is_side_job == is_side_job),
            default=(None, 0),
        )
        if best is None or length == 0:
            best = Entry(self._create())
        elif is_side_job and not best.is_side_job:
            best = Entry(best.cache.copied(length), best.tokens[:length])
        elif length < len(best.tokens):
            best = self._cut(best, length)
        best.is_side_job = is_side_job
        self._use(best)
        return best

    def reusable(self, tokens: Sequence[int]) -> int:
        """How many tokens `take` would find for a conversation; changes nothing."""
        return max((_usable(entry, tokens) for entry in self.conversations()), default=0)

    def conversations(self) -> list[Entry[CacheT]]:
        """The entries that are no side job's, the latest first."""
        return [entry for entry in reversed(self._entries) if not entry.is_side_job]

    def trim(self) -> None:
        """Keeps the budget; to be called when the entry in use has grown."""
        while self.byte_count > self._byte_budget and (entry := self._expendable()):
            self.drop(entry)

    def replace(self, entry: Entry[CacheT], by: Entry[CacheT]) -> None:
        """Another cache for the same run; `entry` may be gone already."""
        self.drop(entry)
        self._use(by)

    def drop(self, entry: Entry[CacheT]) -> None:
        """Forgets an entry whose cache may be damaged."""
        self._entries = [other for other in self._entries if other is not entry]

    def clear(self) -> None:
        self._entries.clear()

    def _cut(self, entry: Entry[CacheT], length: int) -> Entry[CacheT]:
        held = sum(other.cache.byte_count for other in self._entries if entry.is_side_job or not other.is_side_job)
        size = entry.cache.byte_count * length // max(1, len(entry.tokens))
        if len(entry.tokens) - length > SMALL_CUT and held + size <= self._byte_budget:
            return Entry(entry.cache.copied(length), entry.tokens[:length])
        entry.cache.truncate(length)
        del entry.tokens[length:]
        return entry

    def _expendable(self) -> Entry[CacheT] | None:
        *others, in_use = self._entries
        side_jobs = [entry for entry in others if entry.is_side_job]
        if side_jobs or in_use.is_side_job:
            return next(iter(side_jobs), None)
        return next(iter(others), None)

    def _use(self, entry: Entry[CacheT]) -> None:
        self.drop(entry)
        self._entries.append(entry)
        self.trim()


def _usable(entry: Entry[CacheT], tokens: Sequence[int]) -> int:
    """How many of the entry's tokens can be kept for `tokens`, of which one must be left to compute."""
    common = shared_length(entry.tokens, tokens[:-1])
    return common if common == len(entry.tokens) else entry.cache.reachable(common)
