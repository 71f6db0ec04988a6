"""The program's own icon, from the resources. GUI thread."""

from PySide6.QtGui import QIcon

from chatapp import paths


def app_icon() -> QIcon:
    return QIcon(str(paths.resources() / "icons" / "causerie.svg"))
