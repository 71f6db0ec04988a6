"""Turns a GGUF file or a folder in Hugging Face's form into a folder of ours: `python -m chatapp.lm.conversion`.

A process of its own, so that a file which breaks a library breaks nothing else. One JSON object per line on stdout.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from chatapp.domain.errors import Problem, ProblemError
from chatapp.domain.model import TaskProgress
from chatapp.engine.ports import ReportProgress
from chatapp.lm import folder_import, gguf_import
from chatapp.lm.fingerprint import file_sha256, fingerprint
from chatapp.lm.gguf_file import is_gguf, read_gguf
from chatapp.lm.problems import is_out_of_memory, model_file_error, out_of_memory_error
from chatapp.lm.progress import StagedProgress
from chatapp.lm.weights_file import DamagedFileError

FORMAT = 1
CARD_FILE = "card.json"
IDENTIFY = "Computing checksums"
HASHED_PER_SECOND = 600e6
SECONDS_BETWEEN_LINES = 0.1


def convert(source: Path, target: Path, report: ReportProgress) -> None:
    """Fills the folder `target`, which exists. ProblemError names the file and the reason; the caller removes what is
    half-written."""
    source = source.parent if source.suffix == ".safetensors" else source
    try:
        if not source.exists():
            raise DamagedFileError(f"there is no {source}")
        if source.is_dir():
            progress = StagedProgress(report, {**folder_import.stages(source), IDENTIFY: _hashing(source)})
            folder_import.import_folder(source, target, progress)
        else:
            progress = StagedProgress(report, {**gguf_import.stages(source), IDENTIFY: _hashing(source)})
            gguf_import.import_gguf(source, target, progress)
        progress.enter(IDENTIFY)
        _write_card(source, target)
        fingerprint(target)
        progress.at(1.0)
    except DamagedFileError as error:
        raise model_file_error(source.name, str(error), repr(error.__cause__ or "")) from error


def main(argv: Sequence[str]) -> int:
    """`argv` is SOURCE TARGET. The exit status is 1 after a problem, 2 after a wrong call."""
    if len(argv) != 2:
        sys.stderr.write("usage: python -m chatapp.lm.conversion SOURCE TARGET\n")
        return 2
    problem = _problem_of(Path(argv[0]), Path(argv[1]))
    _say({"done": True} if problem is None else {"problem": asdict(problem)})
    return 0 if problem is None else 1


def _problem_of(source: Path, target: Path) -> Problem | None:
    try:
        convert(source, target, _Lines())
    except ProblemError as error:
        return error.problem
    except Exception as error:
        details = f"{type(error).__name__}: {error}"
        if is_out_of_memory(error):
            return out_of_memory_error(f"to import {source.name}", details).problem
        return model_file_error(source.name, f"it could not be taken over ({error})", details).problem
    return None


class _Lines:
    """Progress as lines, a few each second and every change of stage."""

    def __init__(self) -> None:
        self._stage = ""
        self._next = 0.0

    def __call__(self, progress: TaskProgress) -> None:
        if progress.stage == self._stage and monotonic() < self._next:
            return
        self._stage, self._next = progress.stage, monotonic() + SECONDS_BETWEEN_LINES
        _say(asdict(progress))


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _hashing(source: Path) -> float:
    files = [source] if source.is_file() else list(source.glob("*.safetensors"))
    return 3 * sum(path.stat().st_size for path in files) / HASHED_PER_SECOND


def _write_card(source: Path, target: Path) -> None:
    """What the model is and where it comes from; `source` is a name, since the folder may be carried elsewhere."""
    files = [source] if source.is_file() else sorted(source.glob("*.safetensors"))
    is_file = source.is_file() and is_gguf(source)
    metadata = read_gguf(source).metadata if is_file else {}
    card = {
        "name": source.stem if is_file else source.name,
        "source": source.name,
        "licence": str(metadata.get("general.license", "")) if is_file else _stated_licence(source),
        "source_sha256": file_sha256(files[0]) if len(files) == 1 else _joint_sha256(files),
        "format": FORMAT,
    }
    (target / CARD_FILE).write_text(json.dumps(card, indent=2, ensure_ascii=False), encoding="utf-8")


def _joint_sha256(files: Sequence[Path]) -> str:
    import hashlib

    joined = "".join(f"{path.name} {file_sha256(path)}\n" for path in files)
    return hashlib.sha256(joined.encode()).hexdigest()


def _stated_licence(folder: Path) -> str:
    """The `license:` of the front matter in README.md, or nothing."""
    readme = folder / "README.md"
    if not readme.is_file():
        return ""
    text = readme.read_text(encoding="utf-8", errors="replace")
    front = text.split("---")[1] if text.startswith("---") else ""
    stated = (line.partition(":")[2] for line in front.splitlines() if line.startswith("license:"))
    return next(stated, "").strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
