"""Every family that has a description, from a folder through the packed file into the compiled step, against torch
with the same weights. The step rounds what it multiplies to eight bits, and so comes near."""

from pathlib import Path

import numpy as np
import pytest
import torch

from chatapp.lm.conversion import convert
from chatapp.lm.cpu.decoder import CpuDecoder
from chatapp.lm.graph.decoder import LeanDecoder
from chatapp.lm.graph.tensors import from_packed
from chatapp.lm.packed.architecture import architecture_of
from chatapp.lm.packed.reading import read_packed
from tests.lm.conftest import ignore
from tests.lm.cpu.conftest import RunnerMaker
from tests.lm.packed.sources import CONFIGS, save_fitting

PLENTY = 1 << 24
PROMPT = [1, 40, 300, 12, 7, 383, 99, 5, 5, 200, 17, 1, 64, *range(20, 80)]


@pytest.mark.parametrize("kind", CONFIGS)
def test_the_compiled_step_computes_the_model(kind: str, tmp_path: Path, runner_of: RunnerMaker) -> None:
    (tmp_path / "target").mkdir()
    convert(save_fitting(tmp_path / "original", kind, "bfloat16"), tmp_path / "target", ignore)
    packed = read_packed(tmp_path / "target")
    compiled = CpuDecoder(runner_of(architecture_of(packed)), PLENTY)
    exact = LeanDecoder(from_packed(packed, torch.float32, "cpu"), PLENTY, None)
    for decoder in (compiled, exact):
        assert decoder.start(PROMPT) == 0
    assert np.corrcoef(compiled.prefill(PROMPT), exact.prefill(PROMPT))[0, 1] > 0.998
    for token in (5, 6, 7):
        found, wanted = compiled.step(token), exact.step(token)
        assert np.corrcoef(found, wanted)[0, 1] > 0.998
        assert np.abs(found - wanted).max() < 0.1 * np.abs(wanted).max()
