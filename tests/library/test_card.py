"""card.json, and names that every file system takes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.library import card

SHA = "a" * 64


def test_a_card_comes_back_as_it_was_written(tmp_path: Path) -> None:
    written = card.StoredCard(name="小模型", source="a.gguf", licence="MIT", source_sha256=SHA)
    written.write(tmp_path)
    assert card.read(tmp_path) is None  # no weights yet
    (tmp_path / "model.safetensors").write_bytes(b"w")
    assert card.read(tmp_path) == written


@pytest.mark.parametrize(
    "text", ["", "[]", '{"name": "a"}', f'{{"name": "", "source": "a", "source_sha256": "{SHA}"}}', "\xff"]
)
def test_a_bad_card_is_no_card(tmp_path: Path, text: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"w")
    (tmp_path / "card.json").write_text(text, encoding="latin-1")
    assert card.read(tmp_path) is None


@given(st.text(max_size=200))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    safe = card.safe_name(name)
    assert safe == card.safe_name(safe)
    assert safe.strip(". ") == safe != ""
    assert not set('<>:"/\\|?*\0\n') & set(safe)
    assert len(f"{safe} (99)".encode("utf-8", "replace")) <= 255


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("CON", "CON model"),
        ("com1.x", "com1.x model"),
        ("a/b:c", "a b c"),
        ("..", "Model"),
    ],
)
def test_dangerous_names(name: str, safe: str) -> None:
    assert card.safe_name(name) == safe


def test_names_are_counted_up_whatever_their_case() -> None:
    assert card.unused_name("Tiny", set()) == "Tiny"
    assert card.unused_name("Tiny", {"tiny", "tiny (2)"}) == "Tiny (3)"


def test_the_size_of_a_folder_that_is_gone_is_nothing(tmp_path: Path) -> None:
    assert card.size_of(tmp_path / "gone") == 0
