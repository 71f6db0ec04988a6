"""Held against the library's own reading of the same file."""

import json
from pathlib import Path

import pytest
from tokenizers import AddedToken, Tokenizer, models, processors

from chatapp.lm.tokenizer_file import read_backend
from tests.lm.test_encoder import BACKENDS


def same(path: Path) -> bool:
    ours, theirs = read_backend(path), Tokenizer.from_file(str(path))
    is_same = json.loads(ours.to_str()) == json.loads(theirs.to_str())
    return is_same and ours.get_vocab(with_added_tokens=True) == theirs.get_vocab(with_added_tokens=True)


@pytest.mark.parametrize("kind", BACKENDS)
def test_all_is_as_the_library_reads_it(kind: str, tmp_path: Path) -> None:
    BACKENDS[kind][0].save(str(tmp_path / "tokenizer.json"))
    assert same(tmp_path / "tokenizer.json")


def test_merges_as_one_word_and_every_parameter(tmp_path: Path) -> None:
    model = models.BPE(
        {"<u>": 0, "a": 1, "##b": 2, "ab": 3, "</w>": 4},
        [("a", "##b")],
        unk_token="<u>",
        continuing_subword_prefix="##",
        end_of_word_suffix="</w>",
        fuse_unk=True,
        ignore_merges=True,
    )
    backend = Tokenizer(model)
    backend.add_special_tokens([AddedToken("<u>"), AddedToken("<new>", normalized=False)])
    backend.post_processor = processors.TemplateProcessing(single="<new> $A", special_tokens=[("<new>", 5)])
    content = json.loads(backend.to_str())
    content["model"]["merges"] = [" ".join(merge) for merge in content["model"]["merges"]]
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(content))
    assert same(path)


def test_ids_with_holes_are_left_to_the_library(tmp_path: Path) -> None:
    backend = Tokenizer(models.BPE({"a": 0}, []))
    backend.add_tokens(["one"])
    content = json.loads(backend.to_str())
    content["added_tokens"][0]["id"] = 7
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(content))
    assert read_backend(path).token_to_id("one") == Tokenizer.from_file(str(path)).token_to_id("one")


@pytest.mark.starter
def test_starters_file_is_read_as_by_the_library(starter_folder: Path) -> None:
    assert same(starter_folder / "tokenizer.json")
