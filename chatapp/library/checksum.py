"""sha256 of a model's source: of a file, or of the files of a folder."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from chatapp.library.journey import Journey

CHUNK_BYTES = 1 << 20


def of_files(files: Sequence[Path], journey: Journey) -> str:
    """One file gives the plain sha256 of its bytes; several are told apart by their names and sizes as well."""
    whole = sum(file.stat().st_size for file in files)
    digest = hashlib.sha256()
    done = 0
    for path in files:
        if len(files) > 1:
            digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                done += len(chunk)
                journey.at(done / max(whole, 1))
    return digest.hexdigest()
