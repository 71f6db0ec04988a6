"""How large a window opens: as it would like to, and no larger than the screen that it opens on. GUI thread."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(8, 40)  # what a desktop draws around it, about


def open_at(window: QWidget, wanted: QSize | tuple[int, int]) -> None:
    """On a full HD screen at 200 % there are 960 by 540 points."""
    room = window.screen().availableGeometry().size() - FRAME
    size = wanted if isinstance(wanted, QSize) else QSize(*wanted)
    window.resize(size.boundedTo(room))
