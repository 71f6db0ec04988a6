from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit
from pytestqt.qtbot import QtBot

from chatapp.domain.attachment import Attachment
from chatapp.domain.errors import Problem
from chatapp.ui.composer.composer import Composer
from chatapp.ui.composer.message_edit import LONGEST_PASTE
from chatapp.ui.unsent import UnsentTexts
from chatapp.ui.widgets.attachment_window import AttachmentWindow


@pytest.fixture
def unsent() -> UnsentTexts:
    return UnsentTexts()


@pytest.fixture
def composer(qtbot: QtBot, unsent: UnsentTexts) -> Composer:
    shown = Composer(unsent)
    qtbot.addWidget(shown)
    shown.resize(600, 200)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def paste(composer: Composer, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    composer.edit.insertFromMimeData(data)


def drop(composer: Composer, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert composer.edit.canInsertFromMimeData(data)
    composer.edit.insertFromMimeData(data)


def names(composer: Composer) -> list[str]:
    return [attachment.name for attachment in composer.attachments]


def test_a_long_paste_goes_beside_the_message(composer: Composer) -> None:
    paste(composer, "x" * LONGEST_PASTE)
    assert not composer.attachments
    assert len(composer.edit.text) == LONGEST_PASTE
    paste(composer, "word " * LONGEST_PASTE)
    paste(composer, "more " * LONGEST_PASTE)
    assert names(composer) == ["Pasted text", "Pasted text 2"]
    first, _ = list(composer.attachments)
    assert first.text == "word " * LONGEST_PASTE
    assert len(composer.edit.text) == LONGEST_PASTE
    assert composer.tray.isVisible()


def test_a_chip_tells_its_name_and_size_and_can_be_taken_away(composer: Composer) -> None:
    paste(composer, "word " * 1_000)
    name, remove = list(composer.tray.chips.controls())
    assert isinstance(remove, QAbstractButton)
    assert name.accessibleName() == "Attachment: Pasted text · 5.0 kB"
    assert remove.accessibleName() == "Remove Pasted text"
    remove.click()
    assert not composer.attachments
    assert not composer.tray.isVisible()


def test_a_chip_opens_its_text(composer: Composer) -> None:
    paste(composer, "word " * 1_000)
    name = composer.tray.chips.controls()[0]
    QTest.keyClick(name, Qt.Key.Key_Space)
    window = composer.findChild(AttachmentWindow)
    assert isinstance(window, AttachmentWindow)
    text = window.findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    assert text.toPlainText() == "word " * 1_000
    assert text.isReadOnly()
    assert not window.isModal()
    window.close()


def test_text_files_are_dropped_and_others_refused(composer: Composer, tmp_path: Path, qtbot: QtBot) -> None:
    notes, picture = tmp_path / "notes.txt", tmp_path / "picture.png"
    notes.write_text("Some notes.", encoding="utf-8")
    picture.write_bytes(b"\x89PNG\x00\x00")
    with qtbot.waitSignal(composer.tray.refused) as refused:
        drop(composer, notes, picture)
    assert names(composer) == ["notes.txt"]
    assert refused.args is not None
    problem = refused.args[0]
    assert isinstance(problem, Problem)
    assert problem.sentence == "picture.png is not a text file, so it was not attached."
    assert composer.edit.text == ""


def test_a_message_may_be_an_attachment_alone(composer: Composer, qtbot: QtBot) -> None:
    assert not composer.button.isEnabled()
    paste(composer, "word " * 1_000)
    assert composer.button.isEnabled()
    with qtbot.waitSignal(composer.sent) as sent:
        composer.submit()
    assert sent.args == [""]
    composer.clear()
    assert not composer.attachments


def test_attachments_wait_with_their_conversation(composer: Composer, unsent: UnsentTexts) -> None:
    paste(composer, "word " * 1_000)
    composer.open(7)
    assert not composer.attachments
    composer.open(None)
    assert names(composer) == ["Pasted text"]
    assert unsent.attachments_of(None) == (Attachment("Pasted text", "word " * 1_000),)


def test_all_can_be_reached_by_tab(composer: Composer) -> None:
    paste(composer, "word " * 1_000)
    assert all(control.focusPolicy() & Qt.FocusPolicy.TabFocus for control in composer.tray.chips.controls())
    assert composer.attach.accessibleName() == "Attach a text file"
