"""Loads the families that have a description into the lean pass, from packed folders and from those of transformers.
Engine thread; imports torch."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from chatapp.lm.device import Device
from chatapp.lm.graph.decoder import LeanDecoder, capture_for
from chatapp.lm.graph.tensors import FolderTensors, Weights, from_folder, from_packed
from chatapp.lm.packed.families import shape_of
from chatapp.lm.packed.reading import has_packed_form, read_packed
from chatapp.lm.problems import is_out_of_memory, model_file_error
from chatapp.lm.torch_loading import SAFELY, compute_type
from chatapp.lm.weights_file import DamagedFileError

if TYPE_CHECKING:
    from transformers import PreTrainedConfig


def load_lean(folder: Path, name: str, device: Device, cache_bytes: int) -> tuple[LeanDecoder, str] | None:
    """The decoder and where it computes; None for what goes the way of all others. ProblemError names what is wrong
    with a packed folder; of others that way tells it."""
    weights = _packed(folder, name, device) if has_packed_form(folder) else _from_folder(folder, device)
    if weights is None:
        return None
    decoder = LeanDecoder(weights, cache_bytes, capture_for(device.kind))
    return decoder, _label(device, decoder)


def _packed(folder: Path, name: str, device: Device) -> Weights:
    try:
        return from_packed(read_packed(folder), compute_type(_config(folder), device), device.kind)
    except DamagedFileError as error:
        raise model_file_error(name, str(error), repr(error.__cause__ or "")) from error


def _from_folder(folder: Path, device: Device) -> Weights | None:
    with ExitStack() as stack:
        try:
            config = _config(folder)
            description = shape_of(config.to_dict())
            read = FolderTensors(sorted(folder.glob("*.safetensors")), stack)
            if description is None or not read.holds(description):
                return None
            return from_folder(description, config.to_dict(), read, (compute_type(config, device), device.kind))
        except Exception as error:
            if is_out_of_memory(error):
                raise
            return None


def _config(folder: Path) -> "PreTrainedConfig":
    from transformers import AutoConfig

    config: PreTrainedConfig = AutoConfig.from_pretrained(folder, **SAFELY)
    return config


def _label(device: Device, decoder: LeanDecoder) -> str:
    if decoder.lean.is_captured:
        return f"{device.label} (CUDA graphs)"
    reason = decoder.lean.why_not_captured
    return f"{device.label} (no CUDA graphs: {reason})" if reason else device.label
