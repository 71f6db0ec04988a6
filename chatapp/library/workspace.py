"""A folder for half-made things inside the folder of models, gone at the end, whatever the end; and what is left of
runs that were killed. On the same disk as the models, so that putting a finished one into place is one rename."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

PREFIX = ".new-"
_CLOCK_TOLERANCE_SECONDS = 60.0


@contextmanager
def workspace(models: Path) -> Iterator[Path]:
    """OSError where the folder of models cannot be written."""
    models.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_leftovers(models)
    started = int(psutil.Process().create_time())
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-{started}-", dir=models))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(models: Path) -> None:
    """Removes the workspaces of processes that are no more; those of living ones are theirs."""
    for folder in models.glob(f"{PREFIX}*"):
        if not _is_in_use(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _is_in_use(name: str) -> bool:
    try:
        pid, started = (int(part) for part in name.removeprefix(PREFIX).split("-")[:2])
        # A process id is given again after a while; the moment of its start tells whether it is still the same.
        return abs(psutil.Process(pid).create_time() - started) < _CLOCK_TOLERANCE_SECONDS
    except (ValueError, psutil.Error):
        return False
