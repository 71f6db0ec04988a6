"""What a file that is written is called, unless the person calls it otherwise."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from chatapp.exchange.document.file import DocumentFormat
from chatapp.ui.exchange.place import ask_target, form_named


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("conversations.causerie.json", "mine", "mine.causerie.json"),
        ("conversations.causerie", "mine", "mine.causerie"),
        ("A letter. To the landlord.md", "mine", "mine.md"),
        ("conversations.causerie.json", "mine.json", "mine.json"),
    ],
)
def test_a_name_without_an_ending_gets_the_one_that_a_desktop_knows(
    qtbot: QtBot, tmp_path: Path, name: str, typed: str, expected: str
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    chosen: list[Path] = []
    ask_target(window, name, chosen.append)
    (dialog,) = window.findChildren(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(typed)
    with qtbot.waitSignal(dialog.fileSelected):
        dialog.accept()
    assert chosen == [tmp_path / expected]


def test_a_name_that_says_another_form_is_believed() -> None:
    assert form_named(Path("essay.DOCX"), DocumentFormat.MARKDOWN) is DocumentFormat.DOCX
    assert form_named(Path("documents.zip"), DocumentFormat.ODT) is DocumentFormat.ODT
    assert form_named(Path("essay"), DocumentFormat.TEXT) is DocumentFormat.TEXT
