"""The artefact's own self-check, run out of the artefact and with nothing of ours around it."""

import tempfile
from pathlib import Path

from recipe.command import run


def prove(program: Path, pictures: Path) -> None:
    """CalledProcessError where it does not pass. An empty environment, a home of its own; no network, if the system
    lets us take it away."""
    with tempfile.TemporaryDirectory(prefix="causerie-proof-") as home:
        inside = ["env", "-i", f"HOME={home}", "PATH=/usr/bin:/bin", "LANG=C.UTF-8"]
        check = [str(program), "--home", f"{home}/causerie", "--self-check", str(pictures)]
        run([*_without_network(), *inside, *check])


def _without_network() -> list[str]:
    from recipe.command import has, output

    words = ["unshare", "-rn"]
    return words if has("unshare") and output([*words, "echo", "yes"]).strip() == "yes" else []
