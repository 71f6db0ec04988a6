"""Makes what this system can make, into dist/: `python packaging/build.py`. On Linux a .deb and a tar, on Windows a
setup program, on macOS a disk image; each with its licences and its bill of materials, each checked by itself.

Needs `pip install -e '.[packaging]'`. Freezing takes minutes; `--frozen` takes what was frozen before. `--prove` shows
on Linux, as root, that the .deb does what it should in a Debian that has nothing.
"""

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from recipe import archive, clean_proof, debian, debian_checks, macos, papers, proof, tree, windows
from recipe import windows_contents as contents
from recipe import windows_trial as trial
from recipe.bare_debian import BareDebianError
from recipe.command import MissingToolError, has, output
from recipe.edition import ROOT, Edition, this_edition

DIST = ROOT / "dist"


def main() -> int:
    options = _parser().parse_args()
    edition = this_edition()
    scratch = options.scratch or Path(tempfile.mkdtemp(prefix="causerie-build-"))
    moment = int(output(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]).strip() or "0")
    options.dist.mkdir(parents=True, exist_ok=True)
    try:
        frozen = scratch / "frozen" / "causerie"
        if not options.frozen:
            frozen = tree.freeze(scratch)
            tree.complete(frozen, scratch, edition, moment)
        _say(f"frozen: {tree.installed_kib(frozen) / 1024:.0f} MiB", *tree.largest(frozen))
        if options.only_freeze:
            return 0
        if options.windows_trial:
            return _try_windows(frozen, scratch, edition)
        for artefact, program in artefacts(frozen, scratch, edition, (moment, options)):
            proof.prove(program, scratch / "pictures")
            _accompany(artefact, frozen)
            _say(f"{artefact.name}: {artefact.stat().st_size / 1e6:.1f} MB, checked")
        if options.prove:
            _prove(frozen, scratch, edition, (moment, options))
    except (MissingToolError, BareDebianError, TimeoutError, clean_proof.ProofError) as error:
        _say(str(error))
        return 1
    finally:
        if options.scratch is None:
            shutil.rmtree(scratch, ignore_errors=True)
    return 0


def artefacts(
    frozen: Path, scratch: Path, edition: Edition, how: tuple[int, argparse.Namespace]
) -> Iterator[tuple[Path, Path]]:
    """Each with the program out of it, to be checked."""
    moment, options = how
    means = (moment, options.compression)
    if edition.system == "linux":
        package = debian.build(frozen, scratch, options.dist, edition, means)
        yield package, debian.unpack(package, scratch / "unpacked")
        packed = archive.build(frozen, scratch, options.dist, edition, means)
        yield packed, archive.unpack(packed, scratch / "unpacked")
    elif edition.system == "windows":
        setup = windows.build(frozen, options.dist, edition)
        _say(*contents.faults(contents.listed(setup)) if has("7z") else ("7z is not here to list the contents",))
        yield setup, frozen / edition.program
    else:
        image = macos.build(frozen, scratch, options.dist, edition)
        yield image, frozen.parent / "Causerie.app" / "Contents" / "MacOS" / "causerie"


def _prove(frozen: Path, scratch: Path, edition: Edition, how: tuple[int, argparse.Namespace]) -> None:
    """The package as it was made, and the same tree as its next version."""
    moment, options = how
    (scratch / "next").mkdir(exist_ok=True)
    following = debian.build(frozen, scratch, scratch / "next", edition.following(), (moment, "gzip"))
    debian.unpack(following, scratch / "unpacked")
    debian_checks.check(following, scratch)
    packed = options.dist / archive.file_name(edition, options.compression)
    made = clean_proof.Artefacts(options.dist / debian.file_name(edition), following, packed)
    clean_proof.prove(made, scratch)


def _try_windows(frozen: Path, scratch: Path, edition: Edition) -> int:
    """A setup program that lacks what only Windows can freeze, and what is wrong with its contents besides."""
    target = trial.build(frozen, scratch)
    setup = windows.build(target, scratch / "windows", trial.edition(edition), "zlib")
    paths = contents.listed(setup)
    _say(f"{setup.name}: {len(paths)} files, {trial.size(target)} in {setup.stat().st_size / 1e6:.1f} MB, no program")
    _say(*tree.largest(target), *(faults := list(contents.faults(paths, is_frozen=False))))
    return 1 if faults else 0


def _accompany(artefact: Path, frozen: Path) -> None:
    """Licences, bill of materials and checksum, beside it and named after it."""
    resources = frozen / "_internal" / "resources"
    shutil.copyfile(resources / papers.LICENCES, artefact.with_name(f"{artefact.name}.licences.txt"))
    shutil.copyfile(resources / papers.BILL, artefact.with_name(f"{artefact.name}.cdx.json"))
    with artefact.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    artefact.with_name(f"{artefact.name}.sha256").write_text(f"{digest}  {artefact.name}\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Builds the installers of this system.")
    parser.add_argument("--dist", type=Path, default=DIST, help="where they go")
    parser.add_argument("--scratch", type=Path, help="keep what is made on the way there, 4 GB")
    parser.add_argument("--frozen", action="store_true", help="take what --scratch has frozen already")
    parser.add_argument("--only-freeze", action="store_true", help="make no installer")
    parser.add_argument(
        "--prove", action="store_true", help="install, use, upgrade and remove the .deb in a bare Debian"
    )
    parser.add_argument(
        "--windows-trial", action="store_true", help="as much of Windows' setup as can be made elsewhere"
    )
    parser.add_argument("--compression", choices=("xz", "zstd", "gzip"), default="xz", help="xz is small, zstd quick")
    return parser


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
