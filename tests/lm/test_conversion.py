import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.message import Role
from chatapp.domain.model import TaskProgress
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.engine.ports import LanguageModel, Logits
from chatapp.lm.conversion import convert, main
from chatapp.lm.loading import load
from chatapp.lm.tokenizer import read_json
from chatapp.lm.weights_file import read_specs
from tests.lm.conftest import ignore
from tests.lm.gguf_writing import write_llama
from tests.lm.tiny import save_model

Folders = Callable[[str], Path]
PROMPT = Prompt((PromptTurn(Role.SYSTEM, "Be brief."), PromptTurn(Role.USER, "Où est 你好?")))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


def converted(source: Path, target: Path) -> LanguageModel:
    convert(source, target, ignore)
    return load(target, "converted", ignore)


def logits_of(model: LanguageModel) -> Logits:
    tokens = model.tokenizer.encode(PROMPT)
    model.decoder.start(tokens)
    return model.decoder.prefill(tokens).copy()


def test_float32_gguf_is_the_model_it_was_written_from(folders: Folders, tmp_path: Path, target: Path) -> None:
    original = load(folders("llama"), "original", ignore)
    model = converted(write_llama(folders("llama"), tmp_path / "tiny.gguf"), target)
    assert model.tokenizer.encode(PROMPT) == original.tokenizer.encode(PROMPT)
    assert model.end_tokens == original.end_tokens
    np.testing.assert_allclose(logits_of(model), logits_of(original), atol=1e-4)
    assert read_json(target / "card.json", "m") == {
        "name": "tiny",
        "source": "tiny.gguf",
        "licence": "mit",
        "packing": "float32",
        "source_sha256": read_json(target / "card.json", "m")["source_sha256"],
        "format": 1,
    }


def test_packed_gguf_becomes_bfloat16_close_to_it(folders: Folders, tmp_path: Path, target: Path) -> None:
    source = write_llama(folders("llama"), tmp_path / "tiny.gguf", packed=True)
    model = converted(source, target)
    assert {spec.dtype for spec in read_specs(target / "model.safetensors").values()} == {"BF16"}
    original = logits_of(load(folders("llama"), "original", ignore))
    assert np.corrcoef(logits_of(model), original)[0, 1] > 0.99


def test_progress_goes_up_to_the_end(folders: Folders, tmp_path: Path, target: Path) -> None:
    reports: list[TaskProgress] = []
    convert(write_llama(folders("llama"), tmp_path / "tiny.gguf"), target, reports.append)
    fractions = [report.fraction for report in reports if report.fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)
    assert all(report.seconds_left is not None for report in reports[1:])  # the first looks at the file
    assert len({report.stage for report in reports}) == 6


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.01, 0.1, 0.5, 0.999])
def test_cut_off_gguf_is_named(share: float, folders: Folders, tmp_path: Path, target: Path) -> None:
    path = write_llama(folders("llama"), tmp_path / "tiny.gguf")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ProblemError, match=r"tiny\.gguf is (cut off|not a GGUF)") as caught:
        convert(path, target, ignore)
    assert caught.value.problem.kind is ProblemKind.MODEL_FILE


def test_gguf_of_an_unknown_architecture_is_named(folders: Folders, tmp_path: Path, target: Path) -> None:
    path = write_llama(folders("llama"), tmp_path / "tiny.gguf", architecture="strange")
    with pytest.raises(ProblemError, match="architecture strange"):
        convert(path, target, ignore)


def test_gguf_without_tokenizer_is_named(folders: Folders, tmp_path: Path, target: Path) -> None:
    path = write_llama(folders("llama"), tmp_path / "tiny.gguf")
    path.write_bytes(path.read_bytes().replace(b"tokenizer.ggml.tokens", b"tokenizer.ggml.absent"))
    with pytest.raises(ProblemError, match="no tokenizer"):
        convert(path, target, ignore)


@pytest.mark.parametrize("kind", ["gpt2", "qwen3", "gemma2"])
def test_folder_is_taken_over(kind: str, folders: Folders, target: Path) -> None:
    model = converted(folders(kind), target)
    original = load(folders(kind), "original", ignore)
    np.testing.assert_allclose(logits_of(model), logits_of(original), atol=1e-4)
    assert model.end_tokens == original.end_tokens


def test_half_precision_shards_become_one_bfloat16_file(folders: Folders, tmp_path: Path, target: Path) -> None:
    from transformers import AutoModelForCausalLM

    source = Path(shutil.copytree(folders("qwen2"), tmp_path / "source"))
    model = AutoModelForCausalLM.from_pretrained(folders("qwen2"), dtype=torch.float16)
    (source / "model.safetensors").unlink()
    model.save_pretrained(source, max_shard_size="40KB")
    assert len(list(source.glob("*.safetensors"))) > 1
    (source / "README.md").write_text("---\nlicense: mit\n---\nA model.\n")
    taken = converted(source, target)
    assert {spec.dtype for spec in read_specs(target / "model.safetensors").values()} == {"BF16"}
    assert read_json(target / "card.json", "m")["licence"] == "mit"
    original = logits_of(load(folders("qwen2"), "original", ignore))
    assert np.corrcoef(logits_of(taken), original)[0, 1] > 0.99


def test_older_form_of_a_tokenizer_is_rebuilt(tmp_path: Path, target: Path) -> None:
    source = save_model(tmp_path / "gpt2", "gpt2")
    model = json.loads((source / "tokenizer.json").read_text())["model"]
    (source / "tokenizer.json").unlink()
    (source / "vocab.json").write_text(json.dumps({**model["vocab"], "<|endoftext|>": 0}))
    (source / "merges.txt").write_text("\n".join(" ".join(merge) for merge in model["merges"]))
    (source / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "GPT2Tokenizer"}))
    convert(source, target, ignore)
    tokenizer = load(target, "m", ignore).tokenizer
    assert tokenizer.decode(tokenizer.encode(PROMPT)).endswith("Où est 你好?<|im_end|>\n<|im_start|>assistant\n")


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda folder: (folder / "model.safetensors").rename(folder / "pytorch_model.bin"), "pickle"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer"),
        (lambda folder: (folder / "config.json").unlink(), "config.json"),
        (lambda folder: (folder / "config.json").write_text('{"model_type": "vit"}'), "vit"),
        (lambda folder: (folder / "config.json").write_text('{"quantization_config": {}}'), "packed"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"x" * 100), "model.safetensors"),
    ],
)
def test_folder_that_cannot_be_used_is_named(
    damage: Callable[[Path], object], named: str, tmp_path: Path, target: Path
) -> None:
    source = save_model(tmp_path / "broken", "llama")
    damage(source)
    with pytest.raises(ProblemError, match=named) as caught:
        convert(source, target, ignore)
    assert "broken" in str(caught.value)


def test_lines_on_stdout(folders: Folders, target: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folders("llama")), str(target)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"done": True}
    assert all({"stage", "fraction", "seconds_left"} == set(line) for line in lines[:-1])
    assert main([str(target / "none"), str(target)]) == 1
    problem = json.loads(capsys.readouterr().out.splitlines()[-1])["problem"]
    assert problem["kind"] == "model_file"
    assert set(problem) == {"kind", "sentence", "remedies", "details"}
    assert main([]) == 2
    assert main([str(folders("llama")), str(target), "int3"]) == 2
    assert main([str(folders("llama")), str(target), "bf16"]) == 0
