"""A document in the real window: what is typed is kept, taken back and done again, over a restart."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.ui.drafting.editor import Editor
from tests.ui.desktop import Desktop, desktop

CONTROL = Qt.KeyboardModifier.ControlModifier


def written(desk: Desktop, text: str = "") -> Editor:
    """A new document that is open, with the keyboard."""
    desk.window.commands.new_document.trigger()
    editor = desk.window.drafting.page.editor
    QTest.keyClicks(editor, text)
    return editor


def row_id(desk: Desktop) -> int:
    row = desk.window.drafting.row
    assert row is not None
    return row.id


def test_a_new_document_is_written_and_is_in_the_list(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        editor = written(desk)
        assert desk.has_keyboard(editor)
        QTest.keyClicks(editor, "First words ")
        editor.insertPlainText("😀")
        document_id = row_id(desk)
        assert desk.services.documents.text(document_id) == "First words 😀"
        desk.services.documents.flush(document_id)
        assert [row.title for row in desk.services.conversations.listed()] == ["First words 😀"]
        assert desk.window.windowTitle() == "First words 😀"
        assert desk.window.list.marked == (document_id,)
        desk.until(lambda: "2 words" in desk.window.drafting.page.status.counts.text())


def test_a_document_that_is_left_for_another_is_found_again_where_it_was_left(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        editor = written(desk, "one two three")
        document_id = row_id(desk)
        editor.select(7, 7)
        written(desk, "other")
        assert editor.place == 5
        desk.window.open_to_write(document_id)
        assert editor.place == 7


def test_steps_are_taken_back_after_a_restart(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        editor = written(desk, "one two")
        document_id = row_id(desk)
        assert desk.window.commands.undo.text() == "&Undo: Typing"
    with desktop(tmp_path, qtbot) as desk:
        desk.window.open_to_write(document_id)
        editor = desk.window.drafting.page.editor
        assert editor.text == "one two"
        QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
        assert (editor.text, editor.place) == ("one ", 4)
        desk.window.commands.undo.trigger()
        assert editor.text == ""
        assert not desk.window.commands.undo.isEnabled()
        QTest.keyClick(editor, Qt.Key.Key_Y, CONTROL)
        desk.window.commands.redo.trigger()
        assert editor.text == "one two" == desk.services.documents.text(document_id)


def test_all_replaced_is_taken_back_as_one(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        editor = written(desk, "one two one two")
        page = desk.window.drafting.page
        desk.window.commands.find.trigger()
        page.find_bar.field.setText("one")
        page.finder.replace_all("1")
        assert editor.text == "1 two 1 two" == desk.services.documents.text(row_id(desk))
        desk.window.commands.undo.trigger()
        assert editor.text == "one two one two"


def test_a_conversation_and_a_document_make_room_for_each_other(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        conversation_id = desk.ask("Hello")
        written(desk, "A text")
        document_id = row_id(desk)
        assert desk.window.chat.open_id is None
        assert not desk.window.commands.regenerate.isEnabled()
        desk.window.open(conversation_id)
        assert desk.window.drafting.row is None
        assert desk.window.chat_page.isVisible()
        assert not desk.window.commands.find_in_document.isEnabled()
        desk.window.open(document_id)
        assert desk.window.drafting.page.isVisible()
        assert desk.window.drafting.page.editor.text == "A text"


def test_a_document_in_the_bin_is_only_read(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        written(desk, "A text")
        document_id = row_id(desk)
        desk.window.list.delete(document_id)
        assert desk.window.drafting.row is None
        desk.window.open(document_id)
        page = desk.window.drafting.page
        assert page.editor.isReadOnly()
        page.bin_bar.restore.click()
        assert not page.editor.isReadOnly()
        QTest.keyClicks(page.editor, " again")
        assert desk.services.documents.text(document_id) == "A text again"


def test_line_ends_from_elsewhere_become_common(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        made = desk.services.documents.create("", "one\r\ntwo\u2028three")
        desk.window.open_to_write(made.id)
        editor = desk.window.drafting.page.editor
        assert editor.text == "one\ntwo\nthree" == desk.services.documents.text(made.id)
        QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
        assert editor.text == "one\ntwo\nthree" == desk.services.documents.text(made.id)


def test_another_language_keeps_the_document_open(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        written(desk, "A text")
        desk.front.renew()
        assert desk.window.drafting.page.editor.text == "A text"
        assert desk.window.drafting.page.isVisible()
