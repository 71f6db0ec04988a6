"""Loads a model's folder, or says which file is at fault and why. Engine thread; torch is imported in here, not before.

Only safetensors are read, never a pickle, and no code from the folder is ever run.
"""

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.engine.ports import LanguageModel, ReportProgress
from chatapp.lm.device import Device, choose_device, thread_count
from chatapp.lm.fingerprint import fingerprint
from chatapp.lm.model import FolderModel
from chatapp.lm.problems import is_out_of_memory, memory_reported, model_file_error
from chatapp.lm.tokenizer import FolderTokenizer, read_json, read_tokenizer
from chatapp.lm.weights_file import DamagedFileError, read_specs

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedConfig, PreTrainedModel

CACHE_BYTES = 1 << 30
SOME_CONTEXT = 4096
"""The window of a model that states none, such as one without positions."""
LIMIT_NAMES = ("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length")


def load(folder: Path, name: str, report: ReportProgress) -> LanguageModel:
    """An engine.ports.Loader."""
    with memory_reported(f"to load {name}"):
        report(TaskProgress("Checking the model's files", 0.0))
        check_folder(folder, name)
        tokenizer = read_tokenizer(folder, name)
        report(TaskProgress("Starting PyTorch", 0.1))
        device = _start_torch()
        report(TaskProgress("Loading the weights", 0.6))
        return _assembled(folder, name, device, tokenizer, report)


def check_folder(folder: Path, name: str) -> None:
    """ProblemError unless everything that loading needs is there and whole."""
    if not folder.is_dir():
        raise model_file_error(name, f"the folder {folder} does not exist")
    read_json(folder / "config.json", name)
    weights = weight_files(folder, name)
    try:
        for path in weights:
            read_specs(path)
    except DamagedFileError as error:
        raise model_file_error(name, str(error)) from error
    except OSError as error:
        raise model_file_error(name, f"{error.filename} cannot be read", str(error)) from error


def weight_files(folder: Path, name: str) -> list[Path]:
    """The safetensors files, those that an index names or all of them."""
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        shards = read_json(index, name).get("weight_map")
        names = sorted(set(shards.values())) if isinstance(shards, dict) else []
    else:
        names = sorted(path.name for path in folder.glob("*.safetensors"))
    missing = [shard for shard in names if not (folder / shard).is_file()]
    if missing:
        raise model_file_error(name, f"{missing[0]} is missing")
    if names:
        return [folder / shard for shard in names]
    if any(folder.glob("*.bin")) or any(folder.glob("*.pt*")):
        raise model_file_error(name, "its weights are a pickle, which can run any code; only safetensors are read")
    raise model_file_error(name, f"there is no safetensors file in {folder}")


def _start_torch() -> Device:
    import torch
    from transformers.utils import logging

    # Progress bars and advice go to a terminal that a window does not have.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # untyped in transformers
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped in transformers
    torch.set_num_threads(thread_count())
    return choose_device()


def _assembled(
    folder: Path, name: str, device: Device, tokenizer: FolderTokenizer, report: ReportProgress
) -> LanguageModel:
    from chatapp.lm.decoder import TransformersDecoder

    model = _load_weights(folder, name, device)
    report(TaskProgress("Checking the model's identity", 0.9))
    info = ModelInfo(
        name,
        fingerprint(folder),
        device.label,
        thread_count(),
        context_limit(model.config),
        tokenizer.has_chat_template,
    )
    decoder = TransformersDecoder(model, info.context_limit, CACHE_BYTES)
    ends = tokenizer.end_tokens | _stated_ends(folder, name)
    return FolderModel(info, tokenizer, decoder, ends)


def _load_weights(folder: Path, name: str, device: Device) -> "PreTrainedModel":
    from transformers import AutoConfig, AutoModelForCausalLM

    # No network, no code from the folder, no pickle.
    safely: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        config = AutoConfig.from_pretrained(folder, **safely)
        # transformers declares the model alone, whatever it is asked for.
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            folder,
            config=config,
            dtype=_dtype(config, device),
            use_safetensors=True,
            output_loading_info=True,
            **safely,
        )
        model: Any = loaded[0]
        found: dict[str, Any] = loaded[1]
        if found["missing_keys"]:
            raise DamagedFileError(f"its weights lack {min(found['missing_keys'])}")
        _check_decodes(model)
        ready: PreTrainedModel = model.to(device.kind).eval()
        return ready
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise model_file_error(name, _reason(folder, name, error), f"{type(error).__name__}: {error}") from error


def _check_decodes(model: "PreTrainedModel") -> None:
    if "past_key_values" not in inspect.signature(model.forward).parameters:
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


def _dtype(config: "PreTrainedConfig", device: Device) -> "torch.dtype":
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


def _stated_ends(folder: Path, name: str) -> frozenset[int]:
    """The end-of-sequence ids of generation_config.json and config.json, each a number or a list of them."""
    ends: set[int] = set()
    for path in (folder / "generation_config.json", folder / "config.json"):
        stated = read_json(path, name).get("eos_token_id") if path.is_file() else None
        ends.update(stated if isinstance(stated, list) else [stated] if isinstance(stated, int) else [])
    return frozenset(ends)
