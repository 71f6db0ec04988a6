"""Loads a model's folder, or says which file is at fault and why. Engine thread; torch is imported only where needed.

Only safetensors are read, never a pickle, and no code from the folder is ever run.
"""

from dataclasses import replace
from pathlib import Path

from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.engine.ports import LanguageModel, ReportProgress
from chatapp.lm.announced import check_layers
from chatapp.lm.device import give_back_memory, has_gpu, thread_count
from chatapp.lm.fingerprint import fingerprint
from chatapp.lm.garbage import collected_later
from chatapp.lm.means import PLENTY, Means
from chatapp.lm.model import FolderModel, FreeableDecoder
from chatapp.lm.packed.reading import has_packed_form
from chatapp.lm.problems import memory_reported, model_file_error
from chatapp.lm.tokenizer import read_json, read_tokenizer
from chatapp.lm.weights_file import DamagedFileError, read_specs


def load(
    folder: Path, name: str, report: ReportProgress, cache: Path | None = None, means: Means = PLENTY
) -> LanguageModel:
    """An engine.ports.Loader. `cache` is where compiled code is kept from one start to the next; without it none is,
    and every model is torch's."""
    means = replace(means, threads=thread_count(means.threads))
    with memory_reported(f"to load {name}"), collected_later():
        report(TaskProgress("Checking the model's files", 0.0))
        check_folder(folder, name)
        tokenizer = read_tokenizer(folder, name)
        decoder, device = _decoder(folder, name, report, cache, means)
        report(TaskProgress("Checking the model's identity", 0.9))
        info = ModelInfo(
            name,
            fingerprint(folder),
            device,
            thread_count(means.threads),
            decoder.context_limit,
            tokenizer.has_chat_template,
            tokenizer.can_fill,
            tokenizer.template_fingerprint,
        )
        ends = tokenizer.end_tokens | _stated_ends(folder, name)
        give_back_memory()
        return FolderModel(info, tokenizer, decoder, ends)


def _decoder(
    folder: Path, name: str, report: ReportProgress, cache: Path | None, means: Means
) -> tuple[FreeableDecoder, str]:
    """The compiled step where the model and the processor have one and no GPU is there, else torch."""
    if cache is not None and has_packed_form(folder) and not has_gpu():
        from chatapp.lm.cpu_loading import load_compiled

        compiled = load_compiled(folder, name, report, cache, means)
        if compiled is not None:
            return compiled
    from chatapp.lm.torch_loading import load_torch

    return load_torch(folder, name, report, means)


def check_folder(folder: Path, name: str) -> None:
    """ProblemError unless everything that loading needs is there and whole."""
    if not folder.is_dir():
        raise model_file_error(name, f"the folder {folder} does not exist")
    config = read_json(folder / "config.json", name)
    weights = weight_files(folder, name)
    try:
        check_layers(config, sum(len(read_specs(path)) for path in weights), "config.json")
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


def _stated_ends(folder: Path, name: str) -> frozenset[int]:
    """The end-of-sequence ids of generation_config.json and config.json, each a number or a list of them."""
    ends: set[int] = set()
    for path in (folder / "generation_config.json", folder / "config.json"):
        stated = read_json(path, name).get("eos_token_id") if path.is_file() else None
        ends.update(stated if isinstance(stated, list) else [stated] if isinstance(stated, int) else [])
    return frozenset(ends)
