import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.token_report import (
    HEADER,
    TOKEN,
    TOP,
    Candidate,
    Report,
    ReportedToken,
    decode,
    encode,
    ids_of,
)

singles = st.floats(-1e6, 0, width=32)
candidates = st.builds(Candidate, st.integers(0, 2**24 - 2), st.floats(0, 1, width=16))
tokens = st.builds(
    ReportedToken,
    st.integers(0, 2**32 - 1),
    singles,
    st.integers(1, 2**32 - 1),
    st.floats(0, 20, width=32),
    st.lists(candidates, max_size=TOP).map(tuple),
)
pieces = st.dictionaries(st.integers(0, 2**32 - 1), st.binary(max_size=300), max_size=6)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    drawn = draw(st.lists(tokens, max_size=5))
    ends = draw(st.lists(st.integers(0, 2**32 - 1), min_size=len(drawn), max_size=len(drawn)))
    return Report(tuple(drawn), tuple(ends), draw(pieces))


@given(reports())
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    assert decode(encode(report)) == report


def test_a_token_takes_sixty_bytes_and_its_pieces_hardly_more() -> None:
    rows = [ReportedToken(at, -1.0, 1, 1.0, tuple(Candidate(at + n, 0.1) for n in range(TOP))) for at in range(1000)]
    words = dict.fromkeys(ids_of(rows), b"word")
    assert len(encode(Report(tuple(rows), tuple(range(1000)), words))) < 1000 * 70
    assert ids_of(rows) == set(range(1000 + TOP - 1))


@given(reports(), st.data())
def test_a_damaged_report_is_refused(report: Report, data: st.DataObject) -> None:
    blob = encode(report)
    place = data.draw(st.integers(0, len(blob) - 1))
    damaged = bytearray(blob)
    damaged[place] ^= data.draw(st.integers(1, 255))
    for wrong in (bytes(damaged), blob[:place], blob + b"\0"):
        with pytest.raises(ValueError, match="report"):
            decode(wrong)


@given(st.binary(max_size=200))
def test_other_bytes_are_refused_and_nothing_worse(blob: bytes) -> None:
    with pytest.raises(ValueError, match="report"):
        decode(blob)


@pytest.mark.parametrize(
    "token",
    [
        ReportedToken(-1, 0.0, 1, 0.0),
        ReportedToken(1, 0.0, 1, 0.0, (Candidate(1 << 24, 0.5),)),
        ReportedToken(1, 0.0, 1, 0.0, (Candidate(1, 1.5),)),
        ReportedToken(1, 0.0, 1, 0.0, (Candidate(1, 0.1),) * (TOP + 1)),
        ReportedToken(1, -1e300, 1, 0.0),
    ],
)
def test_what_has_no_place_in_it_is_refused(token: ReportedToken) -> None:
    with pytest.raises(ValueError, match="report"):
        encode(Report((token,), (1,)))


@pytest.mark.parametrize(
    "packed", [b"", b"no zlib", zlib.compress(b"12345"), zlib.compress(b"\1\0\0\0\5\0ab"), zlib.compress(b"")[:-1]]
)
def test_pieces_that_are_none_are_refused_whatever_their_checksum(packed: bytes) -> None:
    blob = HEADER.pack(b"CTR", 2, 0, zlib.crc32(packed)) + packed
    with pytest.raises(ValueError, match="report"):
        decode(blob)


def test_as_many_ends_as_tokens() -> None:
    with pytest.raises(ValueError, match="ends"):
        Report((), (1,))


def test_the_layout_is_the_stated_one() -> None:
    """A change of it needs another version."""
    token = ReportedToken(7, -0.5, 2, 1.25, (Candidate(0x030201, 0.5),))
    ids = struct.pack("<8H8B", 0x0201, *[0xFFFF] * 7, 0x03, *[0xFF] * 7)
    expected = struct.pack("<IIfIf", 7, 9, -0.5, 2, 1.25) + ids + struct.pack("<8e", 0.5, *[0.0] * 7)
    blob = encode(Report((token,), (9,), {7: b"ab"}))
    assert blob[HEADER.size : HEADER.size + TOKEN.size] == expected
    assert zlib.decompress(blob[HEADER.size + TOKEN.size :]) == struct.pack("<IH", 7, 2) + b"ab"
    assert encode(Report())[:4] == b"CTR\x02"
