import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.ui.composer.message_edit import MessageEdit
from chatapp.ui.plain_text import has_words, selected_text, text_of
from chatapp.ui.transcript.message_editor import MessageEditor
from chatapp.ui.transcript.message_view import MessageView
from tests.ui.desktop import desktop

pytestmark = pytest.mark.usefixtures("qapp")  # documents are laid out, which needs it
COPY = """
from PySide6.QtWidgets import QApplication
from chatapp.ui.composer.message_edit import MessageEdit
app = QApplication([])
edit = MessageEdit()
edit.setPlainText("ten")
edit.selectAll()
edit.copy()
print(app.clipboard().text())
"""
TYPED = "10\u00a0km,\u202f« là »\t\u2003x\n  y\u00a0"


def test_every_character_comes_back() -> None:
    document = QTextDocument()
    document.setPlainText(TYPED + "\u2028z\u2029end")
    assert text_of(document) == TYPED + "\nz\nend"


def test_a_part_holds_its_characters_too() -> None:
    document = QTextDocument()
    document.setPlainText(TYPED)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    assert selected_text(cursor) == TYPED


def test_white_space_is_no_words() -> None:
    document = QTextDocument()
    assert not has_words(document)
    document.setPlainText(" \u00a0\n\t\n")
    assert not has_words(document)
    document.setPlainText("\n\n x")
    assert has_words(document)


def test_spaces_that_must_not_break_are_sent_edited_and_copied_as_they_are(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("10\u00a0km")
        assert desk.texts()[0] == "10\u00a0km"
        desk.window.workspace.turns.edit_last()
        desk.press(Qt.Key.Key_End)
        desk.press(Qt.Key.Key_1)
        desk.press(Qt.Key.Key_Return)
        desk.until_idle()
        assert desk.texts()[0] == "10\u00a0km1"
        desk.window.chat_page.composer.edit.setPlainText("half\u00a0a thought")
        desk.window.open(None)
        desk.window.open(desk.services.conversations.listed()[0].id)
        assert desk.window.chat_page.composer.edit.text == "half\u00a0a thought"


def test_what_is_copied_by_hand_is_what_stands_there(qtbot: QtBot) -> None:
    view, edit, editor = MessageView("You", is_markdown=False), MessageEdit(), MessageEditor(TYPED)
    view.show_text(TYPED, is_whole=True)
    edit.setPlainText(TYPED)
    for field in (view, edit, editor.field):
        qtbot.addWidget(field)
        QGuiApplication.clipboard().clear()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == TYPED


def test_what_was_copied_is_let_go_without_a_crash_when_the_program_ends() -> None:
    finished = subprocess.run([sys.executable, "-c", COPY], capture_output=True, text=True, check=False)
    assert (finished.stdout, finished.returncode) == ("ten\n", 0), finished.stderr
