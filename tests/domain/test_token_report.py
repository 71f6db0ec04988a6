import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.token_report import HEADER, TOKEN, TOP, Candidate, ReportedToken, decode, encode

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
reports = st.lists(tokens, max_size=5)


@given(reports)
def test_a_report_comes_back_as_it_was(report: list[ReportedToken]) -> None:
    blob = encode(report)
    assert decode(blob) == tuple(report)
    assert len(blob) == HEADER.size + 56 * len(report)


@given(reports, st.data())
def test_a_damaged_report_is_refused(report: list[ReportedToken], data: st.DataObject) -> None:
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
        encode([token])


def test_the_layout_is_the_stated_one() -> None:
    """A change of it needs another version."""
    token = ReportedToken(7, -0.5, 2, 1.25, (Candidate(0x030201, 0.5),))
    ids = struct.pack("<8H8B", 0x0201, *[0xFFFF] * 7, 0x03, *[0xFF] * 7)
    expected = struct.pack("<IfIf", 7, -0.5, 2, 1.25) + ids + struct.pack("<8e", 0.5, *[0.0] * 7)
    assert encode([token])[HEADER.size :] == expected
    assert encode([])[:4] == b"CTR\x01"
    assert TOKEN.size == 56
