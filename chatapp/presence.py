"""Which processes use a home right now, so that one does not take another's work for what a crash left."""

import os
from pathlib import Path

import psutil


class Presence:
    """A file per process, named by its id, holding its start time: process ids are used again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / str(os.getpid())

    def enter(self) -> None:
        """Before anything is written to the home. OSError where it can't be."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        beside = self._own.with_suffix(".new")
        beside.write_text(repr(psutil.Process().create_time()), encoding="ascii")
        beside.replace(self._own)

    def leave(self) -> None:
        self._own.unlink(missing_ok=True)

    def is_alone(self) -> bool:
        """Whether no other living process is there. Files of dead ones are removed."""
        return not any(
            self._is_alive(file) for file in self._folder.iterdir() if file.name.isdecimal() and file != self._own
        )

    def _is_alive(self, file: Path) -> bool:
        try:
            started = float(file.read_text(encoding="ascii"))
            if abs(psutil.Process(int(file.name)).create_time() - started) < 1.0:
                return True
        except (psutil.NoSuchProcess, ValueError):
            file.unlink(missing_ok=True)
            return False
        except (psutil.Error, OSError):
            return True  # not ours to look at: better to leave its work alone
        file.unlink(missing_ok=True)
        return False
