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
from chatapp.domain.model import Packing, TaskProgress
from chatapp.engine.ports import ReportProgress
from chatapp.lm import folder_import, gguf_import, packed_import
from chatapp.lm.fingerprint import file_sha256, fingerprint
from chatapp.lm.gguf_file import read_gguf
from chatapp.lm.gguf_tokenizer import write_tokenizer
from chatapp.lm.packed.format import FILE as PACKED_FILE
from chatapp.lm.packed.kinds import stated_packing
from chatapp.lm.packed.packing import FloatPacking, TooCoarseError
from chatapp.lm.packed.takeover import Takeover, from_folder, from_gguf
from chatapp.lm.problems import is_out_of_memory, model_file_error, out_of_memory_error
from chatapp.lm.progress import StagedProgress
from chatapp.lm.tokenizer import read_json
from chatapp.lm.weights_file import DamagedFileError

FORMAT = 1
CARD_FILE = "card.json"
READ, IDENTIFY = "Checking the file", "Computing checksums"
HASHED_PER_SECOND = 600e6
SECONDS_BETWEEN_LINES = 0.1
FLOAT_PACKINGS = {
    Packing.BF16: None,
    Packing.INT8: FloatPacking.EIGHT_BITS,
    Packing.INT4: FloatPacking.FOUR_BITS,
}
"""None is as they are."""


def convert(source: Path, target: Path, report: ReportProgress, packing: Packing = Packing.INT8) -> None:
    """Fills the folder `target`, which exists. ProblemError names the file and the reason; the caller removes what is
    half-written."""
    source = source.parent if source.suffix == ".safetensors" else source
    try:
        if not source.exists():
            raise DamagedFileError(f"there is no {source}")
        report(TaskProgress(READ, 0.0))
        origin = _Folder(source) if source.is_dir() else _Gguf(source)
        progress = _take_over(origin, target, report, FLOAT_PACKINGS[packing])
        progress.enter(IDENTIFY)
        _write_card(origin, target)
        fingerprint(target)
        progress.at(1.0)
    except DamagedFileError as error:
        raise model_file_error(source.name, str(error), repr(error.__cause__ or "")) from error


def _take_over(
    origin: "_Gguf | _Folder", target: Path, report: ReportProgress, floats: FloatPacking | None
) -> StagedProgress:
    """As a packed folder where the model has a compiled step, else as any model."""
    last = {IDENTIFY: origin.hashing_seconds}
    packed = origin.packed(floats)
    if packed is not None:
        progress = StagedProgress(report, {**packed_import.stages(packed), **last})
        try:
            packed_import.import_packed(packed, target, progress)
        except TooCoarseError:
            (target / PACKED_FILE).unlink()
        except DamagedFileError:
            raise
        except ValueError as error:
            raise DamagedFileError(f"its weights cannot be packed ({error})") from error
        else:
            origin.take_companions(target, progress)
            return progress
    progress = StagedProgress(report, {**origin.stages, **last})
    origin.unpack(target, progress)
    return progress


class _Gguf:
    """A GGUF file as a source."""

    def __init__(self, path: Path) -> None:
        self._file = read_gguf(path)
        gguf_import.check_tokenizer(self._file)
        self.files = [path]
        self.name, self.source = path.stem, path.name
        self.licence = str(self._file.metadata.get("general.license", ""))

    @property
    def hashing_seconds(self) -> float:
        return 3 * self.files[0].stat().st_size / HASHED_PER_SECOND

    @property
    def stages(self) -> dict[str, float]:
        return gguf_import.stages(self._file)

    def packed(self, floats: FloatPacking | None) -> Takeover | None:
        return None if gguf_import.is_tiny(self._file) else from_gguf(self._file, floats)

    def take_companions(self, target: Path, progress: StagedProgress) -> None:
        progress.enter(packed_import.TOKENIZE)
        write_tokenizer(self._file, target)

    def unpack(self, target: Path, progress: StagedProgress) -> None:
        gguf_import.import_gguf(self._file, target, progress)


class _Folder:
    """A folder in Hugging Face's form as a source."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places = folder_import.find_weights(path)
        self.files = sorted({file for file, _ in self._places.values()})
        self.name = self.source = path.name
        self.licence = _stated_licence(path)

    @property
    def hashing_seconds(self) -> float:
        return 3 * sum(file.stat().st_size for file in self.files) / HASHED_PER_SECOND

    @property
    def stages(self) -> dict[str, float]:
        return folder_import.stages(self._places)

    def packed(self, floats: FloatPacking | None) -> Takeover | None:
        folder_import.check_architecture(read_json(self._path / "config.json", self.name))
        return None if folder_import.is_tiny(self._places) else from_folder(self._path, self._places, floats)

    def take_companions(self, target: Path, progress: StagedProgress) -> None:
        progress.enter(packed_import.TOKENIZE)
        folder_import.write_configs(self._path, target, "BF16")
        folder_import.take_tokenizer(self._path, target)

    def unpack(self, target: Path, progress: StagedProgress) -> None:
        folder_import.import_folder(self._path, self._places, target, progress)


def main(argv: Sequence[str]) -> int:
    """`argv` is SOURCE TARGET and perhaps a packing. The exit status is 1 after a problem, 2 after a wrong call."""
    source, target, packing = (*argv, Packing.INT8)[:3] if len(argv) in (2, 3) else ("", "", "")
    if packing not in set(Packing):
        sys.stderr.write(f"usage: python -m chatapp.lm.conversion SOURCE TARGET [{'|'.join(Packing)}]\n")
        return 2
    problem = _problem_of(Path(source), Path(target), Packing(packing))
    _say({"done": True} if problem is None else {"problem": asdict(problem)})
    return 0 if problem is None else 1


def _problem_of(source: Path, target: Path, packing: Packing) -> Problem | None:
    try:
        convert(source, target, _Lines(), packing)
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


def _write_card(origin: _Gguf | _Folder, target: Path) -> None:
    """What the model is and where it comes from; `source` is a name, since the folder may be carried elsewhere."""
    files = origin.files
    card = {
        "name": origin.name,
        "source": origin.source,
        "licence": origin.licence,
        "packing": stated_packing(target),
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
