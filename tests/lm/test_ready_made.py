import os
from pathlib import Path

import pytest

from chatapp.lm import ready_made
from chatapp.lm.kernels.families import FAMILIES
from chatapp.lm.kernels.host import NUMBA_CPU, NUMBA_FEATURES, Host
from chatapp.lm.ready_made import KERNELS, NUMBA, lay_out

TRIPLE = "x86_64-unknown-linux-gnu"


@pytest.fixture(autouse=True)
def _told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (NUMBA_CPU, NUMBA_FEATURES):
        monkeypatch.setenv(name, "")  # so that it is put back
        monkeypatch.delenv(name)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    for family in FAMILIES[-1:]:
        for part in (NUMBA, KERNELS):
            folder = tmp_path / "shipped" / family.name / part
            folder.mkdir(parents=True)
            (folder / f"{part}.code").write_text("from the bundle", encoding="utf-8")
    return tmp_path / "shipped"


def on(monkeypatch: pytest.MonkeyPatch, host: Host) -> None:
    monkeypatch.setattr(ready_made, "this_host", lambda: host)


def test_code_for_a_family_is_laid_out_once(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, FAMILIES[-1].host(TRIPLE))
    code, kernels = tmp_path / "code", tmp_path / "kernels"
    lay_out(shipped, code, kernels)
    assert [path.name for folder in (code, kernels) for path in folder.iterdir()] == ["numba.code", "kernels.code"]
    monkeypatch.delenv(NUMBA_CPU)
    (code / "numba.code").write_text("made here", encoding="utf-8")
    lay_out(shipped, code, kernels)
    assert (code / "numba.code").read_text(encoding="utf-8") == "made here"


@pytest.mark.parametrize("host", [Host(TRIPLE, "old", frozenset()), FAMILIES[0].host(TRIPLE)], ids=["old", "better"])
def test_another_processor_has_its_code_made_here(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: Host
) -> None:
    on(monkeypatch, host)
    lay_out(shipped, tmp_path / "code", tmp_path / "kernels")
    assert not (tmp_path / "code").exists()
    assert NUMBA_CPU not in os.environ
