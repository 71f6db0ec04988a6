from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numba import njit
from numpy.typing import NDArray

from chatapp.lm.cpu import vectors
from chatapp.lm.kernels.layout import aligned_empty
from chatapp.lm.kernels.rounding import LEAST, Rounded, rounded

FLOATS = st.floats(-(2.0**100), 2.0**100, width=32, allow_subnormal=False)


def round_groups(source: int, values: int, scales: int, sums: int, groups: int) -> None:
    for group in range(groups):
        vectors.round_group(source + group * 128, values + group * 32, scales + group * 4, sums + group * 4)


compiled_rounding: Any = njit()(round_groups)


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 3), st.integers(1, 70)), elements=FLOATS))
def test_within_half_a_step(x: NDArray[np.float32]) -> None:
    found = rounded(x)
    wide = np.repeat(found.scales, 32, 1)
    back = (wide * found.values)[:, : x.shape[1]]
    assert (np.abs(back - x) <= 0.5001 * wide[:, : x.shape[1]] + LEAST).all()
    assert not found.values[:, x.shape[1] :].any()
    whole = found.values.reshape(*found.scales.shape, 32).sum(2, dtype=np.int32)
    np.testing.assert_array_equal(found.sums, found.scales * whole.astype(np.float32))


def test_the_greatest_is_127_and_halves_go_to_even() -> None:
    x = np.zeros((1, 32), np.float32)
    x[0, :4] = [-127, 2.5, 3.5, -0.5]
    assert rounded(x).values[0, :4].tolist() == [-127, 2, 4, 0]


def test_nothing_and_next_to_nothing_are_zero() -> None:
    for value in (0.0, 1e-45, 3e-38, 3.9e-37):
        found = rounded(np.full((1, 32), value, np.float32))
        assert not found.values.any()
        assert not found.sums.any()
    assert rounded(np.full((1, 32), 4.1e-37, np.float32)).values.tolist() == [[127] * 32]


@pytest.mark.parametrize("scale", [0.0, 1e-30, 1e-3, 1.0, 1e30])
def test_the_compiled_rounding_of_the_step_is_this_one(scale: float) -> None:
    x = aligned_empty((1, 64 * 32), np.float32).astype(np.float32, copy=False)
    x[:] = np.random.default_rng(0).standard_normal(x.shape) * scale
    expected = rounded(x)
    values = aligned_empty(x.shape, np.int8)
    scales, sums = np.zeros((1, 64), np.float32), np.zeros((1, 64), np.float32)
    places = [array.ctypes.data for array in (x, values, scales, sums)]
    compiled_rounding(*places, 64)
    np.testing.assert_array_equal(values, expected.values)
    np.testing.assert_array_equal(scales, expected.scales)
    np.testing.assert_array_equal(sums, expected.sums)


def test_activations_that_compiled_code_could_leave_cannot_be_made() -> None:
    good = rounded(np.ones((2, 64), np.float32))
    scales = good.scales
    shifted = aligned_empty((129 + 64,), np.int8)[1:129].reshape(2, 64)
    wrong = [
        (good.values[:, :40], scales),
        (good.values.astype(np.int16), scales),
        (good.values[::-1], scales),
        (shifted, scales),
        (good.values, scales[:1]),
        (good.values, scales.astype(np.float64)),
        (good.values, np.asfortranarray(scales)),
    ]
    for values, beside in wrong:
        with pytest.raises(ValueError, match="activations"):
            Rounded(values, beside, good.sums)  # type: ignore[arg-type]  # wrong types on purpose
    with pytest.raises(ValueError, match="float32"):
        rounded(np.ones((2, 64)))  # type: ignore[arg-type]  # wrong types on purpose
