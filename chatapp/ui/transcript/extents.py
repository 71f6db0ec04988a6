"""Heights of many rows, one below the other: where each begins, which lies at a height. Pure.

A binary indexed tree (Fenwick 1994): a change of one height and a question cost log n, so 10,000 rows are no burden.
"""

from collections.abc import Sequence


class Extents:
    def __init__(self, sizes: Sequence[int] = ()) -> None:
        self._sizes: list[int] = []
        self._sums = [0]
        self.replace(0, sizes)

    def replace(self, row: int, sizes: Sequence[int]) -> None:
        """From this row on, these heights; those above it stay."""
        del self._sizes[row:]
        del self._sums[row + 1 :]
        self._sizes += sizes
        self._sums += sizes
        node = row
        while node > 0:  # those that stay, and whose sum one below takes in
            self._give(node)
            node &= node - 1
        sums, number = self._sums, len(self._sums)
        for node in range(row + 1, number):
            parent = node + (node & -node)
            if parent < number:
                sums[parent] += sums[node]

    def __len__(self) -> int:
        return len(self._sizes)

    @property
    def total(self) -> int:
        return self.offset(len(self._sizes))

    def size(self, row: int) -> int:
        return self._sizes[row]

    def resize(self, row: int, size: int) -> None:
        change = size - self._sizes[row]
        self._sizes[row] = size
        node = row + 1
        while node < len(self._sums):
            self._sums[node] += change
            node += node & -node

    def _give(self, node: int) -> None:
        """Its sum to that of the next greater node which takes it in."""
        parent = node + (node & -node)
        if parent < len(self._sums):
            self._sums[parent] += self._sums[node]

    def offset(self, row: int) -> int:
        """Where a row begins: the sum of the heights above it."""
        total = 0
        while row > 0:
            total += self._sums[row]
            row &= row - 1
        return total

    def at(self, height: int) -> int:
        """The row that covers a height; the first or the last where it lies outside. There must be a row."""
        node, step = 0, 1 << len(self._sizes).bit_length()
        while step:
            if node + step < len(self._sums) and self._sums[node + step] <= height:
                node += step
                height -= self._sums[node]
            step >>= 1
        return min(node, len(self._sizes) - 1)
