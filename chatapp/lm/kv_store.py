"""Keys and values on disk, so that a conversation opened after a restart is not read again. Engine thread only.

A file per snapshot: a header of JSON (form, fingerprint, token ids, shape, a checksum for each page), then the pages
from byte 4096 times n on, mapped where they lie; those that are used are checked. A file that is damaged, foreign or of
another form is passed over and removed, where the system lets go of it: Windows keeps one that is mapped.
"""

import json
import logging
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatapp.engine.prefix import shared_length
from chatapp.lm.checksum import checksum

log = logging.getLogger(__name__)

SNAPSHOTS = "kv"
"""The folder's name among what may be lost."""
FORM = 2
SUFFIX = ".kv"
MAGIC = b"causerie-kv\n"
PAGE_BYTES = 4096
BEGUN_SUFFIX = ".part"
BEGUN_SECONDS = 3600
"""After so long, what was begun is nobody's work any more."""

Halves = NDArray[np.float16]


def never() -> bool:
    """Whether whoever waits has lost interest."""
    return False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file that may be restored: `tokens` are those whose keys and values it holds."""

    path: Path
    tokens: tuple[int, ...]
    shape: tuple[int, int]
    offset: int
    checksums: tuple[int, ...]

    @property
    def page_bytes(self) -> int:
        return self.shape[1] * 2


class KeyValueStore:
    """The snapshots of one model in a folder that several models share; `byte_cap` holds for the whole folder, and the
    least recently used go first. A disk that refuses costs the snapshot and is logged."""

    def __init__(self, folder: Path, fingerprint: str, byte_cap: int) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._byte_cap = byte_cap
        self._snapshots: list[Snapshot] | None = None

    def look(self) -> None:
        """Reads the headers now, so that nobody waits for it later, and keeps the cap, which may have become less."""
        if self._folder.is_dir():
            self._make_room(0)
        self._found()

    def has_place_for(self, byte_count: int) -> bool:
        """Whether the cap allows a snapshot so large, if others go."""
        return byte_count <= self._byte_cap

    def longest(self, tokens: Sequence[int]) -> Snapshot | None:
        """The snapshot that shares the longest beginning with `tokens`, of several the shortest; None where
        none shares any."""
        shared = [(shared_length(found.tokens, tokens), -len(found.tokens), found) for found in self._found()]
        length, _, best = max(shared, key=lambda found: found[:2], default=(0, 0, None))
        return best if length else None

    def read(self, snapshot: Snapshot, pages: int, is_cancelled: Callable[[], bool] = never) -> Halves | None:
        """Its first pages, mapped and read-only; None where the file is not what its header says, which removes it, or
        where that is not wanted any more."""
        try:
            numbers = np.memmap(snapshot.path, np.float16, "r", snapshot.offset, snapshot.shape)[:pages]
            for page, expected in zip(numbers, snapshot.checksums, strict=False):
                if is_cancelled():
                    return None
                if checksum(page) != expected:
                    raise ValueError("its checksum is wrong")
            os.utime(snapshot.path)
        except (OSError, ValueError) as error:
            log.warning("a snapshot was passed over: %s", error)
            self.remove(snapshot)
            return None
        return numbers

    def write(self, tokens: Sequence[int], numbers: Halves) -> bool:
        """Keeps a snapshot; one whose tokens are a beginning of these goes, since this one serves its purpose too.
        False where the disk refuses."""
        header = {
            "form": FORM,
            "fingerprint": self._fingerprint,
            "tokens": list(tokens),
            "shape": list(numbers.shape),
            "checksums": [checksum(page) for page in np.ascontiguousarray(numbers)],
        }
        path = self._folder / f"{self._key(tokens)}{SUFFIX}"
        begun = path.with_suffix(f".{os.getpid()}{BEGUN_SUFFIX}")
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._make_room(numbers.nbytes)
            with begun.open("wb") as file:
                file.write(_framed(json.dumps(header).encode()))
                np.ascontiguousarray(numbers).tofile(file)
            begun.replace(path)
        except OSError as error:
            log.warning("a snapshot was not written: %s", error)
            with suppress(OSError):
                begun.unlink()
            return False
        for outdone in [found for found in self._found() if _is_beginning(found.tokens, tokens)]:
            if outdone.path != path:
                self.remove(outdone)
        self._snapshots = None
        return True

    def remove(self, snapshot: Snapshot) -> None:
        _unlink(snapshot.path)
        self._snapshots = None

    def forget(self) -> None:
        """Every snapshot goes, those of other models too."""
        forget_snapshots(self._folder)
        self._snapshots = None

    def _found(self) -> list[Snapshot]:
        """Headers are read once; another process that uses the folder may make one stale, which `read` notices."""
        if self._snapshots is None:
            paths = sorted(self._folder.glob(f"*{SUFFIX}")) if self._folder.is_dir() else []
            self._snapshots = [found for path in paths if (found := self._header(path)) is not None]
        return self._snapshots

    def _header(self, path: Path) -> Snapshot | None:
        try:
            with path.open("rb") as file:
                header, offset = _unframed(file.read(len(MAGIC) + 8), file)
            if header["form"] != FORM:
                _unlink(path)
                return None
            if header["fingerprint"] != self._fingerprint:
                return None
            rows, columns = header["shape"]
            sums = tuple(int(value) for value in header["checksums"])
            found = Snapshot(path, tuple(header["tokens"]), (int(rows), int(columns)), offset, sums)
            is_whole = path.stat().st_size == offset + rows * columns * 2 and len(sums) == rows
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("a snapshot's header was passed over: %s", error)
            _unlink(path)
            return None
        if not is_whole:
            _unlink(path)
        return found if is_whole else None

    def _make_room(self, needed: int) -> None:
        for begun in self._folder.glob(f"*{BEGUN_SUFFIX}"):
            if begun.stat().st_mtime < time.time() - BEGUN_SECONDS:
                _unlink(begun)
        files = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
        room = self._byte_cap - needed
        for path in files:
            room -= path.stat().st_size
            if room < 0:
                _unlink(path)
        self._snapshots = None

    def _key(self, tokens: Sequence[int]) -> str:
        ids = np.asarray(tokens, np.int64).tobytes()
        return sha256(self._fingerprint.encode() + ids).hexdigest()[:32]


def forget_snapshots(folder: Path) -> None:
    """Removes every snapshot, and what was begun of one; what the system keeps is logged."""
    for path in list(folder.glob("*")) if folder.is_dir() else []:
        if not _unlink(path):
            log.warning("a snapshot stays: %s", path.name)


def _unlink(path: Path) -> bool:
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return not path.exists()


def _is_beginning(first: Sequence[int], whole: Sequence[int]) -> bool:
    return shared_length(first, whole) == len(first)


def _framed(header: bytes) -> bytes:
    """Magic, length, JSON, padded so that the numbers begin at a page of the file."""
    frame = MAGIC + len(header).to_bytes(8, "little") + header
    return frame + b" " * (-len(frame) % PAGE_BYTES)


def _unframed(beginning: bytes, file: BufferedReader) -> tuple[dict[str, Any], int]:
    """The header and where the numbers begin; ValueError where this is no snapshot."""
    if not beginning.startswith(MAGIC) or len(beginning) != len(MAGIC) + 8:
        raise ValueError("not a snapshot")
    length = int.from_bytes(beginning[len(MAGIC) :], "little")
    if length > os.fstat(file.fileno()).st_size:
        raise ValueError("a header longer than its file")
    header = json.loads(file.read(length))
    if not isinstance(header, dict):
        raise ValueError("a header that is no object")
    framed = len(beginning) + length
    return header, framed + -framed % PAGE_BYTES
