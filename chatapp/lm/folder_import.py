"""Takes a model in Hugging Face's form (safetensors) over into a folder of ours. In the conversion's process."""

import json
import shutil
from pathlib import Path
from typing import Any

from chatapp.lm.announced import check_layers
from chatapp.lm.gguf_import import TINY_BYTES, tensor_bytes
from chatapp.lm.loading import weight_files
from chatapp.lm.progress import StagedProgress
from chatapp.lm.tokenizer import CONFIG_FILE, TEMPLATE_FILE, TOKEN_ROLES, TOKENIZER_FILE, read_json, template_source
from chatapp.lm.weights_file import DamagedFileError, TensorSpec, WeightsWriter, read_specs

START, COPY, TOKENIZE = "Starting PyTorch", "Copying the weights", "Taking over the tokenizer"
BYTES_PER_SECOND = 200e6
FLOATS = ("F64", "F32", "F16", "BF16")
Places = dict[str, tuple[Path, TensorSpec]]
"""A folder's tensors by name: in which file, and where."""


def stages(places: Places) -> dict[str, float]:
    total = sum(spec.byte_count for _, spec in places.values())
    return {START: 4.0, COPY: total / BYTES_PER_SECOND, TOKENIZE: 1.0}


def find_weights(source: Path) -> Places:
    """ProblemError or DamagedFileError for what is missing or wrong."""
    config = read_json(source / "config.json", source.name)
    if "quantization_config" in config:
        raise DamagedFileError("config.json says that its weights are packed in a way that cannot be taken over")
    files = weight_files(source, source.name)
    places = {key: (path, spec) for path in files for key, spec in read_specs(path).items()}
    check_layers(config, len(places), "config.json")
    return places


def is_tiny(places: Places) -> bool:
    """Whether the weights are float32 in the files and small enough to stay so."""
    total = sum(spec.byte_count for _, spec in places.values())
    return total <= TINY_BYTES and {spec.dtype for _, spec in places.values()} <= {"F32", "I64"}


def import_folder(source: Path, places: Places, target: Path, progress: StagedProgress) -> None:
    """ProblemError or DamagedFileError for what is missing or wrong."""
    config = read_json(source / "config.json", source.name)
    dtype = "F32" if is_tiny(places) else "BF16"
    progress.enter(START)
    check_architecture(config)
    progress.enter(COPY)
    _copy_weights(places, target / "model.safetensors", dtype, progress)
    write_configs(source, target, dtype)
    progress.enter(TOKENIZE)
    take_tokenizer(source, target)


def check_architecture(config: dict[str, Any]) -> None:
    """Imports transformers."""
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    kind = config.get("model_type")
    if kind not in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES:
        raise DamagedFileError(
            f"config.json names the architecture {kind}, which this version of Causerie does not know as one that "
            "continues text"
        )


def _copy_weights(specs: Places, target: Path, dtype: str, progress: StagedProgress) -> None:
    import torch
    from safetensors import safe_open

    wanted = torch.float32 if dtype == "F32" else torch.bfloat16
    layout = {
        name: TensorSpec(dtype if spec.dtype in FLOATS else spec.dtype, spec.shape) for name, (_, spec) in specs.items()
    }
    total = sum(spec.byte_count for _, spec in specs.values()) or 1
    done = 0
    with WeightsWriter(target, layout) as writer:
        for path in sorted({path for path, _ in specs.values()}):
            with safe_open(path, framework="pt") as file:
                for name in (name for name, (holder, _) in specs.items() if holder == path):
                    tensor = file.get_tensor(name)
                    if specs[name][1].dtype in FLOATS:
                        tensor = tensor.to(wanted)
                    writer.write(name, tensor_bytes(tensor))
                    done += specs[name][1].byte_count
                    progress.at(done / total)


def write_configs(source: Path, target: Path, dtype: str) -> None:
    """Without the names of code that the folder would like to have run."""
    config = read_json(source / "config.json", source.name)
    kept = {key: value for key, value in config.items() if key not in ("auto_map", "torch_dtype", "_name_or_path")}
    kept["dtype"] = "float32" if dtype == "F32" else "bfloat16"
    (target / "config.json").write_text(json.dumps(kept, indent=2), encoding="utf-8")
    if (source / "generation_config.json").is_file():
        shutil.copyfile(source / "generation_config.json", target / "generation_config.json")


def take_tokenizer(source: Path, target: Path) -> None:
    """ProblemError or DamagedFileError where there is none that can be read."""
    name = source.name
    if (source / TOKENIZER_FILE).is_file():
        shutil.copyfile(source / TOKENIZER_FILE, target / TOKENIZER_FILE)
        config = read_json(source / CONFIG_FILE, name) if (source / CONFIG_FILE).is_file() else {}
        extra = source / "special_tokens_map.json"
        config = {**(read_json(extra, name) if extra.is_file() else {}), **config}
    else:
        config = _rebuilt_tokenizer(source, target, name)
    template = template_source(source, config)
    if template is not None:
        (target / TEMPLATE_FILE).write_text(template, encoding="utf-8")
    roles = {role: config[role] for role in TOKEN_ROLES if config.get(role) is not None}
    text = json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", **roles}, indent=2, ensure_ascii=False)
    (target / CONFIG_FILE).write_text(text, encoding="utf-8")


def _rebuilt_tokenizer(source: Path, target: Path, name: str) -> dict[str, Any]:
    """From the older forms that transformers can read (vocab.json and merges.txt, tokenizer.model)."""
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True, trust_remote_code=False)
        tokenizer.backend_tokenizer.save(str(target / TOKENIZER_FILE))
    except Exception as error:
        raise DamagedFileError(f"{name} holds no tokenizer.json and no older form of one that can be read") from error
    return {
        **{role: getattr(tokenizer, role) for role in TOKEN_ROLES},
        "chat_template": getattr(tokenizer, "chat_template", None),
    }
