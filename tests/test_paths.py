import os
import stat
from pathlib import Path

import pytest

from chatapp import paths
from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.paths import Paths


def test_the_option_goes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "named"))
    assert paths.find(tmp_path / "option").home == tmp_path / "option"
    assert paths.find().home == tmp_path / "named"
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert "causerie" in str(paths.find().home).lower()


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_a_home_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    place = Paths(tmp_path / "deep" / "home")
    place.create()
    assert stat.S_IMODE(place.home.stat().st_mode) == 0o700
    assert list(place.home.glob(".writable*")) == []


def test_a_home_that_cannot_be_made_is_a_problem_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProblemError) as caught:
        Paths(tmp_path / "file" / "home").create()
    assert caught.value.problem.kind is ProblemKind.READ_ONLY
    assert str(tmp_path / "file" / "home") in caught.value.problem.sentence


def test_the_starter_card_lies_in_resources() -> None:
    assert (paths.resources() / "starter.toml").is_file()
