"""A disk image for macOS 14 and later on Apple's own processors: signed and notarised where there is a key. Written and
not tried: it runs in CI alone.
"""

import os
from pathlib import Path

from recipe.command import run
from recipe.edition import TITLE, Edition

IDENTITY = "CAUSERIE_SIGNING_IDENTITY"
PROFILE = "CAUSERIE_NOTARY_PROFILE"


def build(frozen: Path, scratch: Path, target: Path, edition: Edition) -> Path:
    """`frozen` is the folder; the application lies beside it, made by the spec."""
    application = frozen.parent / f"{TITLE}.app"
    identity = os.environ.get(IDENTITY, "-")
    options = [] if identity == "-" else ["--options", "runtime", "--timestamp"]
    run(["codesign", "--force", "--deep", *options, "--sign", identity, application])
    stage = scratch / "image"
    stage.mkdir(parents=True, exist_ok=True)
    run(["ditto", application, stage / application.name])
    link = stage / "Applications"
    if not link.is_symlink():
        link.symlink_to("/Applications")
    image = target / f"{edition.file_stem}.dmg"
    run(["hdiutil", "create", "-volname", TITLE, "-srcfolder", stage, "-ov", "-format", "ULFO", image])
    if profile := os.environ.get(PROFILE):
        run(["xcrun", "notarytool", "submit", image, "--keychain-profile", profile, "--wait"])
        run(["xcrun", "stapler", "staple", image])
    return image
