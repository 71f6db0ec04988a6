"""A whole profile in one file: a .zip under another name, with a manifest of what is in it and its checksums."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from chatapp import __version__
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.exchange.plain import Object, mapping, words
from chatapp.exchange.problems import BROKEN_ZIP

FORMAT, VERSION = "causerie-profile", 1
ENDING = ".causerie"
MANIFEST = "manifest.json"
DATABASE, SETTINGS = "causerie.sqlite3", "settings.toml"
KNOWN = (DATABASE, SETTINGS)
PIECE = 1 << 20
LONGEST_MANIFEST = 1 << 20
NO_PROFILE = (*BROKEN_ZIP, KeyError, ValueError)


def pack(files: Mapping[str, Path], target: IO[bytes], advanced: Callable[[int], None]) -> None:
    """`advanced` is told how many bytes of the files are in."""
    listed: dict[str, object] = {}
    done = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as zipped:
        for name, path in files.items():
            checksum, size = hashlib.sha256(), 0
            with path.open("rb") as file, zipped.open(name, "w", force_zip64=True) as member:
                while piece := file.read(PIECE):
                    member.write(piece)
                    checksum.update(piece)
                    size += len(piece)
                    done += len(piece)
                    advanced(done)
            listed[name] = {"sha256": checksum.hexdigest(), "size": size}
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "program": f"Causerie {__version__}",
            "made_at": datetime.now(UTC).isoformat(),
            "files": listed,
        }
        zipped.writestr(MANIFEST, json.dumps(manifest, indent=2))


def unpack(source: Path, folder: Path, advanced: Callable[[int], None]) -> dict[str, Path]:
    """The files that we know, in `folder`, each as its checksum wants it. ProblemError for anything else."""
    try:
        with zipfile.ZipFile(source) as zipped:
            listed = mapping(_manifest(zipped, source.name)["files"])
            found: dict[str, Path] = {}
            done = 0
            for name in KNOWN:
                if name in listed:
                    wanted = mapping(listed[name])
                    found[name] = folder / name
                    _take(zipped, name, wanted, found[name])
                    done += found[name].stat().st_size
                    advanced(done)
            if DATABASE not in found:
                raise ProblemError(_damaged(source.name, "no database in it"))
            return found
    except NO_PROFILE as error:
        raise ProblemError(_damaged(source.name, str(error))) from error


def is_profile(source: Path) -> bool:
    try:
        with zipfile.ZipFile(source) as zipped:
            return words(_read_manifest(zipped).get("format")) == FORMAT
    except (*NO_PROFILE, OSError):
        return False


def _manifest(zipped: zipfile.ZipFile, name: str) -> Object:
    manifest = _read_manifest(zipped)
    version = manifest.get("version")
    if manifest.get("format") != FORMAT:
        raise ProblemError(_damaged(name, "no profile of Causerie"))
    if version != VERSION:
        raise ProblemError(_newer(name, version))
    return manifest


def _read_manifest(zipped: zipfile.ZipFile) -> Object:
    if zipped.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise ValueError("a manifest that long is none")
    return mapping(json.loads(zipped.read(MANIFEST)))


def _take(zipped: zipfile.ZipFile, name: str, wanted: Object, target: Path) -> None:
    checksum, size = hashlib.sha256(), wanted.get("size")
    left = size if isinstance(size, int) else 0
    with zipped.open(name) as member, target.open("wb") as file:
        while piece := member.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise ValueError(f"{name} is longer than the manifest says")
            checksum.update(piece)
            file.write(piece)
    if left or checksum.hexdigest() != wanted.get("sha256"):
        raise ValueError(f"{name} is not what the manifest says")


def _damaged(name: str, details: str) -> Problem:
    return Problem(
        ProblemKind.CHECKSUM,
        f"{name} is not a whole profile of Causerie, or it is damaged; nothing was changed.",
        ("Copy the file again from where it comes", "Choose another file"),
        details,
    )


def _newer(name: str, version: object) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"A newer Causerie has written {name}; this one does not know its form. Nothing was changed.",
        ("Install the newer Causerie",),
        f"version {version!r}",
    )
