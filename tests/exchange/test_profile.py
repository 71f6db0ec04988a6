"""A profile in one file, and its checksums."""

import zipfile
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.exchange import profile


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    files = {}
    for name, content in ((profile.DATABASE, b"rows" * 1000), (profile.SETTINGS, b"[window]\n")):
        files[name] = tmp_path / name
        files[name].write_bytes(content)
    target = tmp_path / "mine.causerie"
    with target.open("wb") as file:
        profile.pack(files, file, lambda _done: None)
    return target


def unpack(source: Path) -> dict[str, bytes]:
    folder = source.parent / "out"
    folder.mkdir()
    return {name: path.read_bytes() for name, path in profile.unpack(source, folder, lambda _done: None).items()}


def test_what_is_packed_is_unpacked(packed: Path) -> None:
    assert profile.is_profile(packed)
    assert unpack(packed) == {profile.DATABASE: b"rows" * 1000, profile.SETTINGS: b"[window]\n"}


def test_what_was_changed_in_it_is_refused(packed: Path) -> None:
    with zipfile.ZipFile(packed) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    members[profile.DATABASE] = b"ROWS" + members[profile.DATABASE][4:]
    with zipfile.ZipFile(packed, "w") as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    with pytest.raises(ProblemError, match="damaged") as raised:
        unpack(packed)
    assert raised.value.problem.kind is ProblemKind.CHECKSUM


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_what_was_cut_short_is_refused(packed: Path, share: float) -> None:
    raw = packed.read_bytes()
    packed.write_bytes(raw[: int(len(raw) * share)])
    assert not profile.is_profile(packed)
    with pytest.raises(ProblemError, match="nothing was changed"):
        unpack(packed)
