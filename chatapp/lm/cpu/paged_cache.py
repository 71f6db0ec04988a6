"""Keys and values of one token sequence, in pages of 128 positions that several sequences may share. Engine thread.

A page holds every layer's part, in a form that this module does not know. Pages come one at a time, so growing copies
nothing; a copy shares the full pages and owns only what it appends. A page that was ever shared is copied before it is
written to.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.page_pool import Halves, PagePool
from chatapp.lm.cpu.records import PAGE


@dataclass(slots=True, eq=False)
class Page:
    """`pool` gets the memory back with the last cache that holds the page; None where it is another's."""

    numbers: Halves
    pool: PagePool | None = None
    is_shared: bool = False

    def __del__(self) -> None:
        if self.pool is not None:
            self.pool.give(self.numbers)


class PagedCache:
    """`length` positions of it are filled. Its memory is the pool's, of which `byte_count` counts the pages in use."""

    def __init__(self, pool: PagePool) -> None:
        self._pool = pool
        self._pages: list[Page] = []
        self._addresses = np.zeros(16, np.int64)
        self._address = self._addresses.ctypes.data
        self.length = 0

    @property
    def byte_count(self) -> int:
        return len(self._pages) * self._pool.page_bytes

    @property
    def table(self) -> NDArray[np.int64]:
        """The pages' addresses, valid until the next call that changes the cache."""
        return self._addresses

    @property
    def table_address(self) -> int:
        return self._address

    def reachable(self, length: int) -> int:
        return length

    def truncate(self, length: int) -> None:
        """Forgets the positions from `length` on."""
        if not 0 <= length <= self.length:
            raise ValueError(f"{self.length} positions cannot be cut back to {length}")
        self.length = length
        del self._pages[page_count(length) :]

    def reserve(self, length: int) -> None:
        """Makes the positions up to `length` writable; MemoryError before anything is changed."""
        first = self.length // PAGE
        if length <= len(self._pages) * PAGE and not any(page.is_shared for page in self._pages[first:]):
            return
        replaced = [self._own(page) for page in self._pages[first:]]
        added = [self._blank() for _ in range(page_count(length) - len(self._pages))]
        self._set(self._pages[:first] + replaced + added)

    def copied(self, length: int) -> "PagedCache":
        """Another cache with the first `length` positions; full pages are shared."""
        if not 0 <= length <= self.length:
            raise ValueError(f"{self.length} positions have no first {length}")
        made = PagedCache(self._pool)
        full = length // PAGE
        last = [self._copy(page) for page in self._pages[full : page_count(length)]]
        for page in self._pages[:full]:
            page.is_shared = True
        made._set(self._pages[:full] + last)
        made.length = length
        return made

    def save(self) -> Halves:
        """Everything that is filled, as (pages, numbers of a page); for `restore` of a cache of the same form."""
        pages = [page.numbers for page in self._pages[: page_count(self.length)]]
        return np.stack(pages) if pages else np.empty((0, self._pool.page_bytes // 2), np.float16)

    def restore(self, saved: Halves, length: int) -> None:
        """Takes over what `save` gave, without a copy: `saved` must stay as it is. ValueError where it has another
        form, and nothing is changed."""
        fits = saved.dtype == np.float16 and saved.shape == (page_count(length), self._pool.page_bytes // 2)
        if not fits or not saved.flags.c_contiguous:
            raise ValueError(f"saved keys and values of {saved.dtype} {saved.shape} do not fit {length} positions")
        self._set([Page(numbers, is_shared=True) for numbers in saved])
        self.length = length

    def _blank(self) -> Page:
        # Zeros, because positions that are not filled yet are multiplied by weights of zero.
        made = Page(self._pool.take(), self._pool)
        made.numbers.fill(0)
        return made

    def _copy(self, page: Page) -> Page:
        made = Page(self._pool.take(), self._pool)
        made.numbers[:] = page.numbers
        return made

    def _own(self, page: Page) -> Page:
        return self._copy(page) if page.is_shared else page

    def _set(self, pages: list[Page]) -> None:
        if len(pages) > self._addresses.size:
            self._addresses = np.zeros(2 * len(pages), np.int64)
            self._address = self._addresses.ctypes.data
        self._addresses[: len(pages)] = [page.numbers.ctypes.data for page in pages]
        self._pages = pages


def page_count(length: int) -> int:
    return -(-length // PAGE)
