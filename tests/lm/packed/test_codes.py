import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chatapp.lm.packed.codes import LEVELS, Codes, nearest, stacked
from tests.lm.packed.blocks import normal, relative

WEIGHTS = arrays(
    np.float32,
    st.tuples(st.integers(1, 40), st.integers(1, 80)),
    elements=st.floats(-8, 8, width=32, allow_subnormal=False),
)


@pytest.mark.parametrize(("passes", "error"), [(1, 0.085), (2, 0.006)])
def test_error_of_normally_distributed_weights(passes: int, error: float) -> None:
    values = normal(64, 512)
    packed = nearest(values, LEVELS[passes]).packed(passes)
    assert relative(packed.dequantise() - values, values) < error


@settings(deadline=None)
@given(values=WEIGHTS, passes=st.sampled_from([1, 2]))
def test_every_weight_is_within_a_step(values: np.ndarray[tuple[int, int], np.dtype[np.float32]], passes: int) -> None:
    codes = nearest(values, LEVELS[passes])
    packed = codes.packed(passes)
    columns = values.shape[1]
    steps = np.repeat(codes.d, 32, axis=1)[:, :columns]
    coarse = np.abs(codes.m).max() * 2**-11 + 2.0**-24  # what float16 may take from the offset
    tiny = (LEVELS[passes] - 1) * 2.0**-25  # and from a step that is so small that float16 has few bits for it
    assert (np.abs(packed.dequantise() - values) <= steps * 0.51 + coarse + tiny).all()
    assert np.array_equal(packed.dequantise(), codes.values())


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused(bad: float) -> None:
    values = normal(4, 32)
    values[1, 3] = bad
    with pytest.raises(ValueError, match="not a number"):
        nearest(values, 256)


def test_scales_beyond_float16_are_refused() -> None:
    with pytest.raises(ValueError, match="float16"):
        nearest(normal(4, 32) * np.float32(1e9), 16).packed(1)


def test_one_below_the_other() -> None:
    upper, lower = nearest(normal(5, 40), 256), nearest(normal(3, 40, 1), 256)
    whole = stacked([upper, lower])
    assert np.array_equal(whole.values(), np.concatenate([upper.values(), lower.values()]))
    assert stacked([upper]) is upper


def test_four_bits_fit_among_eight() -> None:
    codes = nearest(normal(16, 64), 16)
    assert np.array_equal(codes.packed(2).dequantise(), codes.packed(1).dequantise())


def test_rounding_is_told_from_none() -> None:
    q = np.zeros((1, 32), np.uint8)
    exact = Codes(q, np.array([[0.5]], np.float32), np.array([[0.25]], np.float32))
    assert exact.rounded() is exact
    assert Codes(q, np.array([[0.1]], np.float32), np.array([[0.25]], np.float32)).rounded().d[0, 0] == np.float16(0.1)
