import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chatapp.ui.transcript.message_editor import TALLEST, MessageEditor


@pytest.fixture
def editor(qtbot: QtBot) -> MessageEditor:
    shown = MessageEditor("Old")
    qtbot.addWidget(shown)
    shown.lay_out(400)
    shown.show()
    shown.setFocus()
    return shown


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_enter_saves(editor: MessageEditor, qtbot: QtBot, modifier: Qt.KeyboardModifier) -> None:
    with qtbot.waitSignal(editor.submitted) as submitted:
        QTest.keyClick(editor.field, Qt.Key.Key_Return, modifier)
    assert submitted.args == ["Old"]


def test_shift_enter_is_a_new_line(editor: MessageEditor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(editor.submitted):
        QTest.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert "\n" in editor.field.toPlainText()


def test_enter_that_chooses_a_character_does_not_save(editor: MessageEditor, qtbot: QtBot) -> None:
    QApplication.sendEvent(editor.field, QInputMethodEvent("ni", []))
    with qtbot.assertNotEmitted(editor.submitted):
        QTest.keyClick(editor.field, Qt.Key.Key_Return)


def test_escape_leaves(editor: MessageEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.cancelled):
        QTest.keyClick(editor.field, Qt.Key.Key_Escape)


def test_nothing_can_not_be_saved(editor: MessageEditor, qtbot: QtBot) -> None:
    editor.field.setPlainText("  \n")
    with qtbot.assertNotEmitted(editor.submitted):
        QTest.keyClick(editor.field, Qt.Key.Key_Return)


def test_it_grows_with_its_text_to_a_limit(editor: MessageEditor, qtbot: QtBot) -> None:
    low = editor.lay_out(400)
    with qtbot.waitSignal(editor.grown):
        editor.field.setPlainText("line\n" * 5)
    high = editor.lay_out(400)
    editor.field.setPlainText("line\n" * 500)
    assert low < high < editor.lay_out(400) < TALLEST + 100
