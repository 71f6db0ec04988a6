"""Pages of keys and values: growing, sharing, and failing without a trace."""

import numpy as np
import pytest

from chatapp.lm.cpu.page_pool import LEAST_KEPT, PagePool
from chatapp.lm.cpu.paged_cache import PagedCache
from chatapp.lm.cpu.records import PAGE

PAGE_BYTES = 2 * 3 * 16 * 2 * PAGE * 2


def filled(length: int) -> PagedCache:
    cache = PagedCache(PagePool(PAGE_BYTES))
    cache.reserve(length)
    cache.length = length
    return cache


def test_pages_come_as_they_are_needed_and_go_when_cut_off() -> None:
    cache = PagedCache(PagePool(PAGE_BYTES))
    assert cache.byte_count == 0
    for length, pages in ((1, 1), (PAGE, 1), (PAGE + 1, 2), (40 * PAGE, 40)):
        cache.reserve(length)
        cache.length = length
        assert cache.byte_count == pages * PAGE_BYTES
    kept = cache.table[:2].copy()
    cache.truncate(2 * PAGE)
    assert cache.byte_count == 2 * PAGE_BYTES
    np.testing.assert_array_equal(cache.table[:2], kept)


def test_a_copy_shares_full_pages_alone() -> None:
    cache = filled(2 * PAGE + 5)
    copy = cache.copied(2 * PAGE + 1)
    np.testing.assert_array_equal(copy.table[:2], cache.table[:2])
    assert copy.table[2] != cache.table[2]
    assert copy.length == 2 * PAGE + 1


def test_a_shared_page_is_copied_before_it_is_written_to() -> None:
    cache = filled(2 * PAGE)
    copy = cache.copied(2 * PAGE)
    shared = copy.table[:2].copy()
    cache.truncate(PAGE + 3)
    cache.reserve(PAGE + 4)
    assert cache.table[0] == shared[0]
    assert cache.table[1] != shared[1]
    np.testing.assert_array_equal(copy.table[:2], shared)


def test_lengths_that_are_not_there_are_refused() -> None:
    cache = filled(10)
    for length in (-1, 11):
        with pytest.raises(ValueError, match="cut back"):
            cache.truncate(length)
        with pytest.raises(ValueError, match="no first"):
            cache.copied(length)


def test_saved_is_what_is_filled() -> None:
    cache = filled(PAGE + 1)
    cache.reserve(3 * PAGE)
    saved = cache.save()
    assert saved.shape == (2, PAGE_BYTES // 2)
    assert PagedCache(PagePool(PAGE_BYTES)).save().shape == (0, PAGE_BYTES // 2)
    again = PagedCache(PagePool(PAGE_BYTES))
    again.restore(saved, PAGE + 1)
    np.testing.assert_array_equal(again.save(), saved)
    for wrong in (saved[:1], np.asfortranarray(saved)):
        with pytest.raises(ValueError, match="do not fit"):
            again.restore(wrong, PAGE + 1)
    assert again.length == PAGE + 1


def test_the_memory_of_a_page_is_used_again_once_no_cache_has_it() -> None:
    pool = PagePool(1 << 23)  # one page a slab
    cache = PagedCache(pool)
    cache.reserve(2 * PAGE)
    cache.length = 2 * PAGE
    copy = cache.copied(PAGE)
    first, second = cache.table[:2].tolist()
    del cache
    assert pool.take().ctypes.data == second
    del copy
    assert pool.take().ctypes.data == first


def test_no_more_is_kept_than_a_few_pages_and_none_after_all() -> None:
    pool = PagePool(1 << 23)
    given = [pool.take() for _ in range(LEAST_KEPT + 2)]
    for numbers in given:
        pool.give(numbers)
    kept = {numbers.ctypes.data for numbers in given[:LEAST_KEPT]}
    assert {pool.take().ctypes.data for _ in range(LEAST_KEPT)} == kept
    pool.give(given[0])
    pool.clear()
    assert pool.take().ctypes.data != given[0].ctypes.data


def test_what_was_there_before_is_not_seen_in_a_new_page() -> None:
    pool = PagePool(PAGE_BYTES)
    numbers = pool.take()
    numbers.fill(7)
    pool.give(numbers)
    cache = PagedCache(pool)
    cache.reserve(1)
    cache.length = 1
    assert cache.table[0] == numbers.ctypes.data
    assert not cache.save().any()
