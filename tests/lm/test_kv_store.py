import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.lm.kv_store import FORM, Halves, KeyValueStore, forget_snapshots

CAP = 10_000_000


def numbers(rows: int = 2, seed: int = 0) -> Halves:
    return np.random.default_rng(seed).standard_normal((rows, 512)).astype(np.float16)


def store(folder: Path, fingerprint: str = "model", cap: int = CAP) -> KeyValueStore:
    return KeyValueStore(folder / "kv", fingerprint, cap)


def test_what_was_written_is_read_after_a_restart(tmp_path: Path) -> None:
    store(tmp_path).write([1, 2, 3], numbers())
    again = store(tmp_path)
    found = again.longest([1, 2, 3, 4, 5])
    assert found is not None
    assert found.tokens == (1, 2, 3)
    read = again.read(found, 2)
    assert read is not None
    assert np.array_equal(read, numbers())
    assert read.ctypes.data % 64 == 0
    assert not read.flags.writeable


def test_the_longest_shared_beginning_wins_and_strangers_do_not_count(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.write([1, 2, 9, 9], numbers(seed=1))
    kept.write([1, 2, 3, 9], numbers(seed=2))
    best = kept.longest([1, 2, 3, 4])
    assert best is not None
    assert best.tokens == (1, 2, 3, 9)
    assert kept.longest([7]) is None
    assert store(tmp_path, "another model").longest([1, 2, 3]) is None


def test_a_longer_one_of_the_same_conversation_takes_the_place_of_the_shorter(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.write([1, 2], numbers())
    kept.write([1, 5], numbers())
    kept.write([1, 2, 3], numbers())
    assert len(list((tmp_path / "kv").iterdir())) == 2


def test_over_the_cap_the_least_recently_used_go(tmp_path: Path) -> None:
    size = 4096 + numbers().nbytes
    kept = store(tmp_path, cap=2 * size + 100)
    for place, first in enumerate((1, 2, 3)):
        kept.write([first, 0], numbers())
        for path in (tmp_path / "kv").iterdir():
            os.utime(path, (place, place)) if path.stat().st_mtime > 100 else None
    assert kept.longest([1, 0]) is None
    assert kept.longest([2, 0]) is not None
    assert kept.longest([3, 0]) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 7000), st.integers(0, 255), st.booleans())
def test_damage_is_never_restored_and_never_raises(tmp_path: Path, place: int, value: int, is_cut: bool) -> None:
    kept = store(tmp_path)
    kept.write([1, 2, 3], numbers())
    [path] = (tmp_path / "kv").glob("*.kv")
    whole = bytearray(path.read_bytes())
    place = min(place, len(whole) - 1)
    is_changed = is_cut or whole[place] != value
    whole[place] = value
    path.write_bytes(whole[:place] if is_cut else whole)
    again = store(tmp_path)
    found = again.longest([1, 2, 3])
    read = again.read(found, 2) if found is not None else None
    assert read is None or np.array_equal(read, numbers())
    if found is not None and read is None:
        assert is_changed
        assert not path.exists()


@pytest.mark.skipif(os.name == "nt", reason="the limit is POSIX's")
def test_a_disk_that_refuses_costs_the_snapshot_alone(tmp_path: Path) -> None:
    (tmp_path / "kv").write_text("in the way")
    kept = store(tmp_path)
    kept.write([1, 2, 3], numbers())
    assert kept.longest([1, 2, 3]) is None
    assert not kept.write([1, 2, 3], numbers())


def test_of_equals_the_shortest_is_read(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.write([1, 2, 9, 9, 9], numbers())
    kept.write([1, 2, 8], numbers())
    kept.write([1, 2, 7, 7], numbers())
    best = kept.longest([1, 2, 3])
    assert best is not None
    assert best.tokens == (1, 2, 8)


def test_forgetting_leaves_no_file_of_any_model(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.write([1, 2, 3], numbers())
    store(tmp_path, "another model").write([4], numbers())
    (tmp_path / "kv" / "begun.1.part").write_bytes(b"half")
    assert kept.longest([1, 2, 3]) is not None
    kept.forget()
    assert list((tmp_path / "kv").iterdir()) == []
    assert kept.longest([1, 2, 3]) is None
    forget_snapshots(tmp_path / "nowhere")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="a folder that refuses is POSIX's, and not root's")
def test_a_file_that_stays_is_told_and_nothing_raised(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store(tmp_path).write([1, 2, 3], numbers())
    (tmp_path / "kv").chmod(0o500)
    forget_snapshots(tmp_path / "kv")
    (tmp_path / "kv").chmod(0o700)
    assert "a snapshot stays" in caplog.text


def test_what_was_begun_long_ago_goes(tmp_path: Path) -> None:
    (tmp_path / "kv").mkdir()
    for name, moment in (("old.1.part", 1.0), ("new.2.part", None)):
        path = tmp_path / "kv" / name
        path.write_bytes(b"half")
        if moment is not None:
            os.utime(path, (moment, moment))
    store(tmp_path).write([1, 2, 3], numbers())
    assert [path.name for path in (tmp_path / "kv").glob("*.part")] == ["new.2.part"]


def test_only_the_pages_that_are_used_are_checked(tmp_path: Path) -> None:
    store(tmp_path).write([1, 2, 3], numbers(rows=3))
    [path] = (tmp_path / "kv").glob("*.kv")
    path.write_bytes(path.read_bytes()[:-1] + b"\x7e")
    again = store(tmp_path)
    found = again.longest([1, 2, 3])
    assert found is not None
    first = again.read(found, 2)
    assert first is not None
    assert np.array_equal(first, numbers(rows=3)[:2])
    assert again.read(found, 3) is None
    assert not path.exists()


def test_a_snapshot_of_an_older_form_goes(tmp_path: Path) -> None:
    store(tmp_path).write([1, 2, 3], numbers())
    [path] = (tmp_path / "kv").glob("*.kv")
    path.write_bytes(path.read_bytes().replace(f'"form": {FORM}'.encode(), b'"form": 1'))
    store(tmp_path).look()
    assert not path.exists()


def test_a_cap_that_became_less_is_kept_at_the_next_look(tmp_path: Path) -> None:
    kept = store(tmp_path)
    kept.write([1, 2], numbers())
    kept.write([3, 4], numbers())
    less = store(tmp_path, cap=numbers().nbytes + 4096)
    less.look()
    assert len(list((tmp_path / "kv").iterdir())) == 1
    assert less.has_place_for(numbers().nbytes)
    nothing = store(tmp_path, cap=0)
    nothing.look()
    assert list((tmp_path / "kv").iterdir()) == []
    assert not nothing.has_place_for(1)
