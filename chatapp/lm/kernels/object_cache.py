"""Compiled object code on disk, each file behind a checksum: LLVM would follow a damaged one into the dark."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path

log = logging.getLogger(__name__)
CHECKSUM_BYTES = 32


class ObjectCache:
    """The folder is made when it is first needed. One that can't be written to costs compiling anew, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key: str) -> Path:
        return self._folder / f"{key}.object"

    def get(self, key: str) -> bytes | None:
        """None where nothing whole is kept under this key."""
        try:
            data = self.path(key).read_bytes()
        except OSError:
            return None
        checksum, code = data[:CHECKSUM_BYTES], data[CHECKSUM_BYTES:]
        return code if checksum == _checksum(key, code) else None

    def put(self, key: str, code: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(_checksum(key, code) + code)
            Path(name).replace(self.path(key))
        except OSError as error:
            log.warning("compiled kernels could not be kept: %s", error.strerror)


def _checksum(key: str, code: bytes) -> bytes:
    """Of the key as well, so that a renamed file is no one else's code."""
    return hashlib.sha256(key.encode() + code).digest()
