from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from chatapp.lm.packed import packing
from chatapp.lm.packed.packing import EIGHT_BIT_BOUND, FloatPacking, Matrix, Misfit, TooCoarseError
from tests.lm.packed.blocks import EXACT, KINDS, normal, raw_rows, reference, relative
from tests.lm.packed.parts import float_part, gguf_part

PASSES = {"Q4_0": 1, "Q4_1": 1, "Q4_K": 1, "Q2_K": 1}


def packed_whole(matrix: Matrix) -> tuple[NDArray[np.float32], Misfit]:
    slabs = list(matrix.slabs())
    return np.concatenate([slab.dequantise() for _, slab, _ in slabs]), sum((m for _, _, m in slabs), Misfit())


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_is_within_its_bound(kind: str, tmp_path: Path) -> None:
    raw = raw_rows(kind, 40, 512)
    values = reference(kind, raw)
    matrix = Matrix([gguf_part(tmp_path / "w", kind, raw, 512)])
    found, misfit = packed_whole(matrix)
    error = relative(found - values, values)
    assert matrix.kinds == (kind,)
    assert matrix.passes == PASSES.get(kind, 2)
    assert misfit.relative == pytest.approx(error, rel=0.02, abs=1e-7)
    assert error <= {"Q2_K": 0.06}.get(kind, EIGHT_BIT_BOUND)
    assert kind not in EXACT or error == 0


def test_parts_lie_one_below_the_other(tmp_path: Path) -> None:
    """Of three kinds, with heights that no block of 16 rows divides: the widest decides."""
    kinds, heights = ("Q4_1", "Q8_0", "F16"), (19, 7, 30)
    raws = [raw_rows(kind, height, 64, height) for kind, height in zip(kinds, heights, strict=True)]
    parts = [gguf_part(tmp_path / kind, kind, raw, 64) for kind, raw in zip(kinds, raws, strict=True)]
    matrix = Matrix(parts)
    found, _ = packed_whole(matrix)
    assert (matrix.rows, matrix.columns, matrix.passes) == (56, 64, 2)
    assert np.array_equal(found[:19], reference("Q4_1", raws[0]))
    assert np.array_equal(found[19:26], reference("Q8_0", raws[1]))
    np.testing.assert_allclose(found[26:], reference("F16", raws[2]), atol=1e-3)


def test_slabs_are_whole_blocks_and_cover_all(tmp_path: Path) -> None:
    columns = packing.SLAB_WEIGHTS // 40
    raw = raw_rows("Q4_0", 70, columns // 32 * 32)
    matrix = Matrix([gguf_part(tmp_path / "w", "Q4_0", raw, columns // 32 * 32)])
    starts = [start for start, _, _ in matrix.slabs()]
    assert starts == [0, 32, 64]
    found, _ = packed_whole(matrix)
    assert np.array_equal(found, reference("Q4_0", raw))


@pytest.mark.parametrize("dtype", ["F64", "F32", "F16", "BF16"])
@pytest.mark.parametrize("is_transposed", [False, True])
def test_floats_become_eight_bits(dtype: str, is_transposed: bool, tmp_path: Path) -> None:
    values = normal(48, 96)
    matrix = Matrix([float_part(tmp_path / "w", values, dtype, is_transposed=is_transposed)])
    found, misfit = packed_whole(matrix)
    assert relative(found - values, values) < 0.0065  # half of bfloat16's own step beside the eight bits
    assert misfit.relative < 0.0056
    matrix.check(misfit)


def test_four_bits_by_choice(tmp_path: Path) -> None:
    matrix = Matrix([float_part(tmp_path / "w", normal(48, 96), "BF16")], FloatPacking.FOUR_BITS)
    _, misfit = packed_whole(matrix)
    assert matrix.passes == 1
    assert 0.06 < misfit.relative < 0.085
    matrix.check(misfit)


def test_outliers_are_too_much_for_eight_bits(tmp_path: Path) -> None:
    values = normal(48, 96)
    values[:, 5::32] = 30 * 0.05
    matrix = Matrix([float_part(tmp_path / "w", values, "F32")])
    _, misfit = packed_whole(matrix)
    with pytest.raises(TooCoarseError, match="eight bits miss the weights by 1"):
        matrix.check(misfit)
