"""Which processes use a home right now, so that one does not take another's work for what a crash left.

Told by locks of the operating system, which end with their process however that ends: no clock and no process id is
trusted. Called on the thread that starts and ends the program.
"""

import contextlib
import errno
import os
import sys
import time
from pathlib import Path
from uuid import uuid4

from chatapp.domain.errors import Problem, ProblemError, ProblemKind

IS_WINDOWS = os.name == "nt"  # which keeps an open file from being removed, by us and by others
SECONDS_TO_ENTER = 5.0
SECONDS_BETWEEN_TRIES = 0.005


class Claim:
    """A file that one process at a time holds, until it lets go or ends. It is there only while it is held, except
    after a crash."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: int | None = None

    def take(self) -> bool:
        """False where another holds it or let go just now. OSError where there can be no such file."""
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if _lock(descriptor) and (IS_WINDOWS or self._is_under_its_name(descriptor)):
                self._held, descriptor = descriptor, -1
        finally:
            if descriptor >= 0:
                os.close(descriptor)
        return self._held is not None

    def take_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self.take():
            if time.monotonic() > end:
                return False
            time.sleep(SECONDS_BETWEEN_TRIES)
        return True

    def release(self) -> None:
        if self._held is None:
            return
        if IS_WINDOWS:
            os.close(self._held)
            self._remove()
        else:  # elsewhere a lock let go before the name is gone could be another's when the name goes
            self._remove()
            os.close(self._held)
        self._held = None

    def _remove(self) -> None:
        with contextlib.suppress(OSError):  # what stays is nobody's, as after a crash
            self._file.unlink(missing_ok=True)

    def _is_under_its_name(self, descriptor: int) -> bool:
        """Whether it was not removed between opening and locking, so that the lock would be seen by nobody."""
        try:
            return os.path.samestat(os.fstat(descriptor), self._file.stat())
        except FileNotFoundError:
            return False


class Presence:
    """A locked file per process in the folder; its number is for people who look there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / f"{os.getpid()}-{uuid4().hex}"
        self._claim = Claim(self._own)

    def enter(self) -> None:
        """Before anything is written to the home. ProblemError where it can't be."""
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            # Another that looks whether we are alive holds our file for a moment.
            if not self._claim.take_within(SECONDS_TO_ENTER):
                raise OSError(errno.EAGAIN, "no lock on a file of our own", str(self._own))
        except OSError as error:
            raise ProblemError(_problem(error, self._folder)) from error

    def leave(self) -> None:
        self._claim.release()

    def is_alone(self) -> bool:
        """Whether no other living process is there. Files of dead ones are removed."""
        others = [file for file in self._folder.iterdir() if file.name[0].isdecimal() and file != self._own]
        return [file for file in others if _is_held(file)] == []  # each is asked, for the dead ones to be removed


def _is_held(file: Path) -> bool:
    claim = Claim(file)
    try:
        is_free = claim.take()
    except OSError:
        return True  # not ours to look at: better to leave its work alone
    claim.release()
    return not is_free


def _problem(error: OSError, folder: Path) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Problem(
            ProblemKind.DISK_FULL,
            f"The disk takes no more, not even a small file in {folder}; nothing was changed.",
            ("Free some space on the disk", "Try again"),
            str(error),
        )
    return Problem(
        ProblemKind.READ_ONLY,
        f"Causerie cannot mark its folder {folder} as in use; nothing was changed.",
        ("Make the folder writable", "Choose another folder with --home DIR"),
        str(error),
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
