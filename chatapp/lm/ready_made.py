"""Compiled code that came with the program, for families of processors: how it gets into a home's cache, and how it is
made while the program is built. What does not fit is not looked at, and compiled anew.
"""

import logging
import os
import shutil
import tempfile
from pathlib import Path

from chatapp.lm.cpu.code_cache import keep_code_in
from chatapp.lm.kernels.families import FAMILIES, Family, family_of
from chatapp.lm.kernels.host import NUMBA_CPU, NUMBA_FEATURES, this_host

log = logging.getLogger(__name__)
FOLDER = "compiled"
"""Among the program's resources, with a folder for each family."""
NUMBA, KERNELS = "numba", "kernels"


def lay_out(shipped: Path, code: Path, kernels: Path) -> None:
    """Copies what was made for this processor's family to where numba and the kernels look, and has code made for that
    family. To be called before numba is imported; leaves all as it is where nothing was shipped."""
    if NUMBA_CPU in os.environ or not shipped.is_dir():
        return
    family = family_of(this_host())
    if family is None or not (shipped / family.name).is_dir():
        return
    aim(family)
    try:
        _copy(shipped / family.name / NUMBA, code)
        _copy(shipped / family.name / KERNELS, kernels)
    except OSError as error:
        log.warning("the code that came with the program could not be laid out: %s", error)


def aim(family: Family) -> None:
    """From now on code is made for all of a family's processors."""
    os.environ[NUMBA_CPU] = family.cpu
    os.environ[NUMBA_FEATURES] = family.host("").feature_flags


def make(name: str, folder: Path) -> int:
    """Compiles everything for a family, which this processor need not belong to, into `folder`, for `lay_out`."""
    family = next(family for family in FAMILIES if family.name == name)
    aim(family)
    keep_code_in(folder / name / NUMBA)
    from chatapp.lm.cpu.teamwork import compiled_forward
    from chatapp.lm.kernels.compiled import kernels

    compiled_forward()
    return 0 if kernels(folder / name / KERNELS) else 1


def _copy(source: Path, target: Path) -> None:
    """An index after what it points to. What is there stays: it may have been made here."""
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.iterdir()):
        if not (target / file.name).exists():
            handle, name = tempfile.mkstemp(dir=target, suffix=".part")
            os.close(handle)
            shutil.copyfile(file, name)
            Path(name).replace(target / file.name)
