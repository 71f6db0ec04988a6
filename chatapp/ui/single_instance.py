"""One window per data folder: a second start asks the first to raise itself, and hands over the files that it was
started with. GUI thread; knows no window.

The first answers what it is asked. One that is ending answers nothing: who starts meanwhile waits, and takes its place.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 10_000
AGAIN_MS = 50
RAISED = b"raised"
MOST_BYTES = 1 << 20


def server_name(home: Path) -> str:
    """Short, as socket paths are limited; the same for every spelling of a folder."""
    return "causerie-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]


class SingleInstance(QObject):
    """`claim` once; `raise_asked` fires in the first process whenever another one starts on the same folder, and
    `files_asked` with a list of paths if that one was to open some."""

    raise_asked = Signal()
    files_asked = Signal(list)

    def __init__(self, home: Path, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__()
        self._patience_ms = patience_ms
        self._is_ending = False
        self._name = server_name(home)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)

    def claim(self, files: Sequence[Path] = ()) -> bool:
        """False: another process holds the folder, has raised its window and opens the files.

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
                    _hand_over(socket, files, deadline)
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
            if self._is_ending:
                socket.disconnected.connect(socket.deleteLater)
                socket.disconnectFromServer()
                continue
            socket.disconnected.connect(partial(self._on_told, socket))
            socket.write(RAISED)
            socket.flush()
            self.raise_asked.emit()

    def _on_told(self, socket: QLocalSocket) -> None:
        """The other has said all it had to."""
        told = bytes(socket.read(MOST_BYTES).data())
        socket.deleteLater()
        if told and (files := _paths(told)):
            self.files_asked.emit(files)


def _paths(told: bytes) -> list[Path]:
    """Nothing where it is not what a start of this program says."""
    try:
        names = json.loads(told)
    except ValueError:
        return []
    is_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return [Path(name) for name in names] if is_list else []


def _hand_over(socket: QLocalSocket, files: Sequence[Path], deadline: QDeadlineTimer) -> None:
    if files:
        socket.write(json.dumps([str(file) for file in files]).encode())
        socket.waitForBytesWritten(deadline.remainingTime())
    socket.disconnectFromServer()


def _is_raised(socket: QLocalSocket, deadline: QDeadlineTimer) -> bool:
    """Whether the first said so; one that is ending only hangs up."""
    while socket.bytesAvailable() < len(RAISED) and socket.waitForReadyRead(deadline.remainingTime()):
        pass
    return socket.readAll().data() == RAISED
