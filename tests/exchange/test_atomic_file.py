"""A file is there whole or not at all."""

from pathlib import Path

import pytest

from chatapp.exchange.atomic_file import atomic_file


def test_it_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "export.json"
    with atomic_file(target) as file:
        file.write(b"all of it")
        assert not target.exists()
    assert target.read_bytes() == b"all of it"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "export.json"
    target.write_bytes(b"earlier")

    def fail() -> None:
        with atomic_file(target) as file:
            file.write(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]
