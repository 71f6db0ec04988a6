from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from chatapp.ui.composer.message_edit import MessageEdit


@pytest.fixture
def edit(qtbot: QtBot) -> Iterator[MessageEdit]:
    window = QWidget()
    field = MessageEdit()
    QVBoxLayout(window).addWidget(field)
    window.resize(400, 600)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    field.setFocus()
    yield field
    window.close()


def test_it_has_its_height_before_it_is_shown(qtbot: QtBot, edit: MessageEdit) -> None:
    other = MessageEdit()
    qtbot.addWidget(other)
    assert other.height() == other.maximumHeight() == edit.height()


def compose(edit: MessageEdit, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(edit, event)


def is_composing(edit: MessageEdit) -> bool:
    return edit.is_composing


def test_enter_submits_and_shift_enter_is_a_new_line(qtbot: QtBot, edit: MessageEdit) -> None:
    QTest.keyClicks(edit, "one")
    with qtbot.assertNotEmitted(edit.submitted):
        QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(edit, "two")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(edit.submitted):
            QTest.keyClick(edit, key)
    assert edit.toPlainText() == "one\ntwo"


def test_enter_never_submits_while_an_input_method_composes(qtbot: QtBot, edit: MessageEdit) -> None:
    compose(edit, "ni hao")
    assert is_composing(edit)
    with qtbot.assertNotEmitted(edit.submitted):
        QTest.keyClick(edit, Qt.Key.Key_Return)
    compose(edit, "", commit="你好")
    assert not is_composing(edit)
    assert edit.toPlainText() == "你好"
    with qtbot.waitSignal(edit.submitted):
        QTest.keyClick(edit, Qt.Key.Key_Return)


def test_it_grows_with_its_text_up_to_the_limit(qtbot: QtBot, edit: MessageEdit) -> None:
    edit.limit_height(200)
    one_line = edit.height()
    edit.setPlainText("one\ntwo\nthree")
    assert one_line < edit.height() < 200
    edit.setPlainText("line\n" * 100)
    assert edit.height() == 200
    edit.setPlainText("a long line " * 20)
    assert one_line < edit.height()
    edit.clear()
    assert edit.height() == one_line


def test_paste_strips_all_formatting(qtbot: QtBot, edit: MessageEdit) -> None:
    mixed = QMimeData()
    mixed.setText("plain")
    mixed.setHtml("<b>bold</b>")
    edit.insertFromMimeData(mixed)
    html = QMimeData()
    html.setHtml("<p style='color:red'> and <b>bold</b></p>")
    edit.insertFromMimeData(html)
    assert edit.toPlainText() == "plainand bold"


def test_arabic_starts_at_the_right(qtbot: QtBot, edit: MessageEdit) -> None:
    edit.setPlainText("مرحبا")
    edit.moveCursor(edit.textCursor().MoveOperation.Start)
    assert edit.cursorRect().center().x() > edit.viewport().width() * 0.8
    edit.setPlainText("hello")
    edit.moveCursor(edit.textCursor().MoveOperation.Start)
    assert edit.cursorRect().center().x() < edit.viewport().width() * 0.2


def test_up_leaves_only_an_empty_field(qtbot: QtBot, edit: MessageEdit) -> None:
    with qtbot.waitSignal(edit.left_upwards):
        QTest.keyClick(edit, Qt.Key.Key_Up)
    edit.setPlainText("text")
    with qtbot.assertNotEmitted(edit.left_upwards):
        QTest.keyClick(edit, Qt.Key.Key_Up)


def test_tab_goes_on_to_the_next_control(qtbot: QtBot, edit: MessageEdit) -> None:
    assert edit.tabChangesFocus()
