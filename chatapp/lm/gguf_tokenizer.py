"""Builds tokenizer.json out of a GGUF file's vocabulary. Runs in the conversion's own process.

Byte-level BPE, split as the families with a compiled step split text, is built here in a fraction of a second; every
other kind by transformers, whose import alone takes seconds.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import tokenizers
from tokenizers import AddedToken, Regex, decoders, models, pre_tokenizers, processors

from chatapp.lm.gguf_file import GgufFile
from chatapp.lm.tokenizer import CONFIG_FILE, TEMPLATE_FILE, TOKENIZER_FILE
from chatapp.lm.weights_file import DamagedFileError

CONTROL, USER_DEFINED = 3, 4
ROLES = {
    "bos_token": "bos_token_id",
    "eos_token": "eos_token_id",
    "unk_token": "unknown_token_id",
    "pad_token": "padding_token_id",
}
GPT2, SMOLLM = ("gpt-2",), ("smollm",)
SPLITS = {
    "llama-bpe": (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    ),
    "qwen2": (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    ),
}
WHOLE_WORDS_FIRST = ("llama-bpe",)
"""Their words are tokens even where no merges lead to them."""


def write_tokenizer(file: GgufFile, target: Path) -> None:
    """tokenizer.json, its configuration and the chat template. DamagedFileError where that cannot be read."""
    try:
        backend = byte_level(file)
        if backend is None:
            backend = _by_transformers(file)
        roles = _roles(file)
    except Exception as error:
        raise DamagedFileError(f"the tokenizer in {file.path.name} cannot be read ({error})") from error
    start = roles.get("bos_token")
    if _adds_start(file) and start is not None:
        pair = (start, backend.token_to_id(start))
        backend.post_processor = processors.TemplateProcessing(single=f"{start} $A", special_tokens=[pair])
    backend.save(str(target / TOKENIZER_FILE))
    template = file.metadata.get("tokenizer.chat_template")
    if isinstance(template, str) and template.strip():
        (target / TEMPLATE_FILE).write_text(template, encoding="utf-8")
    text = json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", **roles}, indent=2, ensure_ascii=False)
    (target / CONFIG_FILE).write_text(text, encoding="utf-8")


def byte_level(file: GgufFile) -> tokenizers.Tokenizer | None:
    """None where the vocabulary, or how text is cut before it is looked up, is of another kind."""
    stated = _stated(file)
    split = stated.get("pre")
    if stated.get("model") != "gpt2" or split not in (*GPT2, *SMOLLM, *SPLITS) or "merges" not in stated:
        return None
    words = stated["tokens"]
    alphabet = set(pre_tokenizers.ByteLevel.alphabet())
    if not all(alphabet.issuperset(word) for word in words):
        return None
    merges = [tuple(merge.split(" ", 1)) for merge in stated["merges"]]
    vocabulary = {word: place for place, word in enumerate(words)}
    backend = tokenizers.Tokenizer(models.BPE(vocabulary, merges, ignore_merges=split in WHOLE_WORDS_FIRST))
    backend.pre_tokenizer = _splitter(split)
    backend.decoder = decoders.ByteLevel()
    kinds = stated.get("token_type") or ()
    for word, kind in zip(words, kinds, strict=False):
        if kind in (CONTROL, USER_DEFINED):
            backend.add_tokens([AddedToken(word, normalized=False, special=kind == CONTROL)])
    return backend


def _splitter(name: str) -> pre_tokenizers.PreTokenizer:
    if name in SPLITS:
        regex = pre_tokenizers.Split(Regex(SPLITS[name]), behavior="isolated")
        return pre_tokenizers.Sequence([regex, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    words = pre_tokenizers.ByteLevel(add_prefix_space=False)
    if name in SMOLLM:
        return pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), words])
    return words


def _by_transformers(file: GgufFile) -> tokenizers.Tokenizer:
    reading = import_module("transformers.integrations.gguf")
    names: dict[str, str] = reading.GGUF_TOKENIZER_MAPPING["tokenizer"]
    described = {
        ours: file.metadata[f"tokenizer.{theirs}"]
        for theirs, ours in names.items()
        if f"tokenizer.{theirs}" in file.metadata
    }
    backend: tokenizers.Tokenizer = reading.convert_gguf_tokenizer(file.architecture, described)[0]
    return backend


def _stated(file: GgufFile) -> dict[str, Any]:
    prefix = "tokenizer.ggml."
    return {key.removeprefix(prefix): value for key, value in file.metadata.items() if key.startswith(prefix)}


def _roles(file: GgufFile) -> dict[str, str]:
    stated = _stated(file)
    return {role: stated["tokens"][stated[key]] for role, key in ROLES.items() if key in stated}


def _adds_start(file: GgufFile) -> bool:
    """As transformers has it: a sentencepiece vocabulary that does not say gets a start token, and Gemma 4's template
    writes its own."""
    stated = _stated(file)
    if stated.get("model") == "gemma4":
        return False
    return bool(stated.get("add_bos_token", stated.get("model") == "llama"))
