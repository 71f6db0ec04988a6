"""Files that are dropped anywhere on the window, if they look like conversations or documents. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from chatapp.exchange.document.file import PACKED
from chatapp.exchange.profile import ENDING
from chatapp.exchange.source import ENDINGS


class FileDrop(QObject):
    """What a part of the window takes for itself, as the composer does with texts, never comes here."""

    dropped = Signal(list)  # of Paths

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):
            return False
        paths = wanted_paths(event.mimeData())
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True


def wanted_paths(data: QMimeData) -> list[Path]:
    """All of them or none: files, and folders, of which one may be dropped by itself."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    is_wanted = bool(paths) and all(path.suffix.lower() in (*ENDINGS, *PACKED, ENDING) for path in paths)
    return paths if is_wanted else []
