"""Pages of keys and values: growing, sharing, and failing without a trace."""

import numpy as np
import pytest

from chatapp.lm.cpu.paged_cache import PagedCache
from chatapp.lm.cpu.records import PAGE

PAGE_BYTES = 2 * 3 * 16 * 2 * PAGE * 2


def filled(length: int) -> PagedCache:
    cache = PagedCache(PAGE_BYTES)
    cache.reserve(length)
    cache.length = length
    return cache


def test_pages_come_as_they_are_needed_and_go_when_cut_off() -> None:
    cache = PagedCache(PAGE_BYTES)
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
    assert PagedCache(PAGE_BYTES).save().shape == (0, PAGE_BYTES // 2)
    again = PagedCache(PAGE_BYTES)
    again.restore(saved, PAGE + 1)
    np.testing.assert_array_equal(again.save(), saved)
    for wrong in (saved[:1], np.asfortranarray(saved)):
        with pytest.raises(ValueError, match="do not fit"):
            again.restore(wrong, PAGE + 1)
    assert again.length == PAGE + 1
