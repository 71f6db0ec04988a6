"""Every variant against the reference: integer parts exact, floats to 1e-5 of the terms' magnitude."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from chatapp.lm.kernels.dot_text import COLUMNS
from chatapp.lm.kernels.layout import PackedMatrix, aligned_empty, groups_of, pack_int4, pack_int8
from chatapp.lm.kernels.multiplication import Multiplication
from chatapp.lm.kernels.rounding import Rounded, rounded
from tests.lm.kernels import reference

SHAPES = [(16, 32), (17, 33), (5, 7), (70, 1000)]


def int4(shape: tuple[int, int], seed: int = 0) -> PackedMatrix:
    rng = np.random.default_rng(seed)
    groups = (shape[0], groups_of(shape[1]))
    q = rng.integers(0, 16, shape).astype(np.uint8)
    return pack_int4(q, rng.standard_normal(groups), rng.standard_normal(groups))


def int8(shape: tuple[int, int]) -> PackedMatrix:
    rng = np.random.default_rng(1)
    q = rng.integers(-128, 128, shape).astype(np.int8)
    return pack_int8(q, rng.standard_normal((shape[0], groups_of(shape[1]))))


def activations(rows: int, columns: int) -> Rounded:
    return rounded(np.random.default_rng(2).standard_normal((rows, columns)).astype(np.float32))


def whole(values: NDArray[np.integer]) -> Rounded:
    """These int8 values as they are: scale 1, and nothing for the offsets to add to."""
    rows, columns = values.shape
    held = aligned_empty((rows, columns), np.int8).astype(np.int8, copy=False)
    held[:] = values
    ones = np.ones((rows, columns // 32), np.float32)
    return Rounded(held, ones, np.zeros_like(ones))


def filled(matrix: PackedMatrix, rows: int, value: float) -> NDArray[np.float32]:
    return np.full((rows, matrix.padded_rows), value, np.float32)


def assert_close(y: NDArray[np.float32], matrix: PackedMatrix, x: Rounded, before: float = 0.0) -> None:
    error = np.abs(y - before - reference.product(matrix, x))
    assert (error <= 1e-5 * (reference.magnitude(matrix, x) + abs(before)) + 1e-30).all()


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("packed", [int4, int8])
def test_products_are_the_references(multiplication: Multiplication, columns: int, shape: Any, packed: Any) -> None:
    matrix = packed(shape)
    x = activations(columns, shape[1])
    y = filled(matrix, columns, 7.0)
    multiplication.add(matrix, x, y, is_added=False)
    assert_close(y, matrix, x)
    multiplication.add(matrix, x, y)
    np.testing.assert_allclose(y, 2 * reference.product(matrix, x), rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize(
    ("qs", "xs"),
    [
        ((15, 15), (-128, -128)),
        ((15, 15), (127, 127)),
        ((0, 15), (-128, 127)),
        ((0, 0), (-128, -128)),
        ((15, 15), (0, 0)),
    ],
    ids=str,
)
def test_integers_are_exact_to_the_extremes(
    multiplication: Multiplication, columns: int, qs: tuple[int, int], xs: tuple[int, int]
) -> None:
    rng = np.random.default_rng(3)
    q = rng.integers(*qs, (32, 96), endpoint=True).astype(np.uint8)
    matrix = pack_int4(q, np.ones((32, 3)), np.zeros((32, 3)))
    x = whole(rng.integers(*xs, (columns, 96), endpoint=True))
    y = filled(matrix, columns, 0.0)
    multiplication.add(matrix, x, y)
    # Sums of this size are whole numbers in float32.
    np.testing.assert_array_equal(y, x.values.astype(np.int64) @ q.T.astype(np.int64))
    np.testing.assert_array_equal(y, reference.integer_dots(matrix.passes[0], x).sum(2))


@pytest.mark.parametrize("scale", [6e-8, 1e-4, 60_000.0], ids=["subnormal", "small", "huge"])
def test_scales_at_the_ends_of_float16(multiplication: Multiplication, scale: float) -> None:
    q = np.random.default_rng(4).integers(0, 16, (16, 64)).astype(np.uint8)
    matrix = pack_int4(q, np.full((16, 2), scale), np.full((16, 2), -scale))
    x = activations(4, 64)
    y = filled(matrix, 4, 0.0)
    multiplication.add(matrix, x, y)
    assert np.abs(y).max() > 0
    assert_close(y, matrix, x)


def test_a_range_of_blocks_leaves_the_others(multiplication: Multiplication) -> None:
    matrix, x = int4((80, 64)), activations(2, 64)
    y = filled(matrix, 2, 3.0)
    multiplication.add_blocks(matrix, (x, y), range(1, 3), is_added=True)
    expected = reference.product(matrix, x)
    np.testing.assert_allclose(y[:, 16:48], 3 + expected[:, 16:48], rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(np.delete(y, np.s_[16:48], 1), 3.0)
    before = y.copy()
    multiplication.add_blocks(matrix, (x, y), range(2, 2), is_added=False)
    np.testing.assert_array_equal(y, before)


@pytest.mark.parametrize("pack", [int4, int8], ids=["4 bits", "8 bits"])
def test_a_column_never_depends_on_its_neighbours(
    multiplication: Multiplication, pack: Callable[[tuple[int, int]], PackedMatrix]
) -> None:
    matrix, x = pack((64, 128)), activations(12, 128)
    together, alone = filled(matrix, 12, 0.0), filled(matrix, 1, 0.0)
    multiplication.add(matrix, x, together)
    for row in (0, 11):
        multiplication.add(matrix, x.chosen(row, row + 1), alone, is_added=False)
        np.testing.assert_array_equal(alone[0], together[row])


@pytest.mark.parametrize("columns", COLUMNS)
def test_both_nibbles_of_a_byte_are_whole(multiplication: Multiplication, columns: int) -> None:
    """Every code and every activation, with scales that keep the sums whole numbers."""
    q = np.arange(-128, 128).astype(np.int8).reshape(4, 64).repeat(8, 0)
    matrix = pack_int8(q, np.ones((32, 2)))
    x = whole(np.random.default_rng(6).integers(-128, 127, (columns, 64), endpoint=True))
    offsets = Rounded(x.values, x.scales, x.values.reshape(columns, 2, 32).sum(2, dtype=np.int64).astype(np.float32))
    y = filled(matrix, columns, 0.0)
    multiplication.add(matrix, offsets, y)
    np.testing.assert_array_equal(y, x.values.astype(np.int64) @ q.T.astype(np.int64))


def test_any_number_of_rows_of_floats(multiplication: Multiplication) -> None:
    matrix = int8((37, 100))
    x = np.random.default_rng(5).standard_normal((27, 100)).astype(np.float32)
    y = multiplication.multiply(matrix, x)
    exact = x @ matrix.dequantise().T
    assert y.shape == (27, 37)
    assert np.abs(y - exact).max() < 0.02 * np.abs(exact).max()


def test_wrong_arguments_never_reach_compiled_code(multiplication: Multiplication) -> None:
    matrix, x = int4((32, 64)), activations(2, 64)
    good = filled(matrix, 2, 0.0)
    read_only = good.copy()
    read_only.flags.writeable = False
    odd = np.empty(good.nbytes + 1, np.uint8)[1:].view(np.float32).reshape(good.shape)
    for y in (good[:, :16], good.astype(np.float64), good[:1], np.asfortranarray(good), read_only, odd):
        with pytest.raises(ValueError, match="product"):
            multiplication.add(matrix, x, y)  # type: ignore[arg-type]  # float64 on purpose
    for wrong in (activations(3, 64), activations(2, 32), activations(2, 65)):
        with pytest.raises(ValueError, match="no kernel"):
            multiplication.add(matrix, wrong, good)
    for blocks in (range(-1, 1), range(3), range(0, 2, 2)):
        with pytest.raises(ValueError, match="blocks"):
            multiplication.add_blocks(matrix, (x, good), blocks, is_added=True)
    with pytest.raises(ValueError, match="multiplied"):
        multiplication.multiply(matrix, np.zeros((1, 63), np.float32))
    assert not good.any()
