"""GGUF files and folders as packed folders: the same model as transformers loads from the same source."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from transformers import AutoConfig, AutoModelForCausalLM

from chatapp.domain.model import Packing
from chatapp.lm.conversion import convert
from chatapp.lm.fingerprint import fingerprint
from chatapp.lm.packed.architecture import architecture_of
from chatapp.lm.packed.reading import read_packed
from chatapp.lm.packed.torch_weights import state_dict
from tests.lm.conftest import ignore
from tests.lm.packed.sources import model_of, save_fitting, write_gguf

TOKENS = [1, 40, 300, 12, 7, 383, 99, 5, 5, 200, 17, 1, 64]


def logits_of(model: Any) -> NDArray[np.float32]:
    with torch.inference_mode():
        found: NDArray[np.float32] = model.eval()(torch.tensor([TOKENS])).logits[0].float().numpy()
    return found


def packed_logits(folder: Path) -> NDArray[np.float32]:
    """Of transformers' model around what the folder's packed file says, in float32."""
    config = AutoConfig.from_pretrained(folder)
    model = model_of(config)
    missing, unexpected = model.float().load_state_dict(state_dict(read_packed(folder), torch.float32), strict=False)
    assert not unexpected
    assert not missing
    return logits_of(model)


def unpacked_by_transformers(source: Path, original: Path) -> Any:
    """from_pretrained(gguf_file=...) would want a further package for the same."""
    unpacking: Any = import_module("transformers.modeling_gguf_pytorch_utils")
    model: Any = model_of(AutoConfig.from_pretrained(original)).float()
    tensors = unpacking.load_gguf_checkpoint(str(source), return_tensors=True, model_to_load=model)["tensors"]
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    assert not unexpected
    assert set(missing) <= set(model.all_tied_weights_keys)
    return model


def converted(source: Path, target: Path, packing: Packing = Packing.INT8) -> Path:
    target.mkdir()
    convert(source, target, ignore, packing)
    return target


def exact_kind(name: str) -> str:
    """Several types side by side, some within one packed matrix."""
    inner = name.rsplit(".", 2)[-2]
    kinds = {"attn_q": "Q4_0", "attn_k": "Q4_1", "attn_v": "Q8_0", "attn_output": "Q5_0", "ffn_down": "Q5_1"}
    return {**kinds, "token_embd": "Q8_0", "position_embd": "F32"}.get(inner, "Q4_1")


KINDS = ["llama", "llama-biased", "qwen2", "qwen3", "gpt2"]
OTHERS = ["mistral", "llama-scaled", "llama-yarn", "phi3", "phi3-partial", "stablelm", "starcoder2"]
"""Which come as folders only."""


@pytest.mark.parametrize("kind", KINDS)
def test_gguf_is_the_model_that_transformers_loads_from_it(kind: str, tmp_path: Path) -> None:
    source = write_gguf(save_fitting(tmp_path / "original", kind), tmp_path / "m.gguf", exact_kind)
    target = converted(source, tmp_path / "target")
    assert not (target / "model.safetensors").exists()
    found, expected = packed_logits(target), logits_of(unpacked_by_transformers(source, tmp_path / "original"))
    assert expected.std() > 0.05
    np.testing.assert_allclose(found, expected, atol=2e-4)
    assert all(part.error == 0 for part in read_packed(target).packing.values())


K_QUANTS = {"attn_q": "Q4_K", "attn_v": "Q6_K", "attn_output": "Q3_K", "ffn_down": "Q2_K", "ffn_gate": "Q5_K"}


def test_k_quants_are_near_what_transformers_makes_of_them(tmp_path: Path) -> None:
    original = save_fitting(tmp_path / "original", "llama", hidden_size=256, intermediate_size=256, head_dim=64)
    source = write_gguf(original, tmp_path / "m.gguf", lambda name: K_QUANTS.get(name.rsplit(".", 2)[-2], "Q4_K"))
    target = converted(source, tmp_path / "target")
    found, expected = packed_logits(target), logits_of(unpacked_by_transformers(source, original))
    assert np.corrcoef(found.ravel(), expected.ravel())[0, 1] > 0.999
    packing = read_packed(target).packing
    assert packing["layers.0.qkv"].kinds == ("Q4_K", "Q4_K", "Q6_K")
    assert packing["layers.0.qkv"].passes == 2
    assert max(part.error for part in packing.values() if part.passes == 2) < 0.01


@pytest.mark.parametrize("kind", [*KINDS, *OTHERS])
def test_folder_in_eight_bits_is_near_the_original(kind: str, tmp_path: Path) -> None:
    source = save_fitting(tmp_path / "original", kind, "bfloat16")
    target = converted(source, tmp_path / "target")
    original = logits_of(AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32))
    assert np.corrcoef(packed_logits(target).ravel(), original.ravel())[0, 1] > 0.9995
    packing = read_packed(target).packing
    assert {part.passes for part in packing.values()} == {2}
    assert 0.001 < max(part.error for part in packing.values()) < 0.006


def test_fingerprint_changes_with_each_of_its_parts(tmp_path: Path) -> None:
    source = save_fitting(tmp_path / "original", "llama", "bfloat16")
    eight, four = converted(source, tmp_path / "eight"), converted(source, tmp_path / "four", Packing.INT4)
    again = converted(source, tmp_path / "again")
    assert fingerprint(again) == fingerprint(eight)
    found = [fingerprint(eight), fingerprint(four)]
    for name in ("tokenizer.json", "chat_template.jinja", "config.json", "packed.safetensors"):
        path = again / name
        path.write_bytes(path.read_bytes() + b" ")
        found.append(fingerprint(again))
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_packing_of_floats_is_the_callers_choice(kind: str, tmp_path: Path) -> None:
    source = save_fitting(tmp_path / "original", kind, "bfloat16")
    four = read_packed(converted(source, tmp_path / "four", Packing.INT4)).packing
    assert {part.passes for part in four.values()} == {1}
    assert (converted(source, tmp_path / "as it is", Packing.BF16) / "model.safetensors").exists()


def test_folder_without_the_prefix_of_its_names(tmp_path: Path) -> None:
    """As GPT-2 itself was published, with buffers among its weights."""
    from safetensors.torch import load_file, save_file

    source = save_fitting(tmp_path / "original", "gpt2", "bfloat16")
    whole = converted(source, tmp_path / "whole")
    weights = load_file(source / "model.safetensors")
    weights = {name.removeprefix("transformer."): values for name, values in weights.items()}
    weights["h.0.attn.bias"] = torch.ones(1, 1, 8, 8)
    save_file(weights, source / "model.safetensors", {"format": "pt"})
    bare = converted(source, tmp_path / "bare")
    assert np.array_equal(packed_logits(whole), packed_logits(bare))


@pytest.mark.parametrize("kind", [*KINDS, *OTHERS])
def test_compiled_step_gets_what_it_asks_for(kind: str, tmp_path: Path) -> None:
    target = converted(save_fitting(tmp_path / "original", kind, "bfloat16"), tmp_path / "target")
    made = architecture_of(read_packed(target))
    config = json.loads((target / "config.json").read_text())
    assert made.sizes.vocabulary == 384
    assert (made.rotary is None) == (kind == "gpt2")
    assert (made.head.matrix is made.embedding) == config.get("tie_word_embeddings", kind == "gpt2")
    if made.rotary is not None:
        turning: Any = model_of(AutoConfig.from_pretrained(target)).model.rotary_emb
        np.testing.assert_allclose(made.rotary.frequencies, turning.inv_freq.numpy(), rtol=1e-6)
        assert made.rotary.scaling == pytest.approx(turning.attention_scaling)


@pytest.mark.parametrize(
    "changes",
    [
        {"sliding_window": 24},
        {"hidden_act": "gelu"},
        {"head_dim": 8},
        {"intermediate_size": 40},
        {"rope_parameters": {"rope_type": "dynamic", "rope_theta": 10000.0, "factor": 2.0}},
    ],
)
def test_what_the_step_does_not_know_goes_the_way_of_all_others(changes: dict[str, Any], tmp_path: Path) -> None:
    source = save_fitting(tmp_path / "original", "mistral", "bfloat16", **changes)
    assert (converted(source, tmp_path / "target") / "model.safetensors").exists()


def test_outliers_keep_a_model_unpacked(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    source = save_fitting(tmp_path / "original", "llama", "bfloat16")
    weights = load_file(source / "model.safetensors")
    weights["model.layers.1.mlp.down_proj.weight"][:, ::32] = 10
    save_file(weights, source / "model.safetensors", {"format": "pt"})
    target = converted(source, tmp_path / "target")
    assert {path.name for path in target.glob("*.safetensors")} == {"model.safetensors"}


def test_memory_stays_at_a_slab(tmp_path: Path) -> None:
    """Measured in a process of its own, against what its imports need."""
    source = save_fitting(tmp_path / "original", "llama", "float32", vocab_size=100_000, tie_word_embeddings=True)
    config = json.loads((source / "config.json").read_text())
    assert config["vocab_size"] == 100_000
    file = write_gguf(source, tmp_path / "m.gguf", lambda name: "F16" if "token" in name else "Q4_0")
    assert file.stat().st_size > 12e6
    (tmp_path / "target").mkdir()
    program = (
        "import resource, sys; from pathlib import Path; from chatapp.lm.conversion import convert\n"
        "import gguf, pydantic, tokenizers\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "convert(Path(sys.argv[1]), Path(sys.argv[2]), lambda progress: None)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file), str(tmp_path / "target")], capture_output=True, text=True, check=True
    )
    kilobytes, has_torch = done.stdout.split()
    assert has_torch == "False"
    assert int(kilobytes) * 1024 < 1e9 + 2 * file.stat().st_size
    assert int(kilobytes) * 1024 < 150e6
