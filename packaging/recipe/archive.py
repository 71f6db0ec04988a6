"""A tar for every Linux: the tree, and a script that gives the person who unpacked it a menu entry. In place of an
AppImage, whose tools fetch their runtime from outside while they build."""

import shutil
import tarfile
from pathlib import Path

from recipe import desktop, tree
from recipe.command import run
from recipe.edition import PACKAGING, Edition

SCRIPTS = ("install.sh", "uninstall.sh")


def build(frozen: Path, scratch: Path, target: Path, edition: Edition, means: tuple[int, str]) -> Path:
    """`means` are the moment that all files get, and the compression: xz, zstd or gzip."""
    moment, compression = means
    root = scratch / "archive" / edition.file_stem
    shutil.rmtree(root.parent, ignore_errors=True)
    root.parent.mkdir(parents=True)
    tree.copy(frozen, root)
    desktop.place(root / "share", edition, moment)
    for name in SCRIPTS:
        shutil.copyfile(PACKAGING / "linux" / name, root / name)
        (root / name).chmod(0o755)
    tree.dated(root.parent, moment)
    archive = target / file_name(edition, compression)
    plain = scratch / f"{edition.file_stem}.tar"
    with tarfile.open(plain, "w", format=tarfile.GNU_FORMAT) as file:
        file.add(root, edition.file_stem, filter=_nobodys)
    run([compression, "-f", *({"xz": ["-T0"], "zstd": ["-q", "-T0"]}.get(compression, [])), plain])
    shutil.move(plain.with_name(f"{plain.name}{archive.suffix}"), archive)
    return archive


def file_name(edition: Edition, compression: str) -> str:
    ending = {"xz": "xz", "zstd": "zst", "gzip": "gz"}[compression]
    return f"{edition.file_stem}.tar.{ending}"


def unpack(archive: Path, folder: Path) -> Path:
    """The program in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run(["tar", "-xf", archive, "-C", folder])
    return next(folder.iterdir()) / "causerie"


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
