"""Rows out of the bare pages of a database file, where its schema or the upper pages of a table are broken.

Reads the leaves of tables as sqlite.org/fileformat2.html lays them down. Deleted rows do not come up: secure_delete
zeroes them. Tables are told apart by the shape of their rows, so that only the newest revision's are known.
"""

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

from chatapp.storage.tables import Base

PAGE = 4096
TABLE_LEAF = 0x0D
LOCAL_MOST = PAGE - 35  # a longer row keeps this much of itself on its own page, or less, and the rest elsewhere
LOCAL_LEAST = (PAGE - 12) * 32 // 255 - 23
OVERFLOW = PAGE - 4
INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
CONSTANTS: dict[int, object] = {0: None, 8: 0, 9: 1}

Row = tuple[int, list[object]]
Named = dict[str, object]


def named_rows(path: Path, table: str) -> dict[int, Named]:
    """The rows of one of our tables by their key, under the names of its columns; none of a file that is too short."""
    names = [column.name for column in Base.metadata.tables[table].columns]
    found: dict[int, Named] = {}
    if path.stat().st_size < PAGE:
        return found
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for key, values in rows(content):
            # The key's own column is empty in the row: it is the row's number.
            if len(values) == len(names) and values[0] is None and _has_uid(names, values):
                found.setdefault(key, dict(zip(names, [key, *values[1:]], strict=True)))
    return found


def rows(content: mmap.mmap | bytes) -> Iterator[Row]:
    """Number and values of every row on every readable leaf."""
    for start in range(0, len(content) - PAGE + 1, PAGE):
        head = start + 100 if start == 0 else start
        if content[head] != TABLE_LEAF:
            continue
        (count,) = struct.unpack_from(">H", content, head + 3)
        for index in range(min(count, PAGE // 4)):
            (offset,) = struct.unpack_from(">H", content, head + 8 + 2 * index)
            try:
                yield _row(content, start, offset)
            except (IndexError, ValueError, struct.error):
                continue


def _has_uid(names: list[str], values: list[object]) -> bool:
    uid = values[names.index("uid")] if "uid" in names else None
    return "uid" not in names or (isinstance(uid, str) and len(uid) == 32)


def _row(content: mmap.mmap | bytes, start: int, offset: int) -> Row:
    length, at = _varint(content, start + offset)
    key, at = _varint(content, at)
    return key, _values(_payload(content, length, at, start + PAGE))


def _payload(content: mmap.mmap | bytes, length: int, at: int, end: int) -> bytes:
    if length > len(content):
        raise ValueError("longer than the file")
    spill = LOCAL_LEAST + (length - LOCAL_LEAST) % OVERFLOW
    local = length if length <= LOCAL_MOST else spill if spill <= LOCAL_MOST else LOCAL_LEAST
    if at + local > end:
        raise ValueError("runs over its page")
    parts, missing = [content[at : at + local]], length - local
    following = at + local
    while missing > 0:
        (page,) = struct.unpack_from(">I", content, following)
        following = (page - 1) * PAGE
        if page < 2 or following + PAGE > len(content):
            raise ValueError("its rest is outside the file")
        parts.append(content[following + 4 : following + 4 + min(missing, OVERFLOW)])
        missing -= OVERFLOW
    return b"".join(parts)


def _values(payload: bytes) -> list[object]:
    end, at = _varint(payload, 0)
    place, values = end, []
    while at < end:
        kind, at = _varint(payload, at)
        value, place = _value(payload, kind, place)
        values.append(value)
    return values


def _value(payload: bytes, kind: int, place: int) -> tuple[object, int]:
    if kind in CONSTANTS:
        return CONSTANTS[kind], place
    if size := INTEGERS.get(kind, 0):
        return int.from_bytes(payload[place : place + size], "big", signed=True), place + size
    if kind == 7:
        return struct.unpack_from(">d", payload, place)[0], place + 8
    size = (kind - 12) // 2
    if kind < 12 or place + size > len(payload):
        raise ValueError("no such value")
    raw = payload[place : place + size]
    return (raw.decode("utf-8", "replace") if kind % 2 else raw), place + size


def _varint(content: mmap.mmap | bytes, at: int) -> tuple[int, int]:
    """Up to nine bytes, seven bits of each, the last one whole."""
    value = 0
    for index in range(8):
        byte = content[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | content[at + 8], at + 9
