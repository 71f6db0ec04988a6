"""The lean pass over packed files and folders of every family, against transformers with the same weights."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoConfig

from chatapp.lm.conversion import convert
from chatapp.lm.graph.decoder import LeanDecoder
from chatapp.lm.graph.tensors import FolderTensors, from_folder, from_packed
from chatapp.lm.packed.families import describe, shape_of
from chatapp.lm.packed.reading import read_packed
from chatapp.lm.packed.torch_weights import state_dict
from tests.lm.conftest import ignore
from tests.lm.packed.sources import CONFIGS, model_of, save_fitting, write_gguf

TOKENS = [1, 40, 300, 12, 7, 383, 99, 5, 5, 200, 17, 1, 64, *range(20, 60)]
PLENTY = 1 << 24


def logits_of(model: Any) -> Any:
    with torch.inference_mode():
        return model.eval()(torch.tensor([TOKENS])).logits[0, -1].numpy()


def read(decoder: LeanDecoder) -> Any:
    """Many at once, few at once and one."""
    decoder.start(TOKENS)
    decoder.prefill(TOKENS[:30])
    decoder.extend(TOKENS[30:-1])
    return decoder.step(TOKENS[-1])


@pytest.mark.parametrize("kind", CONFIGS)
def test_a_folder_is_the_model_that_transformers_makes_of_it(kind: str, tmp_path: Path) -> None:
    folder = save_fitting(tmp_path / "original", kind)
    config = AutoConfig.from_pretrained(folder)
    description = shape_of(config.to_dict())
    assert description is not None
    with ExitStack() as stack:
        found = FolderTensors(folder.glob("*.safetensors"), stack)
        assert found.holds(description)
        weights = from_folder(description, config.to_dict(), found, (torch.float32, "cpu"))
        model = model_of(config).float()
        missing, _ = model.load_state_dict({name: found(name) for name in found.names}, strict=False)
    assert set(missing) <= {"lm_head.weight"}
    model.tie_weights()
    np.testing.assert_allclose(read(LeanDecoder(weights, PLENTY, None)), logits_of(model), atol=1e-4)


@pytest.mark.parametrize("kind", ["llama", "llama-biased", "qwen3", "gpt2"])
def test_a_packed_file_with_heads_as_gguf_lays_them_is_the_same_model(kind: str, tmp_path: Path) -> None:
    source = write_gguf(save_fitting(tmp_path / "original", kind), tmp_path / "m.gguf", lambda _: "Q8_0")
    (tmp_path / "target").mkdir()
    convert(source, tmp_path / "target", ignore)
    packed = read_packed(tmp_path / "target")
    model = model_of(AutoConfig.from_pretrained(tmp_path / "target")).float()
    model.load_state_dict(state_dict(packed, torch.float32))
    lean = LeanDecoder(from_packed(packed, torch.float32, "cpu"), PLENTY, None)
    np.testing.assert_allclose(read(lean), logits_of(model), atol=1e-4)


def test_torch_takes_widths_that_the_compiled_step_does_not() -> None:
    config = AutoConfig.for_model("llama", **{**CONFIGS["llama"], "head_dim": 24}).to_dict()
    assert describe(config) is None
    assert shape_of(config) is not None


def test_a_tensor_of_another_shape_is_named(tmp_path: Path) -> None:
    folder = save_fitting(tmp_path / "original", "llama")
    config = AutoConfig.from_pretrained(folder, intermediate_size=64).to_dict()
    description = shape_of(config)
    assert description is not None
    with ExitStack() as stack:
        found = FolderTensors(folder.glob("*.safetensors"), stack)
        with pytest.raises(ValueError, match=r"layers\.0\.enter has the shape \(192, 64\) where \(128, 64\) belongs"):
            from_folder(description, config, found, (torch.float32, "cpu"))
