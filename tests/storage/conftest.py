"""A store on a real file in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatapp.paths import Paths
from chatapp.storage.conversations import Conversations
from chatapp.storage.opening import open_store


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "home")


@pytest.fixture
def store(paths: Paths) -> Iterator[Conversations]:
    opened = open_store(paths)
    assert opened.notices == ()
    yield opened.store
    opened.store.close()
