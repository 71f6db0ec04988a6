"""The starter model for the bundle: fetched, checked and converted by the program's own library, as a first start
without an installer does it."""

import json
import os
import shutil
import sys
from pathlib import Path
from threading import Event

from recipe.edition import ROOT

MODELS = "models"
"""Beside the program: library.shelf.BUNDLED."""


def place(tree: Path, scratch: Path, moment: int) -> Path:
    """Into `tree`; `moment` becomes the time of all its files, whole seconds as an archive keeps them, so that the
    fingerprint that is remembered beside them still fits after they were unpacked."""
    sys.path.insert(0, str(ROOT))
    from chatapp.domain.model import TaskProgress
    from chatapp.library.shelf import BUNDLED, open_shelf
    from chatapp.lm.fingerprint import REMEMBERED, fingerprint
    from chatapp.paths import Paths

    def report(progress: TaskProgress) -> None:
        if progress.fraction is not None:
            sys.stdout.write(f"\rstarter model: {progress.stage} {progress.fraction:.0%}  ")

    home = Paths(scratch / "home")
    home.create()
    card = open_shelf(home).install_starter(report, Event())
    sys.stdout.write("\n")
    target = tree / BUNDLED / card.folder.name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(card.folder, target)
    (target / REMEMBERED).unlink(missing_ok=True)
    _dated(target, moment)
    fingerprint(target)
    json.loads((target / REMEMBERED).read_text(encoding="utf-8"))
    _dated(target, moment)
    return target


def _dated(folder: Path, moment: int) -> None:
    for path in folder.iterdir():
        path.chmod(0o644)
        os.utime(path, (moment, moment))
