from hypothesis import given
from hypothesis import strategies as st

from chatapp.ui.transcript.extents import Extents

SIZES = st.lists(st.integers(1, 1000), min_size=1, max_size=60)


@given(SIZES, st.lists(st.tuples(st.integers(0, 59), st.integers(1, 1000)), max_size=20))
def test_it_agrees_with_sums(sizes: list[int], changes: list[tuple[int, int]]) -> None:
    extents = Extents(sizes)
    for row, size in changes:
        if row < len(sizes):
            extents.resize(row, size)
            sizes[row] = size
    assert extents.total == sum(sizes)
    assert [extents.offset(row) for row in range(len(sizes))] == [sum(sizes[:row]) for row in range(len(sizes))]
    assert [extents.size(row) for row in range(len(extents))] == sizes


@given(SIZES, st.lists(st.integers(1, 1000), max_size=60), st.integers(0, 60))
def test_the_rows_from_one_on_are_replaced(sizes: list[int], others: list[int], row: int) -> None:
    extents = Extents(sizes)
    row = min(row, len(sizes))
    extents.replace(row, others)
    fresh = Extents([*sizes[:row], *others])
    assert [extents.offset(place) for place in range(row + len(others) + 1)] == [
        fresh.offset(place) for place in range(row + len(others) + 1)
    ]
    if others:
        extents.resize(row, 7)
        assert extents.total == sum(sizes[:row]) + 7 + sum(others[1:])


@given(SIZES, st.integers(-5, 70_000))
def test_it_finds_the_row_at_a_height(sizes: list[int], height: int) -> None:
    extents = Extents(sizes)
    row = extents.at(height)
    assert row == 0 or extents.offset(row) <= height
    assert row == len(sizes) - 1 or height < extents.offset(row) + sizes[row]


def test_nothing_is_nothing() -> None:
    assert (len(Extents()), Extents().total) == (0, 0)
