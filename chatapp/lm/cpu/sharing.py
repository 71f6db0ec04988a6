"""How threads share a call. Compiled code.

A call is a row of phases, each cut into pieces that whoever is free takes next; a phase is over when its pieces are
done. So a slower core takes fewer, and a thread that the system has put aside holds nobody up unless it is in the midst
of a piece: the others do the rest, and when it comes back it finds its phases over and goes through.

One word, the turn, tells the phase, numbered through all calls, and its next piece: a latecomer of an earlier call can
take nothing of a later one.
"""

from chatapp.lm.cpu.atomic import count, give_way, look, pause, swap_if, tell, ticks
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.records import PARTS, WORKER_WORDS, JobRecord

PIECE_BITS = 20
PIECES = (1 << PIECE_BITS) - 1
NOTHING = -1
LAST = len(PARTS)
DONE = WORKER_WORDS * 8
"""Bytes from the turn to the number of pieces done, on another line of the cache."""
YIELD_AFTER = 4096
"""Pauses, some fifty microseconds: longer than a piece should take."""


@inner
def take(job: JobRecord, pieces: int) -> int:
    """A piece of the phase, 0 to `pieces` - 1, that nobody has; NOTHING where all are taken. `complete` follows."""
    if job.threads == 1:
        piece = job.piece
        job.piece = piece + 1
        if piece < pieces:
            return piece
        job.piece = 0
        return NOTHING
    while True:
        turn = look(job.turn)
        if turn >> PIECE_BITS != job.phase or (turn & PIECES) >= pieces:
            return NOTHING
        if swap_if(job.turn, turn, turn + 1) == 1:
            return turn & PIECES


@inner
def complete(job: JobRecord, pieces: int) -> None:
    """Says that a piece is done; the last one lets the next phase begin."""
    if job.threads > 1 and count(job.turn + DONE, 1) + 1 == pieces:
        tell(job.turn + DONE, 0)
        tell(job.turn, (job.phase + 1) << PIECE_BITS)


@inner
def conclude(job: JobRecord, part: int) -> None:
    """Waits until the phase is over; what others wrote in it can be read after. Its time goes to `part`."""
    if job.threads > 1:
        spins = 0
        while look(job.turn) >> PIECE_BITS <= job.phase:
            spins += 1
            if spins % YIELD_AFTER == 0:
                give_way()
            else:
                pause()
        job.phase = job.phase + 1
    if job.clock != 0 and job.thread == 0:
        now = ticks()
        count(job.clock + part * 8, now - look(job.clock + LAST * 8))
        tell(job.clock + LAST * 8, now)


@inner
def start_clock(job: JobRecord) -> None:
    if job.clock != 0 and job.thread == 0:
        tell(job.clock + LAST * 8, ticks())
