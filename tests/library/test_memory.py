"""Whether a model fits, in one sentence."""

from pathlib import Path

from chatapp.library.memory import OVERHEAD_BYTES, estimate


def test_a_model_that_fits_and_one_that_does_not(tmp_path: Path) -> None:
    with (tmp_path / "model.safetensors").open("wb") as file:
        file.truncate(1_000_000_000)  # a hole: no byte of it is on the disk
    plenty = estimate(tmp_path, lambda: 8_000_000_000)
    assert plenty.needed_bytes == 1_150_000_000 + OVERHEAD_BYTES
    assert plenty.fits
    assert plenty.sentence == "The model needs about 1.6 GB of memory, and 8.0 GB are free."
    tight = estimate(tmp_path, lambda: 1_000_000_000)
    assert not tight.fits
    assert "may become very slow" in tight.sentence


def test_this_computer_has_some_memory(tmp_path: Path) -> None:
    assert estimate(tmp_path).free_bytes > 0
