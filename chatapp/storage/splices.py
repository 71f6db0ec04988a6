"""Edits and whole texts as bytes: a letter that says how they are packed, then the rest."""

import json
import zlib
from collections.abc import Iterator

from chatapp.domain.document import Splice, Splices
from chatapp.storage.problems import DamagedValueError

PLAIN, PACKED = b"j", b"z"
SHORT = 200
LEVEL = 1  # prose gains little from more, which takes longer
SLICE = 65_536
"""Characters that are packed at once, in some two milliseconds."""


def packed(splices: Splices) -> bytes:
    plain = json.dumps([[one.at, one.removed, one.inserted] for one in splices], separators=(",", ":")).encode()
    return PLAIN + plain if len(plain) < SHORT else PACKED + zlib.compress(plain, LEVEL)


def unpacked(raw: bytes) -> Splices:
    try:
        return tuple(Splice(at, removed, inserted) for at, removed, inserted in json.loads(_bytes(raw)))
    except (ValueError, TypeError, zlib.error) as error:
        raise DamagedValueError(f"edits: {error}") from error


def pack_text(text: str) -> Iterator[bytes]:
    """Pieces that are together what `unpack_text` takes."""
    press = zlib.compressobj(LEVEL)
    yield PACKED
    for start in range(0, len(text), SLICE):
        yield press.compress(text[start : start + SLICE].encode())
    yield press.flush()


def unpack_text(raw: bytes) -> str:
    try:
        return _bytes(raw).decode()
    except (ValueError, zlib.error) as error:
        raise DamagedValueError(f"a text: {error}") from error


def _bytes(raw: bytes) -> bytes:
    return zlib.decompress(raw[1:]) if raw[:1] == PACKED else raw[1:]
