from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.generation import Run
from chatapp.domain.message import Message, Role, Status
from chatapp.services.recorder import CHECKPOINT_SECONDS, RETRY_SECONDS, Recorder

FULL = Problem(ProblemKind.DISK_FULL, "The disk is full.")
MESSAGE = Message(5, 1, 4, Role.ASSISTANT, "", Status.QUEUED, datetime(2026, 11, 22, tzinfo=UTC))


class Disk:
    """The two calls of the store that a recorder makes, on a disk that may be full."""

    def __init__(self) -> None:
        self.is_full = False
        self.checkpoints: list[tuple[float, str]] = []
        self.ended: list[tuple[int, str, Status, str]] = []
        self.taken_over: dict[int, str] = {}
        self.now = 0.0

    def checkpoint(self, message_id: int, text: str) -> None:
        self._write()
        self.checkpoints.append((self.now, text))

    def finish(self, message_id: int, text: str, status: Status, note: str = "") -> None:
        self._write()
        if message_id in self.taken_over:
            raise ValueError("it never changes again")
        self.ended.append((message_id, text, status, note))

    def record_run(self, run: Run, report: bytes = b"") -> None:
        self._write()

    def message(self, message_id: int) -> Message:
        return replace(MESSAGE, id=message_id, text=self.taken_over.get(message_id, ""))

    def add_answer(self, user_message_id: int, text: str = "") -> Message:
        return replace(MESSAGE, id=MESSAGE.id + 1, parent_id=user_message_id, text=text)

    def _write(self) -> None:
        if self.is_full:
            raise ProblemError(FULL)


def problems(recorder: Recorder) -> list[Problem]:
    return [recorder.problem] if recorder.problem else []


def recorder_on(disk: Disk) -> Recorder:
    return Recorder(disk, lambda: disk.now)


@given(st.lists(st.tuples(st.floats(0.001, 0.3), st.text(min_size=1, max_size=3)), max_size=40))
def test_streaming_text_is_never_older_on_the_disk_than_promised(steps: list[tuple[float, str]]) -> None:
    disk = Disk()
    recorder = recorder_on(disk)
    text = ""
    for seconds, piece in steps:
        disk.now += seconds
        text += piece
        recorder.checkpoint(MESSAGE, text)
        when, stored = disk.checkpoints[-1]
        assert stored == text or disk.now - when < CHECKPOINT_SECONDS


def test_a_full_disk_keeps_the_text_in_memory_and_saves_it_later() -> None:
    disk = Disk()
    recorder = recorder_on(disk)
    disk.is_full = True
    recorder.checkpoint(MESSAGE, "Hello")
    assert problems(recorder) == [FULL]
    recorder.finish(MESSAGE, "Hello there", Status.COMPLETE)
    unsaved = recorder.unsaved(5)
    assert unsaved is not None
    assert (unsaved.text, disk.ended) == ("Hello there", [])
    disk.is_full = False
    assert not recorder.retry()  # not due yet
    disk.now += RETRY_SECONDS
    assert recorder.retry()
    assert recorder.unsaved(5) is None
    recorder.checkpoint(MESSAGE, "Another")
    assert problems(recorder) == []
    assert disk.ended == [(5, "Hello there", Status.COMPLETE, "")]


def test_an_answer_that_another_process_ended_is_kept_beside_it() -> None:
    disk = Disk()
    disk.taken_over[MESSAGE.id] = "Hel"
    recorder = recorder_on(disk)
    recorder.finish(MESSAGE, "Hello there", Status.COMPLETE)
    assert disk.ended == [(MESSAGE.id + 1, "Hello there", Status.COMPLETE, "")]
    assert problems(recorder) == []


def test_nothing_is_written_twice() -> None:
    disk = Disk()
    recorder = recorder_on(disk)
    recorder.checkpoint(MESSAGE, "")
    recorder.checkpoint(MESSAGE, "a")
    disk.now += 1
    recorder.checkpoint(MESSAGE, "a")
    assert [text for _, text in disk.checkpoints] == ["a"]
