import sys
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from chatapp.ui.bridge import FRAME_MS, Bridge


def let_frames_pass(qtbot: QtBot, frames: int) -> None:
    timer = QTimer()
    timer.setSingleShot(True)
    with qtbot.waitSignal(timer.timeout):
        timer.start(frames * FRAME_MS)


class Post:
    def __init__(self) -> None:
        self.drains = 0
        self.is_pending = False

    def drain(self) -> None:
        self.drains += 1


def test_many_wake_ups_of_other_threads_are_one_drain(qtbot: QtBot) -> None:
    post = Post()
    bridge = Bridge(post.drain, lambda: post.is_pending)

    def wake_often() -> None:
        for _ in range(100):
            bridge.wake()

    threads = [Thread(target=wake_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert post.drains == 0
    qtbot.waitUntil(lambda: post.drains > 0)
    let_frames_pass(qtbot, 4)
    assert post.drains == 1


def test_what_waits_to_be_saved_is_drained_without_a_wake_up(qtbot: QtBot) -> None:
    post = Post()
    post.is_pending = True
    bridge = Bridge(post.drain, lambda: post.is_pending)
    bridge.wake()
    qtbot.waitUntil(lambda: post.drains >= 3)
    post.is_pending = False
    bridge.close()


def test_nothing_is_drained_once_closed(qtbot: QtBot) -> None:
    post = Post()
    bridge = Bridge(post.drain, lambda: False)
    bridge.wake()
    bridge.close()
    let_frames_pass(qtbot, 4)
    assert post.drains == 0


class Emitter(QObject):
    said = Signal(str)


def test_signals_and_calls_leave_reference_counts_alone(qtbot: QtBot) -> None:
    """Qt for Python 6.12.0 lost a reference with each, and so ended the interpreter after some thousands."""
    emitter, edit = Emitter(), QPlainTextEdit()
    qtbot.addWidget(edit)
    heard: list[str] = []
    emitter.said.connect(heard.append)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(500):
        emitter.said.emit(str(number))
        edit.setPlainText(str(number))
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert len(heard) == 500
    assert abs(after[0] - before[0]) < 50
    assert abs(after[1] - before[1]) < 50


def test_it_goes_on_after_an_error(qtbot: QtBot) -> None:
    drained: list[int] = []

    def drain() -> None:
        drained.append(1)
        if len(drained) == 1:
            raise OSError("once")

    bridge = Bridge(drain, lambda: True)
    with qtbot.captureExceptions() as raised:
        bridge.wake()
        qtbot.waitUntil(lambda: len(drained) >= 3)
    bridge.close()
    assert [str(error) for _, error, _ in raised] == ["once"]
