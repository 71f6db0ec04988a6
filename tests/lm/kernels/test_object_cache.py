import logging
from pathlib import Path

import pytest

from chatapp.lm.kernels.object_cache import ObjectCache


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    cache = ObjectCache(tmp_path / "made" / "here")
    assert cache.get("a") is None
    cache.put("a", b"code")
    cache.put("a", b"newer")
    assert cache.get("a") == b"newer"
    assert [path.name for path in (tmp_path / "made" / "here").iterdir()] == ["a.object"]


def test_damage_is_noticed(tmp_path: Path) -> None:
    cache = ObjectCache(tmp_path)
    cache.put("a", bytes(100))
    whole = cache.path("a").read_bytes()
    for damaged in (b"", whole[:20], whole[:-1], whole + b"x", whole[:60] + b"\1" + whole[61:]):
        cache.path("a").write_bytes(damaged)
        assert cache.get("a") is None
    cache.path("b").write_bytes(whole)
    assert cache.get("b") is None, "another key's code"


def test_a_folder_that_cannot_be_written_costs_nothing_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = ObjectCache(tmp_path / "file")
    with caplog.at_level(logging.WARNING):
        cache.put("a", b"code")
    assert cache.get("a") is None
    assert "could not be kept" in caplog.text
