"""The setup program for Windows: NSIS, from a tree that was frozen on Windows. One for a person alone, who needs no
rights, and the same for everybody where an administrator starts it with /AllUsers.

Not tried on Windows; its script is compiled on Linux too.
"""

from pathlib import Path

from recipe.command import run
from recipe.edition import NAME, PACKAGING, Edition

SCRIPT = PACKAGING / "windows" / "causerie.nsi"


def build(frozen: Path, target: Path, edition: Edition, compressor: str = "") -> Path:
    """`compressor` takes the place of the script's own, which is small and slow."""
    setup = target / f"{edition.file_stem}-setup.exe"
    quick = [f"-XSetCompressor /FINAL {compressor}"] if compressor else []
    run(["makensis", "-V2", *quick, *definitions(frozen, setup, edition), SCRIPT])
    return setup


def definitions(frozen: Path, setup: Path, edition: Edition) -> list[str]:
    values = {"VERSION": edition.version, "TREE": frozen, "OUT": setup, "NAME": NAME}
    return [f"-D{name}={value}" for name, value in values.items()]
