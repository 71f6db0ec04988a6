"""What the model thought of each token of an answer, and the compact bytes in which that is kept beside the text.

The bytes stand for themselves: they can be read when the model that wrote the answer is gone.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

TOP = 8
"""How many of the likeliest tokens are reported beside the one that was taken."""

MAGIC, VERSION = b"CTR", 2
HEADER = struct.Struct("<3sBII")  # magic, version, number of tokens, CRC-32 of what follows
TOKEN = struct.Struct(f"<IIfIf{TOP}H{TOP}B{TOP}e")
"""Id, where its text ends, log-probability, rank and entropy; then of each candidate the low 16 bits of its id, the
high 8, and its probability as a half float."""
PIECE = struct.Struct("<IH")  # id and number of bytes, which follow
ABSENT = (1 << 24) - 1
"""The id of a candidate that is not there, in a vocabulary of fewer than TOP tokens."""
LONGEST_PIECES = 1 << 24
"""Bytes that the pieces of one report may unpack to: a damaged one must not fill the memory."""


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


@dataclass(frozen=True, slots=True)
class Report:
    """`ends` says for each token how many characters of the generated text there are once it is said: a token that is
    a part of a character ends where the one before does. `pieces` are the bytes that each id stands for, candidates
    included; none for an id that is no text, such as the end of a turn."""

    tokens: tuple[ReportedToken, ...] = ()
    ends: tuple[int, ...] = ()
    pieces: Mapping[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.tokens) != len(self.ends):
            raise ValueError("a token report with other ends than tokens")


def ids_of(tokens: Sequence[ReportedToken]) -> set[int]:
    """Of the tokens and of all their candidates."""
    return {token.id for token in tokens} | {candidate.id for token in tokens for candidate in token.top}


def encode(report: Report) -> bytes:
    """12 bytes, 60 for each token, and the pieces, compressed. Floats are rounded: to 24 bits, probabilities of
    candidates to 11.

    ValueError for what has no place in them: an id of more than 24 bits among the candidates, a probability over 1.
    """
    try:
        tokens = b"".join(map(_packed, report.tokens, report.ends))
        pieces = b"".join(PIECE.pack(number, len(piece)) + piece for number, piece in sorted(report.pieces.items()))
    except (struct.error, OverflowError) as error:
        raise ValueError(f"not for a token report: {error}") from error
    body = tokens + zlib.compress(pieces)
    return HEADER.pack(MAGIC, VERSION, len(report.tokens), zlib.crc32(body)) + body


def decode(blob: bytes) -> Report:
    """ValueError for anything that `encode` of this version did not make."""
    if len(blob) < HEADER.size:
        raise ValueError("a token report without its header")
    magic, version, count, checksum = HEADER.unpack_from(blob)
    if (magic, version) != (MAGIC, VERSION):
        raise ValueError("not a token report of this version")
    body = memoryview(blob)[HEADER.size :]
    if len(body) < count * TOKEN.size or zlib.crc32(body) != checksum:
        raise ValueError("a damaged token report")
    rows = list(TOKEN.iter_unpack(body[: count * TOKEN.size]))
    pieces = dict(_pieces(body[count * TOKEN.size :]))
    return Report(tuple(map(_unpacked, rows)), tuple(int(row[1]) for row in rows), pieces)


def _packed(token: ReportedToken, end: int) -> bytes:
    missing = TOP - len(token.top)
    if missing < 0:
        raise ValueError(f"a token report has room for {TOP} candidates")
    ids = [candidate.id for candidate in token.top] + [ABSENT] * missing
    shares = [candidate.probability for candidate in token.top] + [0.0] * missing
    if max(shares) > 1:
        raise ValueError("a token report with a probability over 1")
    return TOKEN.pack(
        token.id,
        end,
        token.log_probability,
        token.rank,
        token.entropy,
        *(number & 0xFFFF for number in ids),
        *(number >> 16 for number in ids),
        *shares,
    )


def _unpacked(values: tuple[float, ...]) -> ReportedToken:
    low, high, shares = values[5 : 5 + TOP], values[5 + TOP : 5 + 2 * TOP], values[5 + 2 * TOP :]
    ids = [int(above) << 16 | int(below) for below, above in zip(low, high, strict=True)]
    top = tuple(Candidate(number, share) for number, share in zip(ids, shares, strict=True) if number != ABSENT)
    return ReportedToken(int(values[0]), values[2], int(values[3]), values[4], top)


def _pieces(packed: memoryview) -> Iterator[tuple[int, bytes]]:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, LONGEST_PIECES)
    except zlib.error as error:
        raise ValueError("a damaged token report") from error
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("a damaged token report")
    place = 0
    while place < len(data):
        number, length = PIECE.unpack_from(data, place) if place + PIECE.size <= len(data) else (0, len(data))
        place += PIECE.size + length
        if place > len(data):
            raise ValueError("a damaged token report")
        yield number, data[place - length : place]
