"""What a person chose to import: a GGUF file or a folder in Hugging Face form, told apart before anything is read."""

import json
from dataclasses import dataclass
from pathlib import Path

from chatapp.domain.errors import Problem, ProblemError, ProblemKind

GGUF_MAGIC = b"GGUF"
SAFETENSORS = ".safetensors"
INDEX = "model.safetensors.index.json"
PICKLES = {".bin", ".pt", ".pth", ".pkl", ".ckpt"}
_LFS_POINTER = b"version https://git-lfs"
_PARTS_OF_A_FOLDER = {".json", SAFETENSORS, ".model", ".txt", ".jinja"}
_CHOOSE = "Choose a GGUF file, or a folder with config.json and .safetensors files"


@dataclass(frozen=True, slots=True)
class Source:
    """`files` are those that make the model what it is, in order of name; `name` is what to call it."""

    path: Path
    name: str
    files: tuple[Path, ...]

    @property
    def size_bytes(self) -> int:
        return sum(file.stat().st_size for file in self.files)


def inspect(path: Path) -> Source:
    """ProblemError says what is wrong with it and what to choose instead."""
    path = path.expanduser().absolute()
    try:
        if path.is_dir():
            return _folder(path)
        if path.is_file():
            return _file(path)
    except OSError as error:
        raise unreadable(path, error) from error
    raise _refused(f"There is no file or folder {path.name}.", details=str(path))


def unreadable(path: Path, error: OSError) -> ProblemError:
    """The disk or the permissions do not let it be read."""
    remedy = "Check that you may read it, and that its disk is there"
    return _refused(f"{path.name} could not be read.", remedy, str(error))


def _file(path: Path) -> Source:
    with path.open("rb") as file:
        start = file.read(len(_LFS_POINTER))
    if not start:
        raise _refused(f"{path.name} is empty.", "Fetch it again, or choose another file")
    if start.startswith(GGUF_MAGIC):
        return Source(path, path.stem, (path,))
    if start == _LFS_POINTER:
        raise _pointer(path)
    if path.suffix.lower() in PICKLES:
        raise _pickle(path)
    if path.suffix.lower() == SAFETENSORS:
        return _folder(path.parent)  # weights alone are no model; who points at them means the folder
    raise _refused(f"{path.name} is not a GGUF file.")


def _folder(path: Path) -> Source:
    files = sorted(file for file in path.iterdir() if file.is_file())
    weights = [file for file in files if file.suffix == SAFETENSORS]
    if not weights:
        raise _without_weights(path, files)
    if not (path / "config.json").is_file():
        raise _refused(f"{path.name} holds weights but no config.json.", "Fetch the whole folder again")
    for file in weights:
        _check_weights(file)
    if missing := _missing_parts(path):
        raise _refused(
            f"{path.name} is incomplete: {len(missing)} of its files are missing.",
            "Fetch the whole folder again",
            ", ".join(missing),
        )
    return Source(path, path.name, tuple(file for file in files if file.suffix in _PARTS_OF_A_FOLDER))


def _without_weights(path: Path, files: list[Path]) -> ProblemError:
    if any(file.suffix.lower() == ".gguf" for file in files):
        return _refused(f"{path.name} holds GGUF files.", "Choose one of the GGUF files in it")
    pickles = [file for file in files if file.suffix.lower() in PICKLES]
    return _pickle(pickles[0]) if pickles else _refused(f"{path.name} holds no model.")


def _check_weights(file: Path) -> None:
    with file.open("rb") as opened:
        start = opened.read(len(_LFS_POINTER))
    if not start:
        raise _refused(f"{file.name} is empty.", "Fetch it again")
    if start == _LFS_POINTER:
        raise _pointer(file)


def _missing_parts(folder: Path) -> list[str]:
    """Names that the index of a model in several files lists and that are not there."""
    index = folder / INDEX
    if not index.is_file():
        return []
    try:
        parts = set(json.loads(index.read_bytes())["weight_map"].values())
        return sorted(part for part in parts if not (folder / part).is_file())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refused(f"{INDEX} is damaged.", "Fetch it again", repr(error)) from error


def _pickle(file: Path) -> ProblemError:
    return _refused(
        f"{file.name} is a pickle, which can run any program when it is opened; it was not opened.",
        "Choose the same model as GGUF or .safetensors",
    )


def _pointer(file: Path) -> ProblemError:
    return _refused(f"{file.name} is a pointer of Git LFS, not the model itself.", "Fetch the file itself")


def _refused(sentence: str, remedy: str = _CHOOSE, details: str = "") -> ProblemError:
    return ProblemError(Problem(ProblemKind.MODEL_FILE, f"{sentence} Nothing was changed.", (remedy,), details))
