import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.generation import Sampling
from chatapp.domain.message import Role
from chatapp.domain.model import TaskProgress
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.lm.graph.decoder import LeanDecoder
from chatapp.lm.loading import load, weight_files
from chatapp.lm.model import FolderModel
from chatapp.lm.tokenizer import read_json
from chatapp.lm.weights_file import WeightsWriter, read_specs
from tests.lm.conftest import ignore
from tests.lm.tiny import SIZES

Folders = Callable[[str], Path]


@pytest.fixture
def broken(folders: Folders, tmp_path: Path) -> Path:
    """A copy of a good model, to be damaged."""
    return Path(shutil.copytree(folders("llama"), tmp_path / "llama"))


def problem_of(folder: Path) -> Problem:
    with pytest.raises(ProblemError) as caught:
        load(folder, "My model", ignore)
    problem = caught.value.problem
    assert problem.kind is ProblemKind.MODEL_FILE
    assert "My model" in problem.sentence
    assert problem.remedies
    return problem


def test_loaded_model_says_what_it_is_and_answers(folders: Folders) -> None:
    reports: list[TaskProgress] = []
    model = load(folders("llama"), "Tiny", reports.append)
    info = model.info
    assert (info.name, info.context_limit, info.has_chat_template) == ("Tiny", 256, True)
    assert len(info.fingerprint) == 64
    assert info.threads >= 1
    assert model.end_tokens == {2}
    fractions = [report.fraction for report in reports]
    assert fractions == sorted(fractions, key=lambda fraction: fraction or 0.0)
    tokens = model.tokenizer.encode(Prompt((PromptTurn(Role.USER, "Hello"),)))
    sampler = model.sampler(Sampling(temperature=0), 0, tokens)
    model.decoder.start(tokens)
    assert 0 <= sampler.draw(model.decoder.prefill(tokens)) < 384
    model.close()
    with pytest.raises(ValueError, match="closed"):
        load_closed(model, tokens)


def load_closed(model: object, tokens: list[int]) -> None:
    assert isinstance(model, FolderModel)
    model.decoder.start(tokens)
    model.decoder.prefill(tokens)


def test_float32_file_stays_float32_and_bfloat16_is_one(folders: Folders, broken: Path) -> None:
    config = read_json(broken / "config.json", "m")
    assert config["dtype"] == "float32"
    (broken / "config.json").write_text(json.dumps({**config, "dtype": "bfloat16"}))
    for folder, expected in ((folders("llama"), torch.float32), (broken, torch.bfloat16)):
        model = load(folder, "m", ignore)
        assert isinstance(model, FolderModel)
        assert isinstance(model.decoder, LeanDecoder)
        assert model.decoder.lean.form.dtype in (expected, torch.float32)


@pytest.mark.parametrize("name", ["tokenizer.json", "config.json", "model.safetensors"])
def test_missing_file_is_named(name: str, broken: Path) -> None:
    (broken / name).unlink()
    assert name.rpartition(".")[2] in problem_of(broken).sentence


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.9, 0.999])
def test_cut_off_weights_are_named(share: float, broken: Path) -> None:
    path = broken / "model.safetensors"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    sentence = problem_of(broken).sentence
    assert "model.safetensors" in sentence
    assert "cut off" in sentence


def test_absent_folder(tmp_path: Path) -> None:
    assert "does not exist" in problem_of(tmp_path / "none").sentence


def test_pickled_weights_are_refused(broken: Path) -> None:
    (broken / "model.safetensors").rename(broken / "pytorch_model.bin")
    assert "pickle" in problem_of(broken).sentence


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"model_type": "never_heard_of"}, "never_heard_of"),
        ({"model_type": None}, "model_type"),
        ({"model_type": "vit"}, "vit"),
        ({"hidden_size": "many"}, "config.json"),
        ({"hidden_size": 64}, "config.json"),
        ({"num_hidden_layers": 3}, "layers.2"),
    ],
)
def test_bad_configuration_is_named(change: dict[str, object], named: str, broken: Path) -> None:
    config = read_json(broken / "config.json", "m")
    (broken / "config.json").write_text(json.dumps({**config, **change}))
    assert named in problem_of(broken).sentence


def test_code_in_the_folder_is_not_run(broken: Path) -> None:
    config = read_json(broken / "config.json", "m")
    change = {"model_type": "own_kind", "auto_map": {"AutoConfig": "own.Own", "AutoModelForCausalLM": "own.Own"}}
    (broken / "config.json").write_text(json.dumps({**config, **change}))
    (broken / "own.py").write_text(f"open({str(broken / 'ran')!r}, 'w').close()\n")
    assert "own_kind" in problem_of(broken).sentence
    assert not (broken / "ran").exists()


def test_missing_tensor_is_named(broken: Path) -> None:
    path = broken / "model.safetensors"
    specs, data = read_specs(path), path.read_bytes()
    kept = {name: spec for name, spec in specs.items() if name != "model.norm.weight"}
    with WeightsWriter(path, kept) as writer:
        for name, spec in kept.items():
            writer.write(name, data[spec.start : spec.start + spec.byte_count])
    assert "model.norm.weight" in problem_of(broken).sentence


def test_out_of_memory_is_a_problem_of_its_own(folders: Folders) -> None:
    def report(progress: TaskProgress) -> None:
        if progress.stage == "Loading the weights":
            raise MemoryError

    with pytest.raises(ProblemError) as caught:
        load(folders("llama"), "Tiny", report)
    assert caught.value.problem.kind is ProblemKind.OUT_OF_MEMORY
    assert len(caught.value.problem.remedies) == 3


def test_shards_come_from_the_index(tmp_path: Path) -> None:
    index = {"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    (tmp_path / "one.safetensors").touch()
    with pytest.raises(ProblemError, match=r"two\.safetensors is missing"):
        weight_files(tmp_path, "m")
    (tmp_path / "two.safetensors").touch()
    assert [path.name for path in weight_files(tmp_path, "m")] == ["one.safetensors", "two.safetensors"]


def test_model_that_keeps_no_past_as_we_do_is_refused(broken: Path) -> None:
    config = AutoConfig.for_model("rwkv", vocab_size=384, hidden_size=16, num_hidden_layers=2, attention_hidden_size=16)
    AutoModelForCausalLM.from_config(config).save_pretrained(broken)  # type: ignore[no-untyped-call]  # untyped in transformers
    assert "keeps its past in a way not supported yet" in problem_of(broken).sentence


def test_model_that_keeps_its_state_in_itself_is_refused(broken: Path) -> None:
    kinds = {"block_types": ["recurrent", "attention"], "lru_width": 32, "attention_window_size": 24, "head_dim": 8}
    config = AutoConfig.for_model("recurrent_gemma", **{**SIZES, **kinds})
    AutoModelForCausalLM.from_config(config).save_pretrained(broken)  # type: ignore[no-untyped-call]  # untyped in transformers
    assert "recurrent_gemma keeps its past in a way not supported yet" in problem_of(broken).sentence


@pytest.mark.starter
def test_starter_knows_the_capital_of_france(starter_folder: Path) -> None:
    model = load(starter_folder, "SmolLM2", ignore)
    tokens = model.tokenizer.encode(Prompt((PromptTurn(Role.USER, "What is the capital of France?"),)))
    model.decoder.start(tokens)
    logits = model.decoder.prefill(tokens)
    answer: list[int] = []
    sampler = model.sampler(Sampling(temperature=0), 0, tokens)
    while (token := sampler.draw(logits)) not in model.end_tokens and len(answer) < 40:
        answer.append(token)
        logits = model.decoder.step(token)
    assert "Paris" in model.tokenizer.decode(answer)
    assert model.info.context_limit == 8192
    model.close()
