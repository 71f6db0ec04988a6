"""The licences of what is inside, where an installer brought them."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from chatapp.ui import licences
from chatapp.ui.about import About
from chatapp.ui.licences import Licences


def test_the_about_box_shows_what_the_bundle_brought(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "licences.txt"
    file.write_text("Causerie contains, and thanks:\n", encoding="utf-8")
    monkeypatch.setattr(licences, "file", lambda: file)
    about = About()
    qtbot.addWidget(about)
    [button] = [button for button in about.findChildren(QPushButton) if "icences" in button.text()]
    button.click()
    [shown] = about.findChildren(Licences)
    assert shown.text.toPlainText() == "Causerie contains, and thanks:\n"
    assert shown.text.isReadOnly()


def test_a_program_that_runs_from_its_sources_has_no_such_button(qtbot: QtBot) -> None:
    about = About()
    qtbot.addWidget(about)
    assert not [button for button in about.findChildren(QPushButton) if "icences" in button.text()]
