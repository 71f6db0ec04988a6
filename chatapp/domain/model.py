"""A language model as the rest of the program sees it: where it lies, what it is, how large."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Packing(StrEnum):
    """How weights that come as floats are kept where the model has a compiled step. Those that a GGUF file has packed
    already stay as near to it as can be."""

    INT8 = "int8"
    INT4 = "int4"
    BF16 = "bf16"  # as they are, and run by torch


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model in the library, ready to load: a folder of our own with weights, tokenizer.json and chat template.
    `packing` says how its weights are kept, `memory_bytes` about how much it needs; "" and 0 where that is not known.
    """

    name: str
    folder: Path
    size_bytes: int
    licence: str = ""
    source: str = ""
    packing: str = ""
    memory_bytes: int = 0


@dataclass(frozen=True, slots=True)
class StarterCard:
    """The model that a newcomer talks to: what is fetched, from where, how large, under which licence."""

    name: str
    package: str
    version: str
    member: str
    sha256: str
    size_bytes: int
    download_bytes: int
    licence: str
    description: str
    is_beside: bool


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A loaded model. `fingerprint` is a sha256 over weights, tokenizer and template; `context_limit` is in tokens.
    `can_fill`: it knows tokens that ask for what stands between two texts. `template` is a sha256 over the chat
    template alone, "" where it has none."""

    name: str
    fingerprint: str
    device: str
    threads: int
    context_limit: int
    has_chat_template: bool = True
    can_fill: bool = False
    template: str = ""


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """How far a long piece of work is. `seconds_left` and `fraction` (0 to 1) are None while they cannot be known."""

    stage: str
    fraction: float | None = None
    seconds_left: float | None = None
