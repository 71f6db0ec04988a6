"""Keys and values of one token sequence, in pages of 128 positions that several sequences may share. Engine thread.

A page holds every layer's part, in a form that this module does not know. Pages come one at a time, so growing copies
nothing; a copy shares the full pages and owns only what it appends. A page that was ever shared is copied before it is
written to.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.records import PAGE
from chatapp.lm.kernels.layout import aligned_empty

Halves = NDArray[np.float16]
SLAB_BYTES = 8 << 20
LARGE_PAGE = 2 << 20
"""Bytes, on most systems."""


@dataclass(slots=True, eq=False)
class Page:
    numbers: Halves
    is_shared: bool = False


class PagedCache:
    """`length` positions of it are filled. Its memory comes in slabs, of which `byte_count` counts the pages in use,
    each of `page_bytes`."""

    def __init__(self, page_bytes: int) -> None:
        self._page_bytes = page_bytes
        self._pages: list[Page] = []
        self._addresses = np.zeros(16, np.int64)
        self._spare: list[Halves] = []
        self.length = 0

    @property
    def byte_count(self) -> int:
        return len(self._pages) * self._page_bytes

    @property
    def table(self) -> NDArray[np.int64]:
        """The pages' addresses, valid until the next call that changes the cache."""
        return self._addresses

    def reachable(self, length: int) -> int:
        return length

    def truncate(self, length: int) -> None:
        """Forgets the positions from `length` on."""
        if not 0 <= length <= self.length:
            raise ValueError(f"{self.length} positions cannot be cut back to {length}")
        self.length = length
        kept = page_count(length)
        self._spare += [page.numbers for page in self._pages[kept:] if not page.is_shared]
        del self._pages[kept:]

    def reserve(self, length: int) -> None:
        """Makes the positions up to `length` writable; MemoryError before anything is changed."""
        first = self.length // PAGE
        replaced = [self._own(page) for page in self._pages[first:]]
        added = [Page(self._blank()) for _ in range(page_count(length) - len(self._pages))]
        self._set(self._pages[:first] + replaced + added)

    def copied(self, length: int) -> "PagedCache":
        """Another cache with the first `length` positions; full pages are shared."""
        if not 0 <= length <= self.length:
            raise ValueError(f"{self.length} positions have no first {length}")
        made = PagedCache(self._page_bytes)
        full = length // PAGE
        last = [Page(self._copy(page)) for page in self._pages[full : page_count(length)]]
        for page in self._pages[:full]:
            page.is_shared = True
        made._set(self._pages[:full] + last)
        made.length = length
        return made

    def save(self) -> Halves:
        """Everything that is filled, as (pages, numbers of a page); for `restore` of a cache of the same form."""
        pages = [page.numbers for page in self._pages[: page_count(self.length)]]
        return np.stack(pages) if pages else np.empty((0, self._page_bytes // 2), np.float16)

    def restore(self, saved: Halves, length: int) -> None:
        """Takes over what `save` gave, without a copy: `saved` must stay as it is. ValueError where it has another
        form, and nothing is changed."""
        fits = saved.dtype == np.float16 and saved.shape == (page_count(length), self._page_bytes // 2)
        if not fits or not saved.flags.c_contiguous:
            raise ValueError(f"saved keys and values of {saved.dtype} {saved.shape} do not fit {length} positions")
        self._set([Page(numbers, is_shared=True) for numbers in saved])
        self.length = length

    def _blank(self) -> Halves:
        # Zeros, because positions that are not filled yet are multiplied by weights of zero.
        made = self._empty()
        made.fill(0)
        return made

    def _empty(self) -> Halves:
        if not self._spare:
            # Several pages at a time and from such a place on, because the system gives large pieces of memory in large
            # pages, and looking up many small ones would take a fifth of attention's time.
            count = max(1, SLAB_BYTES // self._page_bytes)
            slab = aligned_empty((count, self._page_bytes // 2), np.float16, LARGE_PAGE).view(np.float16)
            self._spare = [slab[place] for place in reversed(range(count))]
        return self._spare.pop()

    def _copy(self, page: Page) -> Halves:
        made = self._empty()
        made[:] = page.numbers
        return made

    def _own(self, page: Page) -> Page:
        return Page(self._copy(page)) if page.is_shared else page

    def _set(self, pages: list[Page]) -> None:
        if len(pages) > self._addresses.size:
            self._addresses = np.zeros(2 * len(pages), np.int64)
        self._addresses[: len(pages)] = [page.numbers.ctypes.data for page in pages]
        self._pages = pages


def page_count(length: int) -> int:
    return -(-length // PAGE)
