"""Looks for garbage on the GUI thread alone, between two of its events.

Python looks wherever the next object happens to be made. A widget that ends on another thread takes the lock of Qt's
binding while that thread holds the interpreter; the GUI thread takes them the other way round, and both wait for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500


class Collector(QObject):
    """From its making until `close`; then all is as it was."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()  # the program's own modules stay to its end: to look through them takes longer than all else
        timer = QTimer(self, interval=LOOK_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """The oldest generation that has grown past its threshold, and the younger ones with it, as Python would."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
        self.deleteLater()
