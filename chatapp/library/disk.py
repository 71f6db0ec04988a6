"""Room on the disk and what its errors mean to a person."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatapp.domain.errors import Problem, ProblemError, ProblemKind

SPARE_BYTES = 50_000_000
"""Left free beyond what is needed, for the database and for everything else that writes meanwhile."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
_WINDOWS_FULL = (39, 112)
_FULL_IN_WORDS = ("No space left on device", "Disk quota exceeded", "File too large", "not enough space on the disk")


def free_bytes(folder: Path) -> int:
    """Free for this user on the disk that holds the folder, or will hold it."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def megabytes(size: int) -> str:
    """A size in the decimal units that file managers show."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6))} MB"


def require(needed: int, free: int, folder: Path) -> None:
    """Raises ProblemError where less is free than needed and spare."""
    if free < needed + SPARE_BYTES:
        raise ProblemError(
            Problem(
                ProblemKind.DISK_FULL,
                f"The disk is too small: {megabytes(needed + SPARE_BYTES)} are needed, {megabytes(free)} are free. "
                "Nothing was changed.",
                ("Free some space and try again", "Choose another place with --home DIR"),
                str(folder),
            )
        )


def is_told_full(text: str) -> bool:
    """Whether another program's last words say so."""
    return any(words in text for words in _FULL_IN_WORDS)


def is_full(error: OSError) -> bool:
    return error.errno in _FULL or getattr(error, "winerror", None) in _WINDOWS_FULL


@contextmanager
def reported(folder: Path) -> Iterator[None]:
    """Turns an OSError of writing into `folder` into a ProblemError."""
    try:
        yield
    except OSError as error:
        raise ProblemError(_problem(error, folder)) from error


def _problem(error: OSError, folder: Path) -> Problem:
    if is_full(error):
        return full(folder, str(error))
    if error.errno in _READ_ONLY:
        return Problem(
            ProblemKind.READ_ONLY,
            "Causerie cannot write to its folder of models; nothing was changed.",
            ("Make the folder writable", "Choose another place with --home DIR"),
            str(error),
        )
    return Problem(
        ProblemKind.MODEL_FILE,
        "The model could not be put into the library; what was half-written is removed.",
        ("Try again",),
        str(error),
    )


def full(folder: Path, details: str) -> Problem:
    """The disk ran full in the middle."""
    return Problem(
        ProblemKind.DISK_FULL,
        "The disk ran full; what was half-written is removed, everything else is as it was.",
        ("Free some space and try again", "Choose another place with --home DIR"),
        f"{folder}: {details}",
    )
