"""One window per data folder: a second start asks the first to raise itself. GUI thread; knows no window."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 1000


def server_name(home: Path) -> str:
    """Short, as socket paths are limited; the same for every spelling of a folder."""
    return "causerie-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]


class SingleInstance(QObject):
    """`claim` once; `raise_asked` fires in the first process whenever another one starts on the same folder."""

    raise_asked = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = server_name(home)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)

    def claim(self) -> bool:
        """False: another process holds the folder and was asked to raise its window.

        A socket left by a killed process answers nobody, so it is removed only after a connection has failed.
        """
        if self._reach_first():
            return False
        if self._server.listen(self._name):
            return True
        if self._reach_first():
            return False
        QLocalServer.removeServer(self._name)
        # Where not even this works (no socket folder), a second window is the lesser harm: the database takes it.
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        self._server.close()

    def _reach_first(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        is_reached = socket.waitForConnected(ANSWER_MS)
        if is_reached:
            socket.disconnectFromServer()
        return is_reached

    def _on_connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.raise_asked.emit()
