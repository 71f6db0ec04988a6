"""What Debian's and freedesktop.org's own checkers say of a package: nothing, or the proof ends."""

import subprocess
import sys
from pathlib import Path

from recipe.command import MissingToolError, has
from recipe.edition import APP_ID, NAME


def check(package: Path, scratch: Path) -> None:
    """CalledProcessError where one of them finds something. `package` is packed by gzip or xz: Debian 12's lintian
    knows no zstd."""
    unpacked = scratch / "unpacked" / "usr" / "share"
    for words in (
        ("desktop-file-validate", unpacked / "applications" / f"{NAME}.desktop"),
        ("appstreamcli", "validate", "--no-net", unpacked / "metainfo" / f"{APP_ID}.metainfo.xml"),
        ("lintian", "--fail-on", "error,warning", package),
    ):
        if not has(words[0]):
            raise MissingToolError(f"{words[0]} is needed and not installed")
        done = subprocess.run(
            [*map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode != 0:
            sys.stdout.write(done.stdout)
            done.check_returncode()
        sys.stdout.write(f"ok      {words[0]}: {done.stdout.strip() or 'nothing to say'}\n")
