"""A file opened with the program goes to whoever can read it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from chatapp.ui.opened_files import open_files
from tests.ui.desktop import desktop


def test_a_model_goes_to_the_models_and_all_else_to_the_import(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []
    with desktop(tmp_path, qtbot) as desk:
        monkeypatch.setattr(desk.window.models, "import_path", taken.append)
        monkeypatch.setattr(desk.window.exchange, "import_paths", taken.append)
        open_files(desk.window.models, desk.window.exchange, [Path("/a/Model.GGUF"), Path("/b.json"), Path("/c.zip")])
        open_files(desk.window.models, desk.window.exchange, [Path("/only.gguf")])
    assert taken == ["/a/Model.GGUF", [Path("/b.json"), Path("/c.zip")], "/only.gguf"]
