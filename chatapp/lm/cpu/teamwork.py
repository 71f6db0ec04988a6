"""How threads come to work on one call and part again, and the one function that Python calls. Compiled code.

Each worker has a word that says what it does. The leader takes those that spin, hands out the job's shares and does
its own; a worker that sleeps through it is not waited for, and what comes out is the same.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from numba import from_dtype
from numba.types import int64

from chatapp.lm.cpu.barrier import look, pause, swap_if, tell
from chatapp.lm.cpu.compiled import entry, inner
from chatapp.lm.cpu.records import JOB, LAYER, MODEL, ROW, WORKER_WORDS, JobRecord, LayerRecord, ModelRecord, RowRecord
from chatapp.lm.cpu.step import work

Models = Sequence[ModelRecord]
Layers = Sequence[LayerRecord]
Jobs = Sequence[JobRecord]
Rows = Sequence[RowRecord]
ASLEEP, WAKING, SPINNING, TAKEN, WORKING, STOPPED = range(6)
NO_SHARE = -1
SPINS = 200_000
"""Pauses, a few milliseconds, after which a worker without work leaves the core to others."""
PATIENCE = 20_000
"""Pauses that the leader grants a worker that is waking up, or about to finish."""


@inner
def word(job: JobRecord, worker: int) -> int:
    """The address of a worker's word; the next one holds its share's number."""
    return job.workers + worker * WORKER_WORDS * 8


@inner
def take_worker(place: int) -> bool:
    for _ in range(PATIENCE):
        state = look(place)
        if state == SPINNING:
            return swap_if(place, SPINNING, TAKEN) == 1
        if state in (ASLEEP, STOPPED):
            return False
        pause()
    return False


@inner
def gather(jobs: Jobs) -> None:
    """Hands the shares of a call out to all who are ready; the first is the leader's."""
    job = jobs[0]
    ready = 1
    for worker in range(1, len(jobs)):
        if take_worker(word(job, worker)):
            tell(word(job, worker) + 8, ready)
            ready += 1
    tell(job.barrier, 0)
    for share in range(ready):
        jobs[share].threads = ready
    for worker in range(1, len(jobs)):
        swap_if(word(job, worker), TAKEN, WORKING)


@inner
def part(jobs: Jobs) -> None:
    """Waits until nobody reads the tables any more: they may be written to again."""
    for worker in range(1, len(jobs)):
        while look(word(jobs[0], worker)) == WORKING:
            pause()


@inner
def await_share(place: int) -> int:
    """The number of a worker's share of the next call, or NO_SHARE after a while, or when it is to end."""
    spins = 0
    while spins < SPINS or swap_if(place, SPINNING, ASLEEP) == 0:
        state = look(place)
        if state == WORKING:
            return look(place + 8)
        if state == STOPPED:
            return NO_SHARE
        pause()
        spins += 1
    return NO_SHARE


@inner
def begin(jobs: Jobs, worker: int) -> int:
    """The number of the share that a thread begins with."""
    if worker == 0:
        gather(jobs)
        return 0
    place = word(jobs[0], worker)
    swap_if(place, WAKING, SPINNING)
    return await_share(place)


@inner
def follow(jobs: Jobs, worker: int) -> int:
    """That which comes after it: the leader has one only."""
    if worker == 0:
        part(jobs)
        return NO_SHARE
    place = word(jobs[0], worker)
    swap_if(place, WORKING, SPINNING)
    return await_share(place)


def _forward_of(version: int) -> Callable[..., int]:
    """numba's cache on disk looks at this file and at what a function closes over, not at the files of the functions
    that it calls; so it closes over something that changes with them."""

    def forward(models: Models, layers: Layers, jobs: Jobs, rows: Rows, worker: int) -> int:
        """One call as its leader (`worker` 0), or any number of calls as a worker; returns how a worker ended."""
        share = begin(jobs, worker) if version != 0 else NO_SHARE
        while share != NO_SHARE:
            work(models[0], layers, jobs[share], rows)
            share = follow(jobs, worker)
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
