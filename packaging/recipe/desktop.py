"""What tells a Linux desktop of the program: menu entry, icons, file types, AppStream's description."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from recipe import icons
from recipe.edition import APP_ID, NAME, PACKAGING, Edition

LINUX = PACKAGING / "linux"


def place(share: Path, edition: Edition, moment: int) -> None:
    """Below a `share` folder."""
    _copied(LINUX / "causerie.desktop", share / "applications" / f"{NAME}.desktop")
    _copied(LINUX / "causerie-mime.xml", share / "mime" / "packages" / f"{NAME}.xml")
    date = datetime.fromtimestamp(moment, UTC).date().isoformat()
    text = (LINUX / "causerie.metainfo.xml").read_text(encoding="utf-8")
    metainfo = share / "metainfo" / f"{APP_ID}.metainfo.xml"
    metainfo.parent.mkdir(parents=True, exist_ok=True)
    metainfo.write_text(text.replace("@VERSION@", edition.version).replace("@DATE@", date), encoding="utf-8")
    icons.theme(share / "icons", NAME)


def _copied(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
