from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoConfig

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.lm import decoder
from chatapp.lm.conversion import convert
from chatapp.lm.graph import tensors
from chatapp.lm.loading import load
from chatapp.lm.packed.format import FILE
from chatapp.lm.packed.reading import read_packed
from chatapp.lm.packed.torch_weights import state_dict
from chatapp.lm.torch_loading import context_limit
from tests.lm.conftest import ignore
from tests.lm.packed.sources import model_of, save_fitting

TOKENS = [1, 40, 300, 12, 7, 383, 99]


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    source = save_fitting(tmp_path / "original", "qwen3", "bfloat16")
    target = tmp_path / "packed"
    target.mkdir()
    convert(source, target, ignore)
    assert (target / FILE).is_file()
    return target


def test_torch_computes_from_a_packed_folder(packed: Path) -> None:
    model = load(packed, "Packed", ignore)
    model.decoder.start(TOKENS)
    found = model.decoder.prefill(TOKENS)
    config = AutoConfig.from_pretrained(packed)
    expected = model_of(config).float()
    expected.load_state_dict(state_dict(read_packed(packed), torch.float32))
    with torch.inference_mode():
        logits = expected.eval()(torch.tensor([TOKENS])).logits[0, -1].numpy()
    assert np.corrcoef(found, logits)[0, 1] > 0.999  # the model may compute in bfloat16
    assert model.info.context_limit == 256
    model.close()


def test_damaged_packed_file_is_named(packed: Path) -> None:
    data = (packed / FILE).read_bytes()
    (packed / FILE).write_bytes(data[: len(data) // 2])
    with pytest.raises(ProblemError, match=r"Packed cannot be used: packed\.safetensors is cut off"):
        load(packed, "Packed", ignore)


def test_packed_file_that_describes_another_model_is_named(packed: Path) -> None:
    data = (packed / FILE).read_bytes()
    old, new = b'\\"hidden\\":64', b'\\"hidden\\":32'
    assert old in data
    (packed / FILE).write_bytes(data.replace(old, new))
    with pytest.raises(ProblemError, match=r"packed\.safetensors is damaged"):
        load(packed, "Packed", ignore)


@pytest.mark.parametrize("is_packed", [True, False])
def test_out_of_memory_while_loading_is_reported_and_nothing_stays(
    is_packed: bool, packed: Path, folders: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = packed if is_packed else folders("mistral")

    def exhausted(*_: object, **__: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GiB")

    freed: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(decoder, "give_back", freed.append)
        target, step = (tensors, "unpacked") if is_packed else (torch.nn.Module, "to")
        patched.setattr(target, step, exhausted)
        with pytest.raises(ProblemError) as caught:
            load(folder, "Large", ignore)
    assert caught.value.problem.kind is ProblemKind.OUT_OF_MEMORY
    assert "to load Large" in caught.value.problem.sentence
    assert len(caught.value.problem.remedies) == 3
    assert len(freed) == 1
    assert load(folder, "Large", ignore).decoder.start(TOKENS) == 0


def test_context_of_a_model_that_states_none() -> None:
    assert context_limit(AutoConfig.for_model("bloom", n_layer=1, hidden_size=8, n_head=1)) == 4096
    assert context_limit(AutoConfig.for_model("gpt2", n_positions=99)) == 99
