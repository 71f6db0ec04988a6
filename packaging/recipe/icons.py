"""The icon in every size and form that a system asks for, drawn from its SVG by Qt."""

import os
from pathlib import Path

from recipe.edition import RESOURCES

SVG = RESOURCES / "icons" / "causerie.svg"
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)


def draw(sizes: tuple[int, ...], path_of: "dict[int, Path]") -> None:
    """A PNG for each size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    _app = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(SVG))
    for size in sizes:
        picture = QImage(size, size, QImage.Format.Format_ARGB32)
        picture.fill(0)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        path = path_of[size]
        path.parent.mkdir(parents=True, exist_ok=True)
        if not picture.save(str(path)):
            raise OSError(f"{path} cannot be written")


def theme(prefix: Path, name: str) -> None:
    """As the icon theme of a Linux desktop wants them, below share/icons."""
    places = {size: prefix / "hicolor" / f"{size}x{size}" / "apps" / f"{name}.png" for size in SIZES}
    draw(SIZES, places)
    scalable = prefix / "hicolor" / "scalable" / "apps" / f"{name}.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(SVG.read_bytes())


def single(target: Path) -> None:
    """One file, in the form that its ending names: .ico for Windows, .icns for macOS."""
    draw((256,), {256: target})
