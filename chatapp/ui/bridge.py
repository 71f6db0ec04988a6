"""From any thread to the window: a wake-up becomes a queued signal, and at most one drain a frame on the GUI thread.

What comes after a pause is drained at once. Knows neither what is drained nor who shows it.
"""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

FRAME_MS = 33
"""Thirty times a second is more than anyone reads; what is painted oftener takes time from the language model."""
PENDING_MS = 250


class Bridge(QObject):
    """`is_pending` says whether to drain every quarter of a second even if nobody wakes: text waits to be saved."""

    _woken = Signal()

    def __init__(
        self, drain: Callable[[], object], is_pending: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._drain = drain
        self._is_pending = is_pending
        self._is_closed = False
        self._is_woken = False
        self._since = QElapsedTimer()
        self._frame = self._timer(FRAME_MS)
        self._pending = self._timer(PENDING_MS)
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)

    def wake(self) -> None:
        """Called on any thread, as often as it likes: what comes within a frame is drained together."""
        if not self._is_woken:  # each signal would take the interpreter from the engine's thread for a moment
            self._is_woken = True
            self._woken.emit()

    def close(self) -> None:
        """No drain from here on; a wake-up that is still under way does nothing."""
        self._is_closed = True
        self._frame.stop()
        self._pending.stop()

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(interval)
        timer.timeout.connect(self._on_due)
        return timer

    def _on_woken(self) -> None:
        if not self._is_closed and not self._frame.isActive():
            shown_ms = self._since.elapsed() if self._since.isValid() else FRAME_MS
            self._frame.start(max(0, FRAME_MS - shown_ms))

    def _on_due(self) -> None:
        self._since.start()
        self._is_woken = False  # before the drain: what comes while it runs is told of again
        try:
            self._drain()
        finally:  # whatever it raises, what comes next is drained too
            if not self._is_closed and self._is_pending():
                self._pending.start()
