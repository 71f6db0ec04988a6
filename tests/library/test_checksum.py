"""Hashes that tell models apart."""

import hashlib
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError
from chatapp.library.checksum import of_files
from tests.library.conftest import Reports


def test_one_file_has_the_plain_hash(tmp_path: Path, reports: Reports) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    assert of_files([tmp_path / "a"], reports.journey()) == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert reports.all[-1].fraction == 1.0


def test_the_same_bytes_shared_out_differently_are_another_folder(tmp_path: Path, reports: Reports) -> None:
    sums: set[str] = set()
    for place, (first, second) in enumerate([(b"ab", b"c"), (b"a", b"bc"), (b"c", b"ab")]):
        folder = tmp_path / str(place)
        folder.mkdir()
        (folder / "1").write_bytes(first)
        (folder / "2").write_bytes(second)
        sums.add(of_files([folder / "1", folder / "2"], reports.journey()))
    assert len(sums) == 3


def test_it_can_be_cancelled(tmp_path: Path, reports: Reports) -> None:
    (tmp_path / "a").write_bytes(b"x")
    reports.cancelled.set()
    with pytest.raises(ProblemError):
        of_files([tmp_path / "a"], reports.journey())
