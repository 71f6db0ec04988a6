"""Where numba keeps what it has compiled: in the one folder it is told, whatever place and name the program has.

Numba's own way goes by the path of a source file and, in a frozen program, by a hash of the whole program, which is to
be read for that. Here a folder belongs to one state of the sources, and what is in it is fresh.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

NUMBA_CACHE = "NUMBA_CACHE_DIR"
NUMBA_LOCATORS = "NUMBA_CACHE_LOCATOR_CLASSES"
LOCATORS = f"{__name__}.CodeCache,InTreeCacheLocator,UserWideCacheLocator"
"""Numba goes through the list until one of them has a place: ours, then its own."""


def keep_code_in(folder: Path) -> None:
    """To be called before numba is imported, which is when it reads this. Beside its own sources it may not write, and
    a frozen program has none."""
    os.environ.setdefault(NUMBA_CACHE, str(folder))
    os.environ.setdefault(NUMBA_LOCATORS, LOCATORS)


class CodeCache:
    """One of numba's cache locators, which it makes for each function that it compiles."""

    def __init__(self, folder: Path, line: int) -> None:
        self._folder = folder
        self._line = line

    @classmethod
    def from_function(cls, function: Any, _file: str) -> "CodeCache | None":
        """None where it is told of no folder, or of one that can't be written to."""
        from numba.core import config

        if not config.CACHE_DIR:
            return None
        made = cls(Path(config.CACHE_DIR), function.__code__.co_firstlineno)
        try:
            made.ensure_cache_path()
        except OSError:
            return None
        return made

    def ensure_cache_path(self) -> None:
        """OSError where nothing can be kept."""
        self._folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=self._folder).close()

    def get_cache_path(self) -> str:
        return str(self._folder)

    def get_source_stamp(self) -> str:
        """The folder's name says it, or its being shipped with the sources."""
        return ""

    def get_disambiguator(self) -> str:
        return str(self._line)
