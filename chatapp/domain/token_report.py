"""What the model thought of each token of an answer, and the compact bytes in which that is kept beside the text."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

TOP = 8
"""How many of the likeliest tokens are reported beside the one that was taken."""

MAGIC, VERSION = b"CTR", 1
HEADER = struct.Struct("<3sBII")  # magic, version, number of tokens, CRC-32 of what follows
TOKEN = struct.Struct(f"<IfIf{TOP}H{TOP}B{TOP}e")
"""Id, log-probability, rank and entropy; then of each candidate the low 16 bits of its id, the high 8, and its
probability as a half float."""
ABSENT = (1 << 24) - 1
"""The id of a candidate that is not there, in a vocabulary of fewer than TOP tokens."""


@dataclass(frozen=True, slots=True)
class Candidate:
    id: int
    probability: float


@dataclass(frozen=True, slots=True)
class ReportedToken:
    """`log_probability` and `entropy` are in nats; `rank` counts from 1, the likeliest; `top` has at most TOP
    candidates, the likeliest first. All are of the model's own distribution, before any shaping."""

    id: int
    log_probability: float
    rank: int
    entropy: float
    top: tuple[Candidate, ...] = ()


def encode(tokens: Sequence[ReportedToken]) -> bytes:
    """12 bytes and 56 for each token. Floats are rounded: to 24 bits, probabilities of candidates to 11.

    ValueError for what has no place in them: an id of more than 24 bits among the candidates, a probability over 1.
    """
    try:
        body = b"".join(map(_packed, tokens))
    except (struct.error, OverflowError) as error:
        raise ValueError(f"not for a token report: {error}") from error
    return HEADER.pack(MAGIC, VERSION, len(tokens), zlib.crc32(body)) + body


def decode(blob: bytes) -> tuple[ReportedToken, ...]:
    """ValueError for anything that `encode` of this version did not make."""
    if len(blob) < HEADER.size:
        raise ValueError("a token report without its header")
    magic, version, count, checksum = HEADER.unpack_from(blob)
    if (magic, version) != (MAGIC, VERSION):
        raise ValueError("not a token report of this version")
    body = memoryview(blob)[HEADER.size :]
    if len(body) != count * TOKEN.size or zlib.crc32(body) != checksum:
        raise ValueError("a damaged token report")
    return tuple(_unpacked(values) for values in TOKEN.iter_unpack(body))


def _packed(token: ReportedToken) -> bytes:
    missing = TOP - len(token.top)
    if missing < 0:
        raise ValueError(f"a token report has room for {TOP} candidates")
    ids = [candidate.id for candidate in token.top] + [ABSENT] * missing
    shares = [candidate.probability for candidate in token.top] + [0.0] * missing
    if max(shares) > 1:
        raise ValueError("a token report with a probability over 1")
    return TOKEN.pack(
        token.id,
        token.log_probability,
        token.rank,
        token.entropy,
        *(number & 0xFFFF for number in ids),
        *(number >> 16 for number in ids),
        *shares,
    )


def _unpacked(values: tuple[float, ...]) -> ReportedToken:
    low, high, shares = values[4 : 4 + TOP], values[4 + TOP : 4 + 2 * TOP], values[4 + 2 * TOP :]
    ids = [int(above) << 16 | int(below) for below, above in zip(low, high, strict=True)]
    top = tuple(Candidate(number, share) for number, share in zip(ids, shares, strict=True) if number != ABSENT)
    return ReportedToken(int(values[0]), values[1], int(values[2]), values[3], top)
