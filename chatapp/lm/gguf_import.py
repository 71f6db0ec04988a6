"""Unpacks a GGUF file into a folder of ours, a tensor at a time. Runs in the conversion's own process.

Which architectures are known, and what their tensors are called in PyTorch, is transformers' knowledge; this module
only walks through it, so that there is progress to tell and never the whole model in memory.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.announced import check_layers, check_size
from chatapp.lm.gguf_file import GgufFile, GgufTensor
from chatapp.lm.gguf_rope import rope_scaling
from chatapp.lm.gguf_tokenizer import write_tokenizer
from chatapp.lm.progress import StagedProgress
from chatapp.lm.weights_file import DamagedFileError, TensorSpec, WeightsWriter

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

START, DESCRIBE, UNPACK, TOKENIZE = (
    "Starting PyTorch",
    "Reading the description",
    "Unpacking the weights",
    "Building the tokenizer",
)
BYTES_PER_SECOND = 40e6
F32 = 0
TINY_BYTES = 64_000_000


def stages(file: GgufFile) -> dict[str, float]:
    """What is done here, and the seconds it takes on a machine we know."""
    unpack = file.path.stat().st_size / BYTES_PER_SECOND
    return {START: 4.0, DESCRIBE: 5.0, UNPACK: unpack, TOKENIZE: 1.0}


def import_gguf(file: GgufFile, target: Path, progress: StagedProgress) -> None:
    """DamagedFileError, a clause that names the file, for all that is wrong with it."""
    progress.enter(START)
    _check_architecture(file)
    progress.enter(DESCRIBE)
    model = _empty_model(file)
    progress.enter(UNPACK)
    _write_weights(file, model, target / "model.safetensors", progress)
    _write_configs(model, target)
    progress.enter(TOKENIZE)
    write_tokenizer(file, target)


def check_tokenizer(file: GgufFile) -> None:
    if not file.metadata.get("tokenizer.ggml.tokens"):
        raise DamagedFileError(f"{file.path.name} holds no tokenizer, so text cannot be turned into tokens")


def _check_architecture(file: GgufFile) -> None:
    """Imports PyTorch and refuses an architecture that cannot be unpacked before anything slow begins."""
    transformers = import_module("transformers")
    transformers.logging.set_verbosity_error()
    known = {name.replace("_", "").replace("-", "") for name in _unpacking().GGUF_CONFIG_MAPPING} - {
        "general",
        "tokenizer",
    }
    if file.architecture.replace("_", "").replace("-", "") not in known:
        raise DamagedFileError(
            f"{file.path.name} has the architecture {file.architecture or 'of no name'}, which this version of "
            "Causerie cannot unpack from GGUF"
        )


def _empty_model(file: GgufFile) -> "PreTrainedModel":
    """The model without memory for its weights: it knows their names and shapes."""
    import torch

    stated = {"block_count": file.metadata.get(f"{file.architecture}.block_count", 1)}
    check_layers(stated, len(file.tensors), file.path.name)

    transformers = import_module("transformers")
    try:
        described: dict[str, Any] = _unpacking().load_gguf_checkpoint(str(file.path))["config"]
        if (scaling := rope_scaling(file)) is not None:
            described["rope_scaling"] = scaling
        config = transformers.AutoConfig.for_model(**described)
        with torch.device("meta"):
            model: PreTrainedModel = transformers.AutoModelForCausalLM.from_config(config)
    except DamagedFileError:
        raise
    except Exception as error:
        raise DamagedFileError(f"the description of the model in {file.path.name} is damaged ({error})") from error
    model.config.architectures = [type(model).__name__]
    model.config.dtype = torch.float32 if is_tiny(file) else torch.bfloat16
    return model


def is_tiny(file: GgufFile) -> bool:
    """Whether the weights are float32 in the file and small enough to stay so."""
    total = sum(tensor.byte_count for tensor in file.tensors)
    return total <= TINY_BYTES and all(tensor.kind == F32 for tensor in file.tensors)


def _write_weights(file: GgufFile, model: "PreTrainedModel", target: Path, progress: StagedProgress) -> None:
    import torch

    unpacker = _Unpacker(file, model)
    dtype = model.config.dtype
    total = sum(tensor.byte_count for tensor in file.tensors) or 1
    done = 0
    check_size(sum(spec.byte_count for spec in unpacker.specs.values()), total, file.path.name)
    with WeightsWriter(target, unpacker.specs) as writer:
        for tensor in file.tensors:
            for name, values in unpacker.unpacked(tensor):
                writer.write(name, tensor_bytes(torch.from_numpy(values).to(dtype)))
            done += tensor.byte_count
            progress.at(done / total)
        for name, values in unpacker.merged():
            writer.write(name, tensor_bytes(torch.from_numpy(values).to(dtype)))


def _unpacking() -> ModuleType:
    """transformers' GGUF module, which is untyped."""
    return import_module("transformers.modeling_gguf_pytorch_utils")


def tensor_bytes(tensor: "torch.Tensor") -> memoryview:
    """What a safetensors file holds of it."""
    import torch

    return tensor.contiguous().reshape(-1).view(torch.uint8).numpy().data


class _Unpacker:
    """Undoes what llama.cpp's converter did to names and layouts, with transformers' own table of it."""

    def __init__(self, file: GgufFile, model: "PreTrainedModel") -> None:
        unpacking = _unpacking()
        self._file = file
        self._merged: dict[str, torch.Tensor] = {}
        self._processor = unpacking.TENSOR_PROCESSORS.get(file.architecture, unpacking.TensorProcessor)(
            config=model.config.to_dict()
        )
        self._names: dict[str, str] = unpacking.get_gguf_hf_weights_map(model, self._processor)
        tied = set(model.all_tied_weights_keys) if model.config.tie_word_embeddings else set()
        dtype = "F32" if str(model.config.dtype) == "torch.float32" else "BF16"
        self.specs = {
            name: TensorSpec(dtype, tuple(value.shape))
            for name, value in model.state_dict().items()
            if name not in tied
        }

    def unpacked(self, tensor: GgufTensor) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Names and values for the model; none where it has no place for the tensor."""
        given = self._processor.process(
            weights=self._file.values(tensor),
            name=tensor.name,
            tensor_key_mapping=self._names,
            parsed_parameters={"tensors": self._merged},
        )
        name = self._names.get(given.name)
        if name in self.specs:
            yield self._checked(name, np.ascontiguousarray(given.weights))

    def merged(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Weights put together from several tensors (the experts of a mixture), once all have been unpacked."""
        for name, values in self._merged.items():
            if name in self.specs:
                yield self._checked(name, values.numpy())

    def _checked(self, name: str, values: NDArray[np.float32]) -> tuple[str, NDArray[np.float32]]:
        if values.shape != self.specs[name].shape:
            raise DamagedFileError(f"{self._file.path.name} describes another shape for {name} than it holds")
        return name, values


def _write_configs(model: "PreTrainedModel", target: Path) -> None:
    from transformers import GenerationConfig

    model.config.save_pretrained(target)
    GenerationConfig.from_model_config(model.config).save_pretrained(target)
