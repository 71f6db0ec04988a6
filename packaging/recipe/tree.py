"""The frozen program as a folder that is ready to be wrapped: froze by PyInstaller, made smaller, completed."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from recipe import command, icons, materials, papers, starter_model
from recipe.edition import NAME, PACKAGING, Edition

STRIPPED = ("libtorch_cpu.so", "libtorch_python.so", "libpython3*.so*", "libllvmlite.so")
"""The large ones, none of which was mended after linking: stripping breaks such."""
PRECOMPILED = {"x86_64": ("x86-64-v4-vnni", "x86-64-v4", "x86-64-v3-vnni", "x86-64-v3")}
"""Families of chatapp.lm.kernels.families, so that a first start need not compile for half a minute."""


def freeze(scratch: Path) -> Path:
    """Minutes. The folder with the program."""
    if sys.platform in ("win32", "darwin"):
        work = scratch / "work" / NAME
        work.mkdir(parents=True, exist_ok=True)
        icons.single(work / f"{NAME}{'.ico' if sys.platform == 'win32' else '.icns'}")
    command.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", scratch / "frozen", "--workpath", scratch / "work"),
            PACKAGING / "causerie.spec",
        ]
    )
    return scratch / "frozen" / NAME


def complete(tree: Path, scratch: Path, edition: Edition, moment: int) -> None:
    """Strips, lays the model beside the program, writes the papers."""
    if sys.platform == "linux":
        for pattern in STRIPPED:
            for library in tree.glob(f"_internal/**/{pattern}"):
                command.run(["strip", "--strip-unneeded", library])
    starter_model.place(tree, scratch, moment)
    internal = tree / "_internal"
    precompile(tree / edition.program, edition, internal / "resources" / "compiled")
    papers.write(materials.materials(scratch / "work" / NAME), edition, internal / "resources")
    for path in (internal, *internal.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or _is_run(path) else 0o644)


def precompile(program: Path, edition: Edition, target: Path) -> None:
    """By the frozen program itself, so that it finds its own code again."""
    shutil.rmtree(target, ignore_errors=True)
    for family in PRECOMPILED.get(edition.processor, ()):
        command.run([program, "--precompile", family, target])


def installed_kib(tree: Path) -> int:
    return sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024


def largest(tree: Path, count: int = 12) -> Iterator[str]:
    """For whoever looks for what else could stay out."""
    parts = [*tree.glob("_internal/*"), *(path for path in tree.iterdir() if path.name != "_internal")]
    sizes = sorted(((_size(path), path.relative_to(tree)) for path in parts), reverse=True)
    return (f"{size / 1e6:8.1f} MB  {name}" for size, name in sizes[:count])


def dated(folder: Path, moment: int) -> None:
    """Nothing in an archive is newer than the commit it is made of: the same input gives the same archive. The model's
    files keep their time, which its fingerprint knows, and it is the same one."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (moment, moment))


def copy(tree: Path, target: Path) -> None:
    """By hard links where the disk knows them: a gigabyte need not lie there three times."""
    shutil.rmtree(target, ignore_errors=True)
    try:
        shutil.copytree(tree, target, symlinks=True, copy_function=os.link)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(tree, target, symlinks=True)


def _is_run(path: Path) -> bool:
    return path.name == "torch_shm_manager"


def _size(path: Path) -> int:
    return sum(part.lstat().st_size for part in ([path] if path.is_file() else path.rglob("*")))
