"""What becomes of a source as a packed folder: the configuration and the matrices still to be packed, or that it does
not become one. From GGUF nothing is asked of transformers; from a folder, what its configuration leaves out."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from chatapp.lm.gguf_config import ROPE_TENSOR, transformers_config, transformers_name
from chatapp.lm.gguf_file import GgufFile
from chatapp.lm.packed.codes import Values
from chatapp.lm.packed.families import TensorNames, describe, frequencies
from chatapp.lm.packed.packing import FloatPacking, Matrix
from chatapp.lm.packed.rows import FLOATS, FloatPart, GgufPart, Part, float_values
from chatapp.lm.packed.writing import Contents
from chatapp.lm.weights_file import TensorSpec

Places = Mapping[str, tuple[Path, TensorSpec]]
BUFFERS = re.compile(r".*\.(attn\.(masked_)?bias|rotary_emb\.inv_freq)")
"""Saved by old versions of transformers beside the weights."""


@dataclass(frozen=True, slots=True)
class Takeover:
    """`config` is config.json's content; `contents` what write_packed takes."""

    config: Mapping[str, Any]
    contents: Contents

    def write_config(self, target: Path) -> None:
        text = json.dumps(self.config, indent=2, ensure_ascii=False)
        (target / "config.json").write_text(text, encoding="utf-8")


class _Source(Protocol):
    """Tensors by transformers' names."""

    @property
    def names(self) -> frozenset[str | None]: ...

    def part(self, name: str) -> Part: ...

    def vector(self, name: str) -> Values: ...


class _Gguf:
    def __init__(self, file: GgufFile) -> None:
        self._file = file
        self._tensors = {transformers_name(file, t.name): t for t in file.tensors if t.name != ROPE_TENSOR}

    @property
    def names(self) -> frozenset[str | None]:
        return frozenset(self._tensors)

    def part(self, name: str) -> Part:
        return GgufPart(self._file, self._tensors[name])

    def vector(self, name: str) -> Values:
        return self._file.values(self._tensors[name])


class _Folder:
    """`places` by the names in the files, which may lack the base model's prefix."""

    def __init__(self, places: Places, wanted: TensorNames) -> None:
        description = wanted.description
        prefix = "transformer." if description.family == "gpt2" else "model."
        self._wanted = wanted
        self._places = {
            name if name.startswith((prefix, "lm_head.")) else prefix + name: place
            for name, place in places.items()
            if not (BUFFERS.fullmatch(name) or (description.is_tied and name == "lm_head.weight"))
        }

    @property
    def names(self) -> frozenset[str | None]:
        return frozenset(self._places)

    def part(self, name: str) -> Part:
        path, spec = self._places[name]
        return FloatPart(path, spec, self._wanted.is_transposed(name))

    def vector(self, name: str) -> Values:
        return float_values(*self._places[name])


def from_gguf(file: GgufFile, floats: FloatPacking | None) -> Takeover | None:
    """`floats` None leaves models whose weights are floats to the way of all others."""
    config = transformers_config(file)
    source = _Gguf(file)
    if config is None:
        return None
    # GGUF stores the queries and keys of its "llama" with the two halves of each head interleaved.
    description = describe(config, "interleaved" if file.architecture == "llama" else "halves")
    return None if description is None else _takeover(config, TensorNames(description), source, floats)


def from_folder(folder: Path, places: Places, floats: FloatPacking | None) -> Takeover | None:
    """Imports transformers. `places` are the tensors by name."""
    if floats is None:
        return None
    auto_config = import_module("transformers").AutoConfig
    config = auto_config.from_pretrained(folder, local_files_only=True, trust_remote_code=False).to_dict()
    description = describe(config)
    if description is None:
        return None
    if any(spec.dtype not in FLOATS for _, spec in places.values()):
        return None
    names = TensorNames(description)
    return _takeover(config, names, _Folder(places, names), floats)


def _takeover(
    config: Mapping[str, Any], names: TensorNames, source: _Source, floats: FloatPacking | None
) -> Takeover | None:
    """None where the tensors are not just the description's, or are floats that are to stay."""
    description = names.description
    if source.names != names.all():
        return None
    matrices = {}
    for name, shape in description.matrices().items():
        parts = [source.part(tensor) for tensor in names.of(name)]
        if floats is None and any(part.kind in FLOATS for part in parts):
            return None
        if (sum(part.rows for part in parts), *{part.columns for part in parts}) != shape:
            return None
        matrices[name] = Matrix(parts, floats or FloatPacking.EIGHT_BITS)
    shapes = description.vectors()

    def vector(name: str) -> Values:
        if name == "frequencies":
            return frequencies(config)
        found = np.concatenate([source.vector(tensor) for tensor in names.of(name)])
        if found.shape != shapes[name]:
            raise ValueError(f"{name} has the shape {found.shape} where {shapes[name]} belongs")
        return found

    return Takeover(config, Contents(description, matrices, vector))
