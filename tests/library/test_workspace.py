"""Half-made things are gone whatever happens."""

import os
from pathlib import Path

import pytest

from chatapp.library.workspace import remove_leftovers, workspace


def test_a_workspace_is_gone_after_its_block(tmp_path: Path) -> None:
    with workspace(tmp_path / "models") as work:
        (work / "deep").mkdir()
        (work / "deep" / "file").touch()
        assert work.parent == tmp_path / "models"
    assert list((tmp_path / "models").iterdir()) == []


def test_it_is_gone_after_an_error_as_well(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), workspace(tmp_path):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [".new-999999999-5-x", ".new-{own}-5-x", ".new-what", ".new-"])
def test_leftovers_of_processes_that_are_no_more_are_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / name.format(own=os.getpid())).mkdir()
    remove_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_workspace_of_a_living_process_and_models_stay(tmp_path: Path) -> None:
    (tmp_path / "A model").mkdir()
    with workspace(tmp_path) as mine, workspace(tmp_path) as other:
        assert mine.exists()
        assert other.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["A model"]
