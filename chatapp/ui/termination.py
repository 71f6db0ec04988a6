"""SIGTERM and Ctrl+C on the terminal end the program as its own Quit does: everything is stored. GUI thread."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Termination(QObject):
    """Python runs its handlers only between its own bytecodes, so the signal's number wakes Qt through a socket."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here, self._there = socket.socketpair()
        self._here.setblocking(False)
        self._there.setblocking(False)
        signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _only_wake)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def close(self) -> None:
        """Gives the signals back to Python."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self._here.close()
        self._there.close()

    def _on_woken(self) -> None:
        numbers = self._here.recv(64)
        if {signal.SIGINT, signal.SIGTERM} & set(numbers):
            self.asked.emit()


def _only_wake(_number: int, _frame: object) -> None:
    """The number goes through the socket; nothing is done here."""
