import numpy as np
import pytest

from chatapp.lm.packed.gguf_blocks import codes_of, own_squared_error, passes_of
from tests.lm.packed.blocks import EXACT, raw_rows, reference, relative


@pytest.mark.parametrize("kind", [*EXACT, "Q4_K", "Q5_K"])
def test_codes_are_what_gguf_unpacks(kind: str) -> None:
    raw = raw_rows(kind, 24, 512)
    codes, passes = codes_of(kind, raw), passes_of(kind)
    assert codes is not None
    assert passes is not None
    assert np.array_equal(codes.values(), reference(kind, raw))
    assert int(codes.q.max()) < (16 if passes == 1 else 256)


@pytest.mark.parametrize("kind", EXACT)
def test_packing_loses_nothing(kind: str) -> None:
    raw = raw_rows(kind, 24, 96)
    codes, passes = codes_of(kind, raw), passes_of(kind)
    assert codes is not None
    assert passes is not None
    assert np.array_equal(codes.packed(passes).dequantise(), reference(kind, raw))
    assert codes.rounded() is codes


@pytest.mark.parametrize(("kind", "passes"), [("Q4_K", 1), ("Q5_K", 2)])
def test_k_quants_lose_the_rounding_of_their_scales(kind: str, passes: int) -> None:
    raw = raw_rows(kind, 24, 512)
    codes, values = codes_of(kind, raw), reference(kind, raw)
    assert codes is not None
    assert relative(codes.packed(passes).dequantise() - values, values) < 2**-11


@pytest.mark.parametrize("kind", ["F32", "Q2_K", "Q3_K", "Q6_K", "IQ4_NL"])
def test_types_without_an_exact_form(kind: str) -> None:
    assert passes_of(kind) is None
    assert codes_of(kind, np.zeros((1, 1), np.uint8)) is None


@pytest.mark.parametrize("kind", ["Q2_K", "Q3_K"])
def test_own_error_is_a_twelfth_of_the_steps_squared(kind: str) -> None:
    raw = raw_rows(kind, 8, 512)
    values = reference(kind, raw).reshape(-1, 16)
    # The least distance of two values of 16 that share a scale is a step, since random bits show neighbours.
    ordered = np.sort(values, axis=1)
    gaps = np.diff(ordered, axis=1)
    steps = np.where(gaps > 1e-7, gaps, np.inf).min(axis=1)
    expected = float(np.square(steps[np.isfinite(steps)]).sum()) * 16 / 12
    assert own_squared_error(kind, raw) == pytest.approx(expected, rel=0.2)


def test_own_error_is_not_known_of_others() -> None:
    assert own_squared_error("Q6_K", raw_rows("Q6_K", 2, 256)) == 0
