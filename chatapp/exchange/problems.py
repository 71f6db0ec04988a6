"""Why a file could not be read or written, in sentences; each says where, and that nothing was changed."""

import errno
import zipfile
import zlib

from chatapp.domain.errors import Problem, ProblemKind

BROKEN_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, RuntimeError)
"""What a .zip raises that is damaged, locked or packed in a way that is not known."""
UNKNOWN_FORMATS = (
    "Causerie reads its own exports, ChatGPT's (conversations.json or the .zip), Open WebUI's chat export, LM Studio's "
    "conversations and GPT4All's .chat files"
)


def cut_short(name: str, reading: str, place: str) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} ends in the middle of {reading}: {place}. Nothing was imported.",
        ("Fetch or copy the file again; it is not whole",),
        f"{name}: the file ends at {place}",
    )


def malformed(name: str, reading: str, place: str, details: str) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} is damaged in {reading}: {place}. Nothing was imported.",
        ("Fetch or copy the file again", "See what stands at that place"),
        f"{name}, {place}: {details}",
    )


def unknown_format(name: str, details: str = "") -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} holds no conversations in a form that Causerie knows. Nothing was imported.",
        (UNKNOWN_FORMATS,),
        details,
    )


def newer_version(name: str, version: object) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"A newer Causerie has written {name}; this one does not know its form. Nothing was imported.",
        ("Install the newer Causerie",),
        f"version {version!r}",
    )


def cancelled() -> Problem:
    return Problem(ProblemKind.CANCELLED, "Cancelled; nothing was changed.")


def file_problem(name: str, error: OSError) -> Problem:
    """Reading or writing a file that the person chose."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Problem(
            ProblemKind.DISK_FULL,
            f"The disk takes no more, so {name} was not written; nothing was changed.",
            ("Free some space on the disk", "Choose another place"),
            str(error),
        )
    if isinstance(error, FileNotFoundError):
        return Problem(ProblemKind.EXCHANGE_FILE, f"{name} is not there; nothing was changed.", (), str(error))
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} could not be read or written; nothing was changed.",
        ("Choose another place", "See whether you may read and write there"),
        str(error),
    )
