"""Loads a model into torch: on a GPU, and for every architecture without a compiled step. The lean pass where there is
a description, else a model of transformers. Engine thread; imports torch when called. Nothing comes from a network, a
pickle or code in the folder."""

from pathlib import Path
from traceback import clear_frames
from typing import TYPE_CHECKING, Any

from chatapp.domain.model import TaskProgress
from chatapp.engine.ports import ReportProgress
from chatapp.lm.device import Device, choose_device, thread_count
from chatapp.lm.means import Means
from chatapp.lm.model import FreeableDecoder
from chatapp.lm.problems import is_out_of_memory, model_file_error
from chatapp.lm.tokenizer import read_json
from chatapp.lm.weights_file import DamagedFileError

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedConfig, PreTrainedModel

SAFELY: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
SOME_CONTEXT = 4096
"""The window of a model that states none, such as one without positions."""
LIMIT_NAMES = ("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length")


def load_torch(folder: Path, name: str, report: ReportProgress, means: Means) -> tuple[FreeableDecoder, str]:
    """The decoder and where it computes. ProblemError names what is wrong with the folder."""
    report(TaskProgress("Starting PyTorch", 0.1))
    device = _start_torch(thread_count(means.threads))
    from chatapp.lm.decoder import give_back

    report(TaskProgress("Loading the weights", 0.6))
    try:
        return _decoder(folder, name, device, means)
    except Exception as error:
        # The traceback keeps each call's tensors alive for as long as the error is handled.
        clear_frames(error.__traceback__)
        give_back(device.kind)
        raise


def _decoder(folder: Path, name: str, device: Device, means: Means) -> tuple[FreeableDecoder, str]:
    from chatapp.lm.decoder import TransformersDecoder
    from chatapp.lm.graph.loading import load_lean

    lean = load_lean(folder, name, device, means.cache_bytes)
    if lean is not None:
        return lean
    model = _load_weights(folder, name, device)
    try:
        return TransformersDecoder(model, context_limit(model.config), means.cache_bytes), device.label
    except ValueError as error:
        raise model_file_error(name, str(error)) from error


def _start_torch(threads: int) -> Device:
    import torch
    from transformers.utils import logging

    # Progress bars and advice go to a terminal that a window does not have.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # untyped in transformers
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped in transformers
    torch.set_num_threads(threads)
    return choose_device()


def _load_weights(folder: Path, name: str, device: Device) -> "PreTrainedModel":
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(folder, **SAFELY)
        model, found = _as_stored(folder, config, compute_type(config, device))
        if found["missing_keys"]:
            raise DamagedFileError(f"its weights lack {min(found['missing_keys'])}")
        _check_decodes(model)
        ready: PreTrainedModel = model.to(device.kind).eval()
        return ready
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise model_file_error(name, _reason(folder, name, error), f"{type(error).__name__}: {error}") from error


def _as_stored(folder: Path, config: "PreTrainedConfig", dtype: "torch.dtype") -> tuple[Any, dict[str, Any]]:
    from transformers import AutoModelForCausalLM

    # transformers declares the model alone, whatever it is asked for.
    loaded: Any = AutoModelForCausalLM.from_pretrained(
        folder, config=config, dtype=dtype, use_safetensors=True, output_loading_info=True, **SAFELY
    )
    return loaded[0], loaded[1]


def _check_decodes(model: "PreTrainedModel") -> None:
    from chatapp.lm.forward import takes_cache

    if not takes_cache(model):
        raise DamagedFileError(f"the architecture {model.config.model_type} keeps its past in a way not supported yet")


def _reason(folder: Path, name: str, error: Exception) -> str:
    """What transformers' error means, as a clause."""
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    if isinstance(error, DamagedFileError):
        return str(error)
    kind = read_json(folder / "config.json", name).get("model_type")
    if not isinstance(kind, str):
        return "config.json does not name an architecture (model_type)"
    if kind not in CONFIG_MAPPING:
        return f"config.json names the architecture {kind}, which this version of Causerie does not know"
    if kind not in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES:
        return f"config.json names the architecture {kind}, which does not continue text"
    first_line = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return f"config.json and the weights do not fit together, or hold what is not supported ({first_line})"


def compute_type(config: "PreTrainedConfig", device: Device) -> "torch.dtype":
    """float32 where the file says so, for that is small or wanted; else the half type that this device is fast in."""
    import torch

    stated = getattr(config, "dtype", None)
    if stated in (None, torch.float32):
        return torch.float32
    if device.kind == "cpu":
        return torch.bfloat16 if torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32
    if device.kind == "cuda" and not torch.cuda.is_bf16_supported():
        return torch.float16
    return stated if isinstance(stated, torch.dtype) else torch.bfloat16


def context_limit(config: "PreTrainedConfig") -> int:
    """Positions that the model was made for."""
    text = config.get_text_config(decoder=True)
    stated = [value for name in LIMIT_NAMES if isinstance(value := getattr(text, name, None), int) and value > 0]
    return stated[0] if stated else SOME_CONTEXT
