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
def lead(models: Models, layers: Layers, jobs: Jobs, rows: Rows) -> int:
    """Does a call with all who are ready; returns how many there were."""
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
    work(models[0], layers, job, rows)
    for worker in range(1, len(jobs)):
        # The tables may be written to again once nobody reads them.
        while look(word(job, worker)) == WORKING:
            pause()
    return ready


@inner
def serve(
    models: Sequence[ModelRecord],
    layers: Sequence[LayerRecord],
    jobs: Sequence[JobRecord],
    rows: Sequence[RowRecord],
    worker: int,
) -> int:
    """Works until there is nothing to do for a while; returns ASLEEP, or STOPPED where the worker is to end."""
    place = word(jobs[0], worker)
    swap_if(place, WAKING, SPINNING)
    spins = 0
    while spins < SPINS or swap_if(place, SPINNING, ASLEEP) == 0:
        state = look(place)
        if state == WORKING:
            work(models[0], layers, jobs[look(place + 8)], rows)
            swap_if(place, WORKING, SPINNING)
            spins = 0
        elif state == STOPPED:
            return STOPPED
        pause()
        spins += 1
    return ASLEEP


def _forward_of(version: int) -> Callable[..., int]:
    """numba's cache on disk looks at this file and at what a function closes over, not at the files of the functions
    that it calls; so it closes over something that changes with them."""

    def forward(
        models: Sequence[ModelRecord],
        layers: Sequence[LayerRecord],
        jobs: Sequence[JobRecord],
        rows: Sequence[RowRecord],
        worker: int,
    ) -> int:
        """A call as its leader (`worker` 0), or any number of calls as a worker."""
        if worker == 0 and version != 0:
            return lead(models, layers, jobs, rows)
        return serve(models, layers, jobs, rows, worker)

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
