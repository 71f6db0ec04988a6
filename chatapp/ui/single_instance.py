"""One window per data folder: a second start asks the first to raise itself. GUI thread; knows no window.

The first answers what it is asked. One that is ending answers nothing: who starts meanwhile waits, and takes its place.
"""

import hashlib
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 10_000
AGAIN_MS = 50
RAISED = b"raised"


def server_name(home: Path) -> str:
    """Short, as socket paths are limited; the same for every spelling of a folder."""
    return "causerie-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]


class SingleInstance(QObject):
    """`claim` once; `raise_asked` fires in the first process whenever another one starts on the same folder."""

    raise_asked = Signal()

    def __init__(self, home: Path, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__()
        self._patience_ms = patience_ms
        self._is_ending = False
        self._name = server_name(home)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)

    def claim(self) -> bool:
        """False: another process holds the folder and has raised its window.

        Where nobody answers for ten seconds, or there is no socket folder, a second window is the lesser harm: the
        database takes it.
        """
        deadline = QDeadlineTimer(self._patience_ms)
        is_stale = False
        while not deadline.hasExpired():
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(deadline.remainingTime()):
                if _is_raised(socket, deadline):
                    return False
            elif self._server.listen(self._name):
                return True
            elif is_stale:
                # A socket left by a killed process answers nobody, so it is removed only after two attempts.
                QLocalServer.removeServer(self._name)
                self._server.listen(self._name)
                return True
            else:
                is_stale = True
            QThread.msleep(AGAIN_MS)
        return True

    def begin_end(self) -> None:
        """The window is gone: who starts from now on is not sent away, but waits until `release`."""
        self._is_ending = True

    def release(self) -> None:
        self._server.close()

    def _on_connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            if not self._is_ending:
                socket.write(RAISED)
                socket.flush()
                self.raise_asked.emit()
            socket.disconnectFromServer()


def _is_raised(socket: QLocalSocket, deadline: QDeadlineTimer) -> bool:
    """Whether the first said so; one that is ending only hangs up."""
    while socket.bytesAvailable() < len(RAISED) and socket.waitForReadyRead(deadline.remainingTime()):
        pass
    return socket.readAll().data() == RAISED
