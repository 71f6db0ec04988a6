"""The threads that share a call's work: they spin while calls follow each other and sleep when none comes.

Made, called and closed on the engine thread. A crew of one has no thread of its own.
"""

from collections.abc import Callable
from threading import Semaphore, Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.records import JOB, WORKER_WORDS
from chatapp.lm.cpu.teamwork import ASLEEP, STOPPED, WAKING, WORKING
from chatapp.lm.kernels.layout import aligned_empty

Table = NDArray[np.void]


class Crew:
    """`jobs` has one row per thread; the caller fills the first. `tables` are those of model, layers and rows."""

    def __init__(self, threads: int, tables: tuple[Table, Table, Table], forward: Callable[..., int]) -> None:
        self._model, self._layers, self._rows = tables
        self._forward = forward
        self._words = aligned_empty((threads, WORKER_WORDS), np.int64)
        self._turn = aligned_empty((2, WORKER_WORDS), np.int64)
        self._turn[:] = 0
        self._words[:] = ASLEEP
        self._words[0] = STOPPED
        self.jobs: Table = np.zeros(threads, JOB)
        self.jobs["turn"], self.jobs["workers"] = self._turn.ctypes.data, self._words.ctypes.data
        self._bells = [Semaphore(0) for _ in range(threads)]
        self._threads = [
            Thread(target=self._serve, args=(worker,), name=f"causerie-step-{worker}", daemon=True)
            for worker in range(1, threads)
        ]
        for thread in self._threads:
            thread.start()

    def __len__(self) -> int:
        return len(self.jobs)

    def call(self, fill_own: Callable[[np.void, int], None]) -> None:
        """Does what the first job says, with as many threads as are awake by then. `fill_own(job, thread)` writes the
        addresses of what a thread has for itself."""
        leader = self.jobs[0]
        leader["call"] += 1
        leader["piece"] = 0
        fill_own(leader, 0)
        for worker in range(1, len(self.jobs)):
            if self._words[worker, 0] == WORKING:
                continue  # it has yet to leave an earlier call, of which nothing is left to do
            self.jobs[worker] = leader
            self.jobs[worker]["thread"] = worker
            fill_own(self.jobs[worker], worker)
            if self._words[worker, 0] == ASLEEP:
                self._words[worker, 0] = WAKING
                self._bells[worker].release()
        self._forward(self._model, self._layers, self.jobs, self._rows, 0)

    def close(self) -> None:
        """Ends the threads; no call follows."""
        self._words[:, 0] = STOPPED
        for bell in self._bells:
            bell.release()
        for thread in self._threads:
            thread.join()

    def _serve(self, worker: int) -> None:
        state: Any = ASLEEP
        while state != STOPPED:
            self._bells[worker].acquire()
            state = self._forward(self._model, self._layers, self.jobs, self._rows, worker)
