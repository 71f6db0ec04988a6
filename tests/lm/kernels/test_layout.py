from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from chatapp.lm.kernels.layout import PackedMatrix, Pass, aligned_empty, groups_of, pack_int4, pack_int8

SIZES = st.tuples(st.integers(1, 40), st.integers(1, 100))
SCALES: dict[str, Any] = {"width": 16, "allow_nan": False, "allow_infinity": False}


def scales(shape: tuple[int, int], most: float) -> st.SearchStrategy[NDArray[np.float16]]:
    return arrays.arrays(np.float16, shape, elements=st.floats(-most, most, **SCALES))


@given(st.data(), SIZES)
@settings(max_examples=60, deadline=None)
def test_four_bits_come_back_as_they_went_in(data: st.DataObject, size: tuple[int, int]) -> None:
    q = data.draw(arrays.arrays(np.uint8, size, elements=st.integers(0, 15)))
    groups = (size[0], groups_of(size[1]))
    d, m = data.draw(scales(groups, 1000)), data.draw(scales(groups, 1000))
    wide = np.repeat(d, 32, 1)[:, : size[1]].astype(np.float32), np.repeat(m, 32, 1)[:, : size[1]].astype(np.float32)
    np.testing.assert_array_equal(pack_int4(q, d, m).dequantise(), wide[0] * q + wide[1])


@given(st.data(), SIZES)
@settings(max_examples=60, deadline=None)
def test_eight_bits_come_back_as_they_went_in(data: st.DataObject, size: tuple[int, int]) -> None:
    q = data.draw(arrays.arrays(np.int8, size, elements=st.integers(-128, 127)))
    d = data.draw(scales((size[0], groups_of(size[1])), 511))
    wide = np.repeat(d, 32, 1)[:, : size[1]].astype(np.float32)
    np.testing.assert_array_equal(pack_int8(q, d).dequantise(), wide * q)


def test_the_bytes_are_where_the_kernels_read_them() -> None:
    q = np.zeros((17, 64), np.uint8)
    q[1, 32 + 8 * 2 + 3], q[1, 32 + 8 * 2 + 4 + 3], q[16, 0] = 5, 9, 7
    d = np.arange(34, dtype=np.float16).reshape(17, 2)
    packed = pack_int4(q, d, -d).passes[0]
    assert packed.nibbles.shape == (2, 2, 4, 64)
    assert packed.nibbles[0, 1, 2, 1 * 4 + 3] == 5 + 16 * 9
    assert packed.nibbles[1, 0, 0, 0] == 7
    assert np.count_nonzero(packed.nibbles) == 2
    halves = packed.scales.view(np.float16)
    assert halves[0, 1, 0, 3] == 7.0
    assert halves[0, 1, 1, 3] == -7.0
    assert not halves[1, :, :, 1:].any(), "rows that pad a block have no weight"


def test_some_rows_are_those_of_the_whole() -> None:
    rng = np.random.default_rng(0)
    packed = pack_int8(rng.integers(-128, 128, (50, 70)).astype(np.int8), rng.random((50, 3)).astype(np.float16))
    some = np.array([49, 0, 16, 16])
    np.testing.assert_array_equal(packed.dequantised_rows(some), packed.dequantise()[some])
    for outside in (-1, 50, 63):
        with pytest.raises(IndexError):
            packed.dequantised_rows(np.array([outside]))


def test_what_does_not_fit_is_refused() -> None:
    q, one = np.zeros((16, 32), np.uint8), np.ones((16, 1), np.float32)
    for scale in (one * 70_000, one * np.float32("nan")):
        with pytest.raises(ValueError, match="finite"):
            pack_int4(q, scale, one)
    with pytest.raises(ValueError, match="finite"):
        pack_int8(q.view(np.int8), one * 600)
    with pytest.raises(ValueError, match="0 to 15"):
        pack_int4(q + np.uint8(16), one, one)
    with pytest.raises(ValueError, match="no scales"):
        pack_int4(q, one, np.ones((16, 2), np.float32))


def test_a_matrix_that_compiled_code_could_leave_cannot_be_made() -> None:
    good = pack_int4(np.ones((20, 40), np.uint8), np.ones((20, 2)), np.ones((20, 2)))
    nibbles, scales_ = good.passes[0].nibbles, good.passes[0].scales
    assert PackedMatrix(20, 40, (Pass(nibbles, scales_),)).rows == 20
    shifted = aligned_empty((nibbles.size + 32,), np.uint8)[32:].reshape(nibbles.shape).astype(np.uint8, copy=False)
    wrong = [
        (Pass(nibbles[:1], scales_),),
        (Pass(nibbles, scales_[:, :1]),),
        (Pass(nibbles.astype(np.int8), scales_),),
        (Pass(nibbles[:, :, :, ::-1], scales_),),
        (Pass(shifted, scales_),),
        (),
        good.passes * 3,
    ]
    for passes in wrong:
        with pytest.raises(ValueError, match="packed"):
            PackedMatrix(20, 40, passes)
    with pytest.raises(ValueError, match="nothing"):
        PackedMatrix(0, 40, good.passes)
