import os
import shutil
import stat
import subprocess
import sys
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


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_each_folder_is_its_owner_s_alone_whatever_the_system_would_allow(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        place = Paths(tmp_path / "home")
        place.create()
    finally:
        os.umask(before)
    modes = {folder.name: stat.S_IMODE(folder.stat().st_mode) for folder in (place.home, *place.home.iterdir())}
    assert modes == {"home": 0o700, "models": 0o700, "logs": 0o700}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """As much of the program as finds its home, in a folder of its own."""
    source, program = Path(paths.__file__).parent, tmp_path / "program"
    shutil.copytree(source / "domain", program / "chatapp" / "domain")
    for name in ("__init__.py", "paths.py"):
        shutil.copyfile(source / name, program / "chatapp" / name)
    return program


def found(program: Path, *, is_frozen: bool, **environment: str) -> Path:
    """The home that a process finds which was started there."""
    freeze = f"sys.frozen, sys.executable = True, {str(program / 'causerie')!r}; " if is_frozen else ""
    code = f"import sys; {freeze}from chatapp import paths; print(paths.find().home)"
    variables = {name: value for name, value in os.environ.items() if name != paths.HOME_VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=program,
        env=variables | {"PYTHONPATH": str(program)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(done.stdout.strip())


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_portable_file_beside_the_program_keeps_the_data_there(copied: Path, is_frozen: bool) -> None:
    assert not found(copied, is_frozen=is_frozen).is_relative_to(copied)
    (copied / paths.PORTABLE_MARKER).touch()
    assert found(copied, is_frozen=is_frozen) == copied / "data"
    elsewhere = copied / "elsewhere"
    assert found(copied, is_frozen=is_frozen, CAUSERIE_HOME=str(elsewhere)) == elsewhere
