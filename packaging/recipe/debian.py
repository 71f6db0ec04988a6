"""A .deb, made by dpkg-deb alone: the tree below /usr/lib, a link in /usr/bin, what the desktop wants to know."""

import gzip
import shutil
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from recipe import desktop, tree
from recipe.command import output, run
from recipe.edition import NAME, PACKAGING, ROOT, SUMMARY, Edition

MAINTAINER = "The Causerie authors <authors@causerie.invalid>"
DEPENDS = (
    *("libc6 (>= 2.35)", "libegl1", "libgl1", "libxcb1", "libwayland-client0", "libwayland-cursor0", "libwayland-egl1"),
    *("fontconfig-config", "xkb-data", "libx11-data"),
)
"""What the tree does not bring, found by asking the linker in a bare system; without libGL not even an offscreen
window is made."""
QUICKLY = {"gzip": ["-z1"]}
"""Whoever asks for it is in a hurry."""
RECOMMENDS = ("fonts-dejavu-core | fonts-noto-core", "xdg-desktop-portal", "shared-mime-info", "desktop-file-utils")

COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Causerie

Files: *
Copyright: 2026 The Causerie authors
License: MIT

License: MIT
"""


def build(frozen: Path, scratch: Path, target: Path, edition: Edition, means: tuple[int, str]) -> Path:
    """`means` are the moment that all files get, and dpkg-deb's compression."""
    moment, compression = means
    root = scratch / "deb"
    shutil.rmtree(root, ignore_errors=True)
    place(root, frozen, edition, moment)
    tree.dated(root, moment)
    package = target / file_name(edition)
    packed = [f"-Z{compression}", *QUICKLY.get(compression, [])]
    command: list[str | Path] = ["dpkg-deb", "--root-owner-group", *packed, "--build", root, package]
    run(command, environment={"SOURCE_DATE_EPOCH": str(moment)})
    return package


def file_name(edition: Edition) -> str:
    return f"{NAME}_{edition.version}_{edition.debian_machine}.deb"


def unpack(package: Path, folder: Path) -> Path:
    """The program in it, without installing anything."""
    shutil.rmtree(folder, ignore_errors=True)
    run(["dpkg-deb", "-x", package, folder])
    return folder / "usr" / "lib" / NAME / NAME


def place(root: Path, frozen: Path, edition: Edition, moment: int) -> None:
    usr = root / "usr"
    (usr / "lib").mkdir(parents=True)
    tree.copy(frozen, usr / "lib" / NAME)
    (usr / "bin").mkdir()
    (usr / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    desktop.place(usr / "share", edition, moment)
    _documents(usr / "share", edition, moment)
    control = root / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(control_text(edition, tree.installed_kib(root)), encoding="utf-8")
    for name in ("postinst", "prerm", "postrm"):
        shutil.copyfile(PACKAGING / "linux" / name, control / name)
        (control / name).chmod(0o755)
    every_file = "find usr -type f -print0 | sort -z | xargs -0 md5sum"
    (control / "md5sums").write_text(output(["sh", "-c", f"cd '{root}' && {every_file}"]), encoding="utf-8")
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def control_text(edition: Edition, size_kib: int) -> str:
    """The description's paragraphs are indented by a space, as Debian wants it."""
    return "\n".join(
        (
            f"Package: {NAME}",
            f"Version: {edition.version}",
            f"Architecture: {edition.debian_machine}",
            f"Maintainer: {MAINTAINER}",
            f"Installed-Size: {size_kib}",
            f"Depends: {', '.join(DEPENDS)}",
            f"Recommends: {', '.join(RECOMMENDS)}",
            "Section: utils",
            "Priority: optional",
            f"Description: {SUMMARY[0].lower()}{SUMMARY[1:]}",
            " A native window to chat and write with a language model that runs on this",
            " computer: no account, no cloud, no telemetry. A small model is inside, so",
            " that it answers without a network; any GGUF file can be taken in.",
            " .",
            " Conversations are kept in the home folder of each user and stay there when",
            " the package is removed.",
            "",
        )
    )


def _documents(share: Path, edition: Edition, moment: int) -> None:
    documents = share / "doc" / NAME
    documents.mkdir(parents=True)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)[2]
    body = "\n".join(f" {line}" if line.strip() else " ." for line in licence.strip().splitlines())
    note = " .\n The program brings libraries with licences of their own; all of their texts are in\n"
    where = f" /usr/lib/{NAME}/_internal/resources/licences.txt, and in Help > About.\n"
    (documents / "copyright").write_text(f"{COPYRIGHT}{body}\n{note}{where}", encoding="utf-8")
    date = format_datetime(datetime.fromtimestamp(moment, UTC))
    entry = f"{NAME} ({edition.version}) unstable; urgency=medium\n\n  * Version {edition.version}.\n\n"
    _zipped(documents / "changelog.gz", f"{entry} -- {MAINTAINER}  {date}\n")
    page = (PACKAGING / "linux" / "causerie.1").read_text(encoding="utf-8").replace("@VERSION@", edition.version)
    manual = share / "man" / "man1"
    manual.mkdir(parents=True)
    _zipped(manual / f"{NAME}.1.gz", page)
    overrides = share / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(PACKAGING / "linux" / "lintian-overrides", overrides / NAME)


def _zipped(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
