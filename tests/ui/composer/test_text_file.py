from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.ui.composer.text_file import (
    EMPTY,
    LARGEST,
    NOT_TEXT,
    NOT_THERE,
    TOO_LARGE,
    NotReadableError,
    decoded,
    read_text_file,
)

CHINESE = "彩虹是阳光穿过雨滴时形成的。不同颜色的光折射角度不同。"
WESTERN = "Größe, Übermut und façade: naïve Café-Gäste."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "utf-8"),
        (WESTERN, "utf-8-sig"),
        (WESTERN, "utf-16"),
        (WESTERN, "utf-16-le"),
        (WESTERN, "utf-16-be"),
        (WESTERN, "cp1252"),
        (CHINESE, "utf-8"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16"),
        ("plain", "ascii"),
        ("مرحبا", "utf-8"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(text.encode(encoding))
    attachment = read_text_file(path)
    assert (attachment.name, attachment.text, attachment.media_type) == ("notes.md", text, "text/markdown")


def test_line_ends_become_newlines() -> None:
    assert decoded(b"a\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", NOT_TEXT),
        (bytes(range(1, 32)) * 20, NOT_TEXT),
        (b"x" * (LARGEST + 1), TOO_LARGE),
        (b" \n", EMPTY),
        (b"", EMPTY),
    ],
)
def test_what_can_not_go_with_a_message(tmp_path: Path, raw: bytes, reason: str) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(raw)
    with pytest.raises(NotReadableError) as caught:
        read_text_file(path)
    assert (caught.value.reason, caught.value.name) == (reason, "file.bin")


def test_a_folder_or_nothing_is_not_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.txt"):
        with pytest.raises(NotReadableError) as caught:
            read_text_file(path)
        assert caught.value.reason == NOT_THERE


@given(st.text().filter(lambda text: "\x00" not in text and "\r" not in text and not text.startswith("\ufeff")))
def test_any_text_in_utf_8_comes_back(text: str) -> None:
    found = decoded(text.encode())
    controls = sum(ord(character) < 32 and character not in "\t\n\x0c\x1b\x08" for character in text)
    assert found == text or (found is None and controls)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_none(raw: bytes) -> None:
    found = decoded(raw)
    assert found is None or "\x00" not in found
