"""What the sets do in their own widths equals exact integers, also on the sets that this processor lacks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from chatapp.lm.kernels.instruction_set import INSTRUCTION_SETS, InstructionSet
from chatapp.lm.kernels.layout import BLOCK_ROWS
from tests.lm.kernels.reference import group_dots, vpdpbusd, vpmaddubsw, vpmaddwd

ALL_SETS = pytest.mark.parametrize("instructions", INSTRUCTION_SETS, ids=lambda one: one.name)


@ALL_SETS
@given(
    arrays.arrays(np.int64, (4, 32), elements=st.integers(0, 15)),
    arrays.arrays(np.int64, 32, elements=st.integers(-128, 127)),
)
def test_a_group_is_added_exactly(instructions: InstructionSet, q: NDArray[np.int64], x: NDArray[np.int64]) -> None:
    np.testing.assert_array_equal(group_dots(instructions, q, x), q @ x)


@ALL_SETS
@pytest.mark.parametrize("x", [-128, 127])
def test_the_greatest_group_neither_saturates_nor_wraps(instructions: InstructionSet, x: int) -> None:
    q = np.full((4, 32), 15, np.int64)
    assert group_dots(instructions, q, np.full(32, x, np.int64)).tolist() == [15 * x * 32] * 4
    assert 15 * 128 * 16 < 1 << 15


@pytest.mark.parametrize("instructions", [one for one in INSTRUCTION_SETS if one.takes_bytes], ids=lambda one: one.name)
@pytest.mark.parametrize("x", [-128, 127])
def test_the_greatest_group_of_bytes_is_added_exactly_where_a_set_takes_them(
    instructions: InstructionSet, x: int
) -> None:
    q = np.full((4, 32), 255, np.int64)
    assert group_dots(instructions, q, np.full(32, x, np.int64)).tolist() == [255 * x * 32] * 4


def test_the_models_saturate_and_wrap_where_the_processor_does() -> None:
    both = np.array([255, 255]), np.array([127, 127])
    assert vpmaddubsw(*both).tolist() == [32_767]
    assert vpmaddubsw(both[0], np.array([-128, -128])).tolist() == [-32_768]
    assert vpmaddubsw(np.array([15, 15]), np.array([127, 127])).tolist() == [3_810]
    assert vpmaddwd(np.array([-32_768] * 2), np.array([-32_768] * 2)).tolist() == [-(1 << 31)]
    assert vpdpbusd(np.array([(1 << 31) - 1]), np.array([1, 0, 0, 0]), np.array([1, 0, 0, 0])).tolist() == [-(1 << 31)]


def test_best_comes_first_and_names_are_one_each() -> None:
    assert [one.name for one in INSTRUCTION_SETS] == ["avx512-vnni", "avx-vnni", "avx2", "neon-dot", "neon"]
    assert all(BLOCK_ROWS % one.rows == 0 for one in INSTRUCTION_SETS)
