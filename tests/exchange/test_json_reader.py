"""Reading value by value: whatever the window's size, and with the place where a file is wrong."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain.errors import ProblemError
from chatapp.exchange import json_reader
from chatapp.exchange.json_reader import JsonReader

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


class Slow(io.BytesIO):
    """Gives so many bytes at a time, in the middle of a character too."""

    def __init__(self, raw: bytes, pace: int) -> None:
        super().__init__(raw)
        self.pace = pace

    def read(self, _size: int | None = -1) -> bytes:
        return super().read(self.pace)


def numbered(number: int) -> str:
    return f"element {number}"


@settings(deadline=None)
@given(st.lists(VALUES, max_size=5), st.integers(1, 40), st.booleans(), st.sampled_from([None, 1]))
def test_elements_are_those_of_the_whole_text(values: list[Any], pace: int, ascii: bool, indent: int | None) -> None:
    raw = json.dumps(values, ensure_ascii=ascii, indent=indent).encode("utf-8", "surrogatepass")
    whole = json.loads(raw.decode("utf-8", "replace"))
    reader = JsonReader(Slow(raw, pace), "file")
    assert list(reader.elements(numbered)) == whole
    reader.end("the list")


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), st.integers(1, 40))
def test_keys_come_with_their_values(values: dict[str, Any], pace: int) -> None:
    raw = json.dumps(values).encode()
    reader = JsonReader(Slow(raw, pace), "file")
    assert {key: reader.value(key) for key in reader.keys("the object")} == values


@settings(deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4), st.data())
def test_a_file_that_is_cut_short_says_so_wherever_it_is(values: list[Any], data: st.DataObject) -> None:
    raw = json.dumps(values).encode()
    cut = data.draw(st.integers(1, len(raw) - 1))
    with pytest.raises(ProblemError, match=rf"ends in the middle of .*: byte {cut:,}, line 1\."):
        list(JsonReader(Slow(raw[:cut], 7), "file").elements(numbered))


def test_the_place_counts_lines_and_bytes() -> None:
    raw = '[\n"é",\n{"a": ?}]'.encode()
    with pytest.raises(ProblemError, match=r"file is damaged in element 2: byte 14, line 3\."):
        list(JsonReader(io.BytesIO(raw), "file").elements(numbered))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'["a" "b"]', "damaged in what follows element 1: byte 5"),
        (b"[1,,2]", "damaged in element 2: byte 3"),
        (b"[" * 200_000, "damaged in element 1"),
        (b"[" + b"9" * 5000 + b"]", "damaged in element 1"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(raw: bytes, words: str) -> None:
    with pytest.raises(ProblemError, match=words):
        list(JsonReader(io.BytesIO(raw), "file").elements(numbered))


def test_a_wrong_byte_is_one_odd_character() -> None:
    assert list(JsonReader(io.BytesIO(b'\xef\xbb\xbf["a\xffb"]'), "file").elements(numbered)) == ["a�b"]


def test_a_mistake_in_the_middle_is_found_without_reading_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO(b'[{"a": x},' + b" " * (4 * json_reader.WINDOW))
    with pytest.raises(ProblemError, match="damaged in element 1"):
        list(JsonReader(file, "file").elements(numbered))
    assert file.tell() <= json_reader.WINDOW
