"""How threads come to work on one call and part again, and the one function that Python calls. Compiled code.

Each worker has a word that says what it does. The leader takes those that spin and works with them; one that sleeps
through it is not waited for, and what comes out is the same.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from numba import from_dtype
from numba.types import int64

from chatapp.lm.cpu.atomic import look, pause, swap_if
from chatapp.lm.cpu.compiled import entry, inner
from chatapp.lm.cpu.records import JOB, LAYER, MODEL, ROW, WORKER_WORDS, JobRecord, LayerRecord, ModelRecord, RowRecord
from chatapp.lm.cpu.sharing import PIECE_BITS
from chatapp.lm.cpu.step import work

Models = Sequence[ModelRecord]
Layers = Sequence[LayerRecord]
Jobs = Sequence[JobRecord]
Rows = Sequence[RowRecord]
ASLEEP, WAKING, SPINNING, TAKEN, WORKING, STOPPED = range(6)
SPINS = 200_000
"""Pauses, a few milliseconds, after which a worker without work leaves the core to others."""
PATIENCE = 20_000
"""Pauses that the leader grants a worker that is waking up."""


@inner
def word(job: JobRecord, worker: int) -> int:
    """The address of a worker's word."""
    return job.workers + worker * WORKER_WORDS * 8


@inner
def take_worker(place: int) -> bool:
    for _ in range(PATIENCE):
        state = look(place)
        if state == SPINNING:
            return swap_if(place, SPINNING, TAKEN) == 1
        if state != WAKING:
            return False
        pause()
    return False


@inner
def gather(jobs: Jobs) -> None:
    """Starts a call with all who are ready for it."""
    job = jobs[0]
    phase = look(job.turn) >> PIECE_BITS
    ready = 1
    for worker in range(1, len(jobs)):
        # One that is still on its way out of an earlier call has that call's job.
        if jobs[worker].call == job.call and take_worker(word(job, worker)):
            ready += 1
    for worker in range(len(jobs)):
        if worker == 0 or look(word(job, worker)) == TAKEN:
            jobs[worker].phase = phase
            jobs[worker].threads = ready
            swap_if(word(job, worker), TAKEN, WORKING)


@inner
def await_call(place: int) -> bool:
    """Whether a worker has a call to share in; not after a while, nor when it is to end."""
    spins = 0
    while spins < SPINS or swap_if(place, SPINNING, ASLEEP) == 0:
        state = look(place)
        if state == WORKING:
            return True
        if state == STOPPED:
            return False
        pause()
        spins += 1
    return False


@inner
def begin(jobs: Jobs, worker: int) -> bool:
    """Whether there is a call for this thread."""
    if worker == 0:
        gather(jobs)
        return True
    place = word(jobs[0], worker)
    swap_if(place, WAKING, SPINNING)
    return await_call(place)


@inner
def follow(jobs: Jobs, worker: int) -> bool:
    """Whether there is another one: a leader has but one."""
    if worker == 0:
        return False
    place = word(jobs[0], worker)
    swap_if(place, WORKING, SPINNING)
    return await_call(place)


def _forward_of(version: int) -> Callable[..., int]:
    """numba's cache on disk looks at this file and at what a function closes over, not at the files of the functions
    that it calls; so it closes over something that changes with them."""

    def forward(models: Models, layers: Layers, jobs: Jobs, rows: Rows, worker: int) -> int:
        """One call as its leader (`worker` 0), or any number of calls as a worker; returns how a worker ended."""
        is_called = begin(jobs, worker) and version != 0
        while is_called:
            work(models[0], layers, jobs[worker], rows)
            is_called = follow(jobs, worker)
        return look(word(jobs[0], worker))

    return forward


def sources_version() -> int:
    """A number for the sources of this package, never 0."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest()[:6], "big") + 1


@cache
def compiled_forward() -> Callable[[Any, Any, Any, Any, int], int]:
    """Compiles `forward`, seconds the first time and a fraction of one from the cache on disk afterwards."""
    tables = (from_dtype(table)[::1] for table in (MODEL, LAYER, JOB, ROW))
    return entry(_forward_of(sources_version()), int64(*tables, int64))
