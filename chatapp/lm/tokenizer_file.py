"""Reads tokenizer.json as the tokenizers library does, in steps that let the window's thread run between them.

The library itself holds the interpreter for as long as it reads a file, a tenth of a second for a vocabulary of 50,000.
Engine thread.
"""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer
from tokenizers.models import BPE

PARAMETERS = (
    *("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"),
    *("fuse_unk", "byte_fallback", "ignore_merges"),
)


def read_backend(path: Path) -> Tokenizer:
    """Any Exception where the file is damaged, as the library has none of its own."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if content["model"].get("type") == "BPE":
        built = _built(content)
        if built is not None:
            return built
    return Tokenizer.from_file(str(path))


def _built(content: dict[str, Any]) -> Tokenizer | None:
    """None where the added tokens would not have the ids that the file gives them."""
    model, added = content["model"], content["added_tokens"]
    empty = {**content, "model": {**model, "vocab": {}, "merges": []}, "added_tokens": []}
    backend = Tokenizer.from_str(json.dumps(empty))
    given = {name: model[name] for name in PARAMETERS if model.get(name) is not None}
    backend.model = BPE(model["vocab"], [_pair(merge) for merge in model["merges"]], **given)
    for is_special, tokens in groupby(added, key=lambda token: bool(token["special"])):
        add = backend.add_special_tokens if is_special else backend.add_tokens
        add([_added(token) for token in tokens])
    is_same = all(backend.token_to_id(token["content"]) == token["id"] for token in added)
    return backend if is_same else None


def _pair(merge: str | list[str]) -> tuple[str, str]:
    left, right = merge.split(" ") if isinstance(merge, str) else merge
    return left, right


def _added(token: dict[str, Any]) -> AddedToken:
    flags = {name: bool(token[name]) for name in ("single_word", "lstrip", "rstrip", "normalized", "special")}
    return AddedToken(token["content"], **flags)
