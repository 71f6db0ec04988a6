from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import tokenizers

from chatapp.lm.gguf_file import GgufFile, read_gguf
from chatapp.lm.gguf_tokenizer import SPLITS, byte_level, write_tokenizer
from chatapp.lm.tokenizer import read_json, read_tokenizer
from chatapp.lm.weights_file import DamagedFileError
from tests.lm.gguf_writing import write_llama
from tests.lm.tiny import CORPUS, sentencepiece_tokenizer

TEXTS = [
    *CORPUS,
    "in 1984, 3.14159 + 2718281",
    "don't WE'LL\n\n  x\r\n\ty",
    "<|im_start|>user<|im_end|>",
    "",
    "e\u0301 Å",
]


def described(file: GgufFile, **changes: Any) -> GgufFile:
    stated = {f"tokenizer.ggml.{key}": value for key, value in changes.items()}
    kept = {key: value for key, value in {**file.metadata, **stated}.items() if value is not None}
    return GgufFile(file.path, kept, file.tensors)


@pytest.fixture
def tiny(folders: Callable[[str], Path], tmp_path: Path) -> GgufFile:
    return read_gguf(write_llama(folders("llama"), tmp_path / "tiny.gguf"))


def by_transformers(file: GgufFile) -> tokenizers.Tokenizer:
    reading = import_module("transformers.integrations.gguf")
    names = reading.GGUF_TOKENIZER_MAPPING["tokenizer"]
    stated = {ours: file.metadata.get(f"tokenizer.{key}") for key, ours in names.items()}
    given = {key: value for key, value in stated.items() if value is not None}
    made: tokenizers.Tokenizer = reading.convert_gguf_tokenizer("llama", given)[0]
    return made


@pytest.mark.parametrize("split", ["gpt-2", "qwen2", "llama-bpe"])
def test_byte_level_cuts_text_as_transformers_does(split: str, tiny: GgufFile) -> None:
    file = described(tiny, pre=split)
    ours, theirs = byte_level(file), by_transformers(file)
    assert ours is not None
    for text in TEXTS:
        found = ours.encode(text, add_special_tokens=False)
        assert found.ids == theirs.encode(text, add_special_tokens=False).ids
        assert ours.decode(found.ids, skip_special_tokens=False) == text


def test_splits_are_transformers_own() -> None:
    table = import_module("transformers.integrations.gguf.gguf_tokenizer_mapping").GGUF_PRE_TOKENIZER_SPLITS
    assert {name: table[name] for name in SPLITS} == SPLITS


def test_smollm_reads_numbers_digit_by_digit(tiny: GgufFile) -> None:
    ours = byte_level(described(tiny, pre="smollm"))
    assert ours is not None
    found = ours.pre_tokenizer.pre_tokenize_str("in 1984") if ours.pre_tokenizer else []
    assert [text for text, _ in found] == ["in", "Ġ", "1", "9", "8", "4"]


@pytest.mark.parametrize("changes", [{"pre": "unheard of"}, {"pre": None}, {"model": "llama"}, {"merges": None}])
def test_other_kinds_are_left_to_transformers(changes: dict[str, Any], tiny: GgufFile) -> None:
    assert byte_level(described(tiny, **changes)) is None


def test_words_outside_the_alphabet_are_left_to_transformers(tiny: GgufFile) -> None:
    words = [*tiny.metadata["tokenizer.ggml.tokens"][:-1], "two words"]
    assert byte_level(described(tiny, tokens=words)) is None


def test_sentencepiece_vocabulary_is_read_by_transformers(tiny: GgufFile, tmp_path: Path) -> None:
    backend = sentencepiece_tokenizer()
    vocabulary = backend.get_vocab()
    words = sorted(vocabulary, key=lambda word: vocabulary[word])
    kinds = [2, 3, 3, *([6] * 256), *([1] * (len(words) - 259))]
    file = described(
        tiny,
        model="llama",
        pre=None,
        merges=None,
        tokens=words,
        token_type=kinds,
        scores=[-float(i) for i in range(len(words))],
    )
    write_tokenizer(file, tmp_path)
    tokenizer = tokenizers.Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    found = tokenizer.encode("The quick brown fox").ids
    assert found[0] == vocabulary["<s>"]  # as llama.cpp adds it where nothing is said
    assert tokenizer.decode(found) == "The quick brown fox"


def test_start_token_and_roles_are_written(tiny: GgufFile, tmp_path: Path) -> None:
    write_tokenizer(described(tiny, add_bos_token=True), tmp_path)
    assert tokenizers.Tokenizer.from_file(str(tmp_path / "tokenizer.json")).encode("a").ids[0] == 1
    config = read_json(tmp_path / "tokenizer_config.json", "m")
    assert (config["bos_token"], config["eos_token"]) == ("<|im_start|>", "<|im_end|>")
    assert read_tokenizer(tmp_path, "m").has_chat_template


@pytest.mark.parametrize("changes", [{"model": "strange"}, {"eos_token_id": 10**6}, {"merges": ["a", "b"]}])
def test_damaged_tokenizer_is_named(changes: dict[str, Any], tiny: GgufFile, tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError, match=r"the tokenizer in tiny\.gguf"):
        write_tokenizer(described(tiny, **changes), tmp_path)


def test_special_tokens_are_added_by_their_kind(tiny: GgufFile) -> None:
    kinds = [3, 3, 4, *([1] * (len(tiny.metadata["tokenizer.ggml.tokens"]) - 3))]
    ours = byte_level(described(tiny, token_type=kinds))
    assert ours is not None
    added = ours.get_added_tokens_decoder()
    assert {place: token.special for place, token in added.items()} == {0: True, 1: True, 2: False}
