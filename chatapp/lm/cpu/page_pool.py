"""Memory for the pages of all caches of a model: taken in large pieces, and used again when a page is no more.

Engine thread. A page's memory that is new to the process costs the system more time than a step of the model.
"""

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.kernels.layout import aligned_empty

Halves = NDArray[np.float16]
SLAB_BYTES = 8 << 20
LARGE_PAGE = 2 << 20
"""Bytes, on most systems."""
KEPT_SLABS = 2
LEAST_KEPT = 4


class PagePool:
    """Hands out blocks of `page_bytes`, of any content, and keeps a few of those that come back."""

    def __init__(self, page_bytes: int) -> None:
        self.page_bytes = page_bytes
        # Several pages at a time and from such a place on, because the system gives large pieces of memory in large
        # pages, and looking up many small ones would take a fifth of attention's time.
        self._at_once = max(1, SLAB_BYTES // page_bytes)
        self._most = max(LEAST_KEPT, KEPT_SLABS * self._at_once)
        self._spare: list[Halves] = []

    def take(self) -> Halves:
        if not self._spare:
            slab = aligned_empty((self._at_once, self.page_bytes // 2), np.float16, LARGE_PAGE).view(np.float16)
            self._spare = [slab[place] for place in reversed(range(self._at_once))]
        return self._spare.pop()

    def give(self, numbers: Halves) -> None:
        """Nobody looks at it any more."""
        if len(self._spare) < self._most:
            self._spare.append(numbers)

    def clear(self) -> None:
        self._spare.clear()
