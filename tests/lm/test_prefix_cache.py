from dataclasses import dataclass
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.lm.prefix_cache import SMALL_CUT, Entry, PrefixCache

LONG = list(range(100))


@dataclass
class FakeCache:
    """One byte a token; `marks` are all that an architecture can be cut back to that forgets."""

    byte_count: int = 0
    marks: tuple[int, ...] | None = None

    def reachable(self, length: int) -> int:
        return length if self.marks is None else max((mark for mark in self.marks if mark <= length), default=0)

    def truncate(self, length: int) -> None:
        self.byte_count = length

    def copied(self, length: int) -> Self:
        return type(self)(length, self.marks)


def fill(
    cache: PrefixCache[FakeCache], tokens: list[int], *, is_side_job: bool = False
) -> tuple[Entry[FakeCache], int]:
    """As a decoder does; the length that was reused."""
    entry = cache.take(tokens, is_side_job=is_side_job)
    reused = len(entry.tokens)
    assert entry.tokens == tokens[:reused]
    entry.tokens.extend(tokens[reused:])
    entry.cache.byte_count = len(tokens)
    cache.trim()
    return entry, reused


@pytest.fixture
def cache() -> PrefixCache[FakeCache]:
    return PrefixCache(FakeCache, 1000)


def test_next_turn_continues_the_same_entry(cache: PrefixCache[FakeCache]) -> None:
    first, _ = fill(cache, LONG)
    second, reused = fill(cache, [*LONG, 1, 2])
    assert (second, reused, len(cache)) == (first, 100, 1)


def test_one_token_is_always_left(cache: PrefixCache[FakeCache]) -> None:
    fill(cache, LONG)
    assert fill(cache, LONG)[1] == 99
    assert fill(cache, LONG[:1])[1] == 0


def test_deep_cut_copies_and_keeps_the_branch(cache: PrefixCache[FakeCache]) -> None:
    first, _ = fill(cache, LONG)
    other, reused = fill(cache, [*LONG[:50], 7, 7])
    assert other is not first
    assert (reused, len(cache)) == (50, 2)
    assert fill(cache, [*LONG, 3])[1] == 100


def test_small_cut_is_made_in_place(cache: PrefixCache[FakeCache]) -> None:
    first, _ = fill(cache, LONG)
    assert fill(cache, [*LONG[:-SMALL_CUT], 7]) == (first, 100 - SMALL_CUT)
    assert len(cache) == 1


def test_deep_cut_without_room_is_made_in_place() -> None:
    cache = PrefixCache(FakeCache, 120)
    first, _ = fill(cache, LONG)
    assert fill(cache, [*LONG[:50], 7])[0] is first
    assert cache.byte_count == 51


def test_whole_prefix_is_preferred_to_a_longer_branch(cache: PrefixCache[FakeCache]) -> None:
    short, _ = fill(cache, LONG[:50])
    long = Entry(FakeCache(100), list(LONG))
    cache._entries.append(long)
    assert fill(cache, [*LONG[:50], 7])[0] is short


def test_least_recently_used_goes_first() -> None:
    cache = PrefixCache(FakeCache, 250)
    branches = [[place] * 100 for place in range(3)]
    fill(cache, branches[0])
    fill(cache, branches[1])
    fill(cache, branches[0])
    fill(cache, branches[2])
    assert [fill(cache, [*branches[place], 9])[1] for place in (0, 2)] == [100, 100]
    assert fill(cache, branches[1])[1] == 0


def test_entry_in_use_stays_over_the_budget() -> None:
    cache = PrefixCache(FakeCache, 10)
    entry, _ = fill(cache, LONG)
    assert cache.take([*LONG, 5]) is entry


def test_state_that_cannot_be_cut_is_used_whole_or_not_at_all() -> None:
    cache = PrefixCache(lambda: FakeCache(marks=()), 1000)
    fill(cache, LONG)
    assert fill(cache, [*LONG, 5])[1] == 100
    assert fill(cache, LONG[:70])[1] == 0
    assert len(cache) == 2


def test_state_that_was_marked_is_used_up_to_a_mark() -> None:
    cache = PrefixCache(lambda: FakeCache(marks=(20, 60)), 1000)
    first, _ = fill(cache, LONG)
    other, reused = fill(cache, [*LONG[:70], 7])
    assert (reused, other is first, len(cache)) == (60, False, 2)
    assert fill(cache, [*LONG[:59], 8])[1] == 20
    assert fill(cache, [*LONG[:19], 9])[1] == 0
    assert cache.reusable([*LONG, 1]) == 100


def test_dropped_and_cleared_entries_are_gone(cache: PrefixCache[FakeCache]) -> None:
    cache.drop(fill(cache, LONG)[0])
    assert fill(cache, LONG)[1] == 0
    cache.clear()
    assert cache.byte_count == 0


def test_a_side_job_takes_a_copy_and_leaves_the_conversation(cache: PrefixCache[FakeCache]) -> None:
    conversation, _ = fill(cache, LONG)
    side_job, reused = fill(cache, [*LONG, 7, 7], is_side_job=True)
    assert (side_job is conversation, reused) == (False, 100)
    assert conversation.tokens == LONG
    assert fill(cache, [*LONG, 8]) == (conversation, 100)


def test_a_side_job_displaces_nothing_and_goes_first() -> None:
    cache = PrefixCache(FakeCache, 250)
    branches = [[place] * 100 for place in range(2)]
    for branch in branches:
        fill(cache, branch)
    fill(cache, [5] * 100, is_side_job=True)
    assert (len(cache), cache.byte_count) == (3, 300)
    assert [fill(cache, [*branch, 9])[1] for branch in branches] == [100, 100]
    assert len(cache) == 2


def test_the_next_side_job_of_a_kind_finds_the_last_one(cache: PrefixCache[FakeCache]) -> None:
    fill(cache, LONG, is_side_job=True)
    assert fill(cache, [*LONG[:90], 7], is_side_job=True)[1] == 90


def test_a_conversation_goes_on_in_its_own_entry_beside_a_side_jobs(cache: PrefixCache[FakeCache]) -> None:
    own, _ = fill(cache, LONG)
    fill(cache, [*LONG, 5], is_side_job=True)
    assert fill(cache, [*LONG, 6])[0] is own


def test_what_could_be_reused_is_told_without_a_change(cache: PrefixCache[FakeCache]) -> None:
    first, _ = fill(cache, LONG)
    second, _ = fill(cache, [7, 8, 9])
    fill(cache, [*LONG, 1, 2], is_side_job=True)
    assert cache.reusable([*LONG, 1, 2, 3]) == 100
    assert cache.reusable(LONG) == 99
    assert cache.reusable([5]) == 0
    assert cache.conversations() == [second, first]
    assert first.tokens == LONG


def test_another_entry_takes_the_place_of_one(cache: PrefixCache[FakeCache]) -> None:
    before, _ = fill(cache, LONG)
    by = Entry(FakeCache(3), [9, 9, 9])
    cache.replace(before, by)
    assert len(cache) == 1
    assert fill(cache, [9, 9, 9, 1]) == (by, 3)


@given(
    prompts=st.lists(st.tuples(st.lists(st.integers(0, 2), min_size=1, max_size=60), st.booleans()), max_size=12),
    budget=st.integers(0, 200),
)
def test_side_jobs_change_nothing_for_conversations(prompts: list[tuple[list[int], bool]], budget: int) -> None:
    """What a conversation finds again is the same without them."""
    among, alone = PrefixCache(FakeCache, budget), PrefixCache(FakeCache, budget)
    for prompt, is_side_job in prompts:
        reused = fill(among, prompt, is_side_job=is_side_job)[1]
        if not is_side_job:
            assert reused == fill(alone, prompt)[1]


@given(prompts=st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=60), max_size=12), budget=st.integers(0, 200))
def test_reused_tokens_are_always_the_prompts_own(prompts: list[list[int]], budget: int) -> None:
    cache = PrefixCache(FakeCache, budget)
    for prompt in prompts:
        entry, reused = fill(cache, prompt)
        assert reused < len(prompt)
        assert entry.tokens == prompt
        assert cache.byte_count <= budget or len(cache) == 1
