"""A check of the installation: it finds what is missing, goes on after it, and touches nothing of a person's."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatapp import app, self_check
from chatapp.engine import scripted
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.presence import Presence
from chatapp.self_check import Check, Visit
from chatapp.services.desk import Services
from chatapp.settings import SettingsFile
from tests.program import place_model
from tests.test_app import main


def build(place: Paths) -> Services:
    """The program with a model that plays back text."""
    return app.build(
        place, SettingsFile(place.settings), Presence(place.presence), scripted.loader(Script(lambda _prompt: "Paris."))
    )


@pytest.fixture
def _thresholds() -> Iterator[None]:
    """The window sets when garbage is looked for."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("_thresholds", "qapp")
def test_a_whole_program_passes_and_leaves_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place_model(tmp_path)
    with self_check.temporary_home(Paths(tmp_path).models) as place:
        visit = Visit(place, build)
        status = self_check.report(visit.checks(tmp_path))
        visit.close()
    told = capsys.readouterr().out.splitlines()
    assert status == 0, told
    assert "'Paris.'" in told[2]
    assert told[-1].startswith("self-check passed")
    assert (tmp_path / self_check.PICTURE).read_bytes().startswith(b"\x89PNG")
    assert not place.home.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["models", self_check.PICTURE]


def test_what_fails_is_named_and_the_rest_is_checked_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> str:
        raise RuntimeError("no such thing")

    assert self_check.report((Check("first", broken), Check("second", lambda: "fine"))) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "FAILED  first: RuntimeError: no such thing"
    assert told[1].startswith("ok      second: fine")
    assert told[2] == "self-check failed: first"


def test_modules_that_a_bundle_lacks_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_check, "_own_modules", list)
    monkeypatch.setattr(self_check, "IMPORTED_LATE", ("not_there", "sqlalchemy", "nor_this"))
    with pytest.raises(ImportError, match=r"not_there.*nor_this"):
        self_check.imports()


def test_an_installation_without_a_model_fails_with_a_reason(tmp_path: Path) -> None:
    done = main("--home", str(tmp_path / "none"), "--self-check", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "FAILED  model: RuntimeError: there is no model" in done.stdout
    assert "self-check failed: model, answer, history" in done.stdout
    assert "ok      window" in done.stdout
    assert not (tmp_path / "none").exists()
