"""Single instructions of compiled code against NumPy."""

from pathlib import Path

import numpy as np

from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.compiled import inner, with_file
from chatapp.lm.cpu.vector_type import LANES
from chatapp.lm.kernels.rounding import rounded


@inner
def exp2_each(source: int, target: int, size: int) -> None:
    for index in range(0, size, LANES):
        v.store(target, index, v.exp2_of(v.load(source, index)))


@inner
def store_each(source: int, target: int, size: int) -> None:
    for index in range(0, size, LANES):
        v.store_halves(target, index, v.load(source, index))
    for index in range(size, size + LANES):
        v.write_half(target, index, v.read(source, index))


@inner
def round_groups(source: int, target: int, scales: int, sums: int, groups: int) -> None:
    for group in range(groups):
        v.round_group(source + group * 128, target + group * 32, scales + group * 4, sums + group * 4)


def test_exp_is_right_to_the_last_bits_and_never_zero() -> None:
    x = np.concatenate([np.linspace(-125, 126, 4096 - 16), np.full(16, -1e30)]).astype(np.float32)
    y = np.empty_like(x)
    exp2_each(x.ctypes.data, y.ctypes.data, x.size)
    wanted = np.exp2(np.maximum(x, -125).astype(np.float64))
    assert np.abs(y / wanted - 1).max() < 3e-7
    ones = np.zeros(LANES, np.float32)
    exp2_each(ones.ctypes.data, ones.ctypes.data, LANES)
    np.testing.assert_array_equal(ones, 1)


def test_float16_is_rounded_as_numpy_does_and_does_not_overflow() -> None:
    x = np.random.default_rng(0).standard_normal(512 + LANES).astype(np.float32) * 100
    x[:4] = x[-4:] = (1e6, -1e6, 1e-7, 65519.0)
    found = np.empty(x.size, np.float16)
    store_each(x.ctypes.data, found.ctypes.data, 512)
    np.testing.assert_array_equal(found, np.clip(x, -65504, 65504).astype(np.float16))


def test_activations_are_rounded_as_defined() -> None:
    x = np.random.default_rng(1).standard_normal((1, 128)).astype(np.float32)
    x[0, 32:64] = 0
    x[0, 64:96] *= 1e-38
    wanted = rounded(x)
    values, scales, sums = np.empty(128, np.int8), np.empty(4, np.float32), np.empty(4, np.float32)
    round_groups(x.ctypes.data, values.ctypes.data, scales.ctypes.data, sums.ctypes.data, 4)
    np.testing.assert_array_equal(values, wanted.values[0])
    np.testing.assert_array_equal(scales, wanted.scales[0])
    np.testing.assert_array_equal(sums, wanted.sums[0])


def test_compiled_code_names_a_file_that_is_there() -> None:
    """In a frozen program code names its file within the bundle, and numba would pass the cache over."""

    def function() -> None: ...

    function.__code__ = function.__code__.replace(co_filename="chatapp/lm/cpu/compiled.py")
    assert Path(with_file(function).__code__.co_filename).is_file()
    unchanged = test_compiled_code_names_a_file_that_is_there.__code__.co_filename
    assert with_file(test_compiled_code_names_a_file_that_is_there).__code__.co_filename == unchanged
