"""Models for these tests: made once per run, by the name of their architecture."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chatapp.domain.model import TaskProgress
from chatapp.lm.loading import load
from chatapp.lm.model import FolderModel
from tests.lm.tiny import save_model


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a two-layer model by architecture; not to be changed."""
    made: dict[str, Path] = {}

    def folder(kind: str) -> Path:
        if kind not in made:
            made[kind] = save_model(tmp_path_factory.mktemp("models") / kind, kind)
        return made[kind]

    return folder


@pytest.fixture
def loaded(folders: Callable[[str], Path]) -> Callable[[str], FolderModel]:
    def model(kind: str) -> FolderModel:
        made = load(folders(kind), kind, ignore)
        assert isinstance(made, FolderModel)
        return made

    return model


def ignore(_progress: TaskProgress) -> None:
    """A report that nobody reads."""
