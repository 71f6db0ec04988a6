import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from chatapp.app import _loader
from chatapp.domain.errors import ProblemError
from chatapp.domain.model import TaskProgress
from chatapp.lm.conversion import convert
from chatapp.lm.cpu.code_cache import NUMBA_CACHE
from chatapp.lm.cpu.decoder import CpuDecoder
from chatapp.lm.cpu.kv_form import KvForm
from chatapp.lm.cpu.remembering import WORTH_TOKENS
from chatapp.lm.cpu_loading import load_compiled
from chatapp.lm.kernels.families import family_of
from chatapp.lm.kernels.host import this_host
from chatapp.lm.kv_store import SNAPSHOTS
from chatapp.lm.loading import load
from chatapp.lm.means import Means
from chatapp.lm.packed.format import FILE
from chatapp.lm.ready_made import FOLDER
from chatapp.settings import Model, SettingsFile
from tests.lm.conftest import ignore
from tests.lm.packed.sources import save_fitting

TOKENS = [1, 40, 300, 12, 7, 383, 99]
PROGRAM = """
import json, sys
from pathlib import Path
from chatapp.lm import cpu_loading
from chatapp.lm.kv_store import SNAPSHOTS
from chatapp.lm.loading import load
cpu_loading.resources = lambda: Path(sys.argv[4])
stages = []
model = load(Path(sys.argv[1]), "Packed", lambda progress: stages.append(progress.stage), Path(sys.argv[2]))
tokens = json.loads(sys.argv[3])
model.decoder.start(tokens)
logits = model.decoder.prefill(tokens).tolist()
heavy = [name for name in ("torch", "transformers") if name in sys.modules]
print(json.dumps({"device": model.info.device, "heavy": heavy, "logits": logits, "stages": stages}))
"""
needs_kernels = pytest.mark.skipif(this_host().best() is None, reason="this processor has no kernels of ours")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("packed")
    (place / "model").mkdir()
    convert(save_fitting(place / "original", "llama", "bfloat16"), place / "model", ignore)
    return place / "model"


@needs_kernels
def test_compiled_step_answers_without_torch_and_as_torch_does(packed: Path, tmp_path: Path) -> None:
    """With code that came with the program, where this processor is of a family that has some."""
    # Another load in this process may have said where numba keeps its code.
    surroundings = {name: value for name, value in os.environ.items() if name != NUMBA_CACHE}
    family = family_of(this_host())
    if family is not None:
        make = "import sys, pathlib, chatapp.lm.ready_made as made; made.make(sys.argv[1], pathlib.Path(sys.argv[2]))"
        words = [sys.executable, "-c", make, family.name, str(tmp_path / "shipped" / FOLDER)]
        subprocess.run(words, check=True, env=surroundings)
    command = [sys.executable, "-c", PROGRAM, str(packed), str(tmp_path / "cache"), json.dumps(TOKENS)]
    done = subprocess.run(
        [*command, str(tmp_path / "shipped")], capture_output=True, text=True, check=True, env=surroundings
    )
    said = json.loads(done.stdout)
    assert said["heavy"] == []
    assert said["device"].startswith("CPU (")
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"kernels", "numba"}
    if family is not None:
        assert _files(tmp_path / "cache") == _files(tmp_path / "shipped")
    by_torch = load(packed, "Packed", ignore)
    by_torch.decoder.start(TOKENS)
    expected = by_torch.decoder.prefill(TOKENS)
    assert np.corrcoef(said["logits"], expected)[0, 1] > 0.99


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@needs_kernels
def test_weights_that_do_not_fit_are_named(packed: Path, tmp_path: Path) -> None:
    data = (packed / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(data.replace(b'\\"hidden\\":64', b'\\"hidden\\":32'))
    with pytest.raises(ProblemError, match=r"packed\.safetensors is damaged"):
        load_compiled(tmp_path, "Packed", ignore, tmp_path / "cache")


@needs_kernels
def test_progress_says_that_code_is_made_ready(packed: Path, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes((packed / FILE).read_bytes()[:100])
    reports: list[TaskProgress] = []
    with pytest.raises(ProblemError):
        load_compiled(tmp_path, "Packed", reports.append, tmp_path / "cache")
    assert [report.stage for report in reports] == ["Preparing code for this processor"]


@needs_kernels
@pytest.mark.parametrize("form", KvForm, ids=lambda form: form.value)
def test_keys_and_values_are_kept_as_was_chosen(packed: Path, tmp_path: Path, form: KvForm) -> None:
    loaded = load_compiled(packed, "Packed", ignore, tmp_path / "cache", Means(1, kv_cache=form.value))
    assert loaded is not None
    decoder = loaded[0]
    assert isinstance(decoder, CpuDecoder)
    decoder.start(TOKENS)
    decoder.prefill(TOKENS)
    assert decoder.save()[1].nbytes == 2 * 2 * form.part_bytes(16)  # layers, key heads
    decoder.close()


@needs_kernels
def test_the_settings_are_those_of_the_moment_of_loading(packed: Path, tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.toml")
    loader, snapshots = _loader(tmp_path / "cache", settings), tmp_path / "cache" / SNAPSHOTS
    tokens = [TOKENS[place % len(TOKENS)] for place in range(WORTH_TOKENS + 1)]
    for megabytes in (0, 1):
        settings.change(model=Model(disk_megabytes=megabytes, threads=1))
        model = loader(packed, "Packed", ignore)
        assert model.info.threads == 1
        model.decoder.start(tokens)
        model.decoder.prefill(tokens)
        model.rest()
        model.close()
        assert snapshots.exists() == (megabytes > 0)
