from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from chatapp.domain.document import Splice
from chatapp.domain.message import Status
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.storage.opening import open_store
from chatapp.ui.conversation_list.list_model import ListRole
from chatapp.ui.conversation_list.signs import Sign
from tests.fakes import echo
from tests.ui.desktop import Desktop, Gate, Plan, desktop

CONTROL = Qt.KeyboardModifier.ControlModifier


def titles(desk: Desktop) -> list[str]:
    rows = desk.window.panel.view.rows
    indexes = [rows.index(row) for row in range(rows.rowCount())]
    return [index.data() for index in indexes if index.data(ListRole.CONVERSATION_ID) is not None]


def ask_three(desk: Desktop) -> list[int]:
    desk.ready()
    ids = []
    for name in ("apple", "banana", "cherry"):
        desk.window.open_to_write(None)
        ids.append(desk.ask(name))
    return ids


def test_the_filter_works_as_one_types_and_esc_clears_it(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ask_three(desk)
        assert titles(desk) == ["cherry", "banana", "apple"]
        desk.press(Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClicks(desk.window.panel.filter, "AN")
        assert titles(desk) == ["banana"]
        QTest.keyClicks(desk.window.panel.filter, "xyz")
        assert "ANxyz" in desk.window.panel.empty.text()
        desk.press(Qt.Key.Key_Escape)
        assert len(titles(desk)) == 3


def test_arrows_open_what_they_reach(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, banana, cherry = ask_three(desk)
        assert desk.window.chat.open_id == cherry
        desk.press(Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        desk.press(Qt.Key.Key_Down)
        assert desk.has_keyboard(desk.window.panel.view)
        desk.press(Qt.Key.Key_Down)
        assert desk.window.chat.open_id == banana
        desk.press(Qt.Key.Key_Down)
        assert desk.window.chat.open_id == apple
        desk.press(Qt.Key.Key_Return)
        assert desk.has_keyboard(desk.window.chat_page.composer)


def test_delete_moves_to_the_bin_and_undo_brings_it_back(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        _, banana, cherry = ask_three(desk)
        desk.window.panel.focus_list()
        desk.press(Qt.Key.Key_Delete)
        assert titles(desk) == ["banana", "apple"]
        assert desk.window.chat.open_id == banana
        assert any("cherry" in sentence for sentence in desk.banners())
        desk.window.chat_page.banners.act("deleted")
        assert titles(desk) == ["cherry", "banana", "apple"]
        assert not any("cherry" in sentence for sentence in desk.banners())
        desk.window.open(cherry)
        desk.press(Qt.Key.Key_Delete)
        desk.press(Qt.Key.Key_Z, CONTROL)
        assert titles(desk) == ["cherry", "banana", "apple"]


def test_undo_is_about_the_list_while_the_keyboard_is_there(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        made = desk.services.documents.create("", "Written.").id
        desk.ask("apple")
        desk.services.documents.edit(made, Splice(8, "", " Kept."), "Insert")
        desk.window.panel.focus_list()
        desk.press(Qt.Key.Key_Delete)
        assert desk.window.drafting.row is not None
        assert titles(desk) == ["Written."]
        assert any("apple" in sentence for sentence in desk.window.drafting.page.banners.sentences())
        desk.press(Qt.Key.Key_Z, CONTROL)
        assert titles(desk) == ["apple", "Written."]
        assert desk.services.documents.text(made) == "Written. Kept."
        assert desk.window.drafting.page.banners.sentences() == []
        desk.press(Qt.Key.Key_F6)
        assert desk.has_keyboard(desk.window.drafting.page.editor)
        desk.press(Qt.Key.Key_Z, CONTROL)
        assert desk.services.documents.text(made) == "Written."


def test_the_keyboard_stays_beside_a_list_that_has_emptied(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("apple")
        desk.window.panel.focus_list()
        desk.press(Qt.Key.Key_Delete)
        assert titles(desk) == []
        assert desk.has_keyboard(desk.window.panel.new_button)
        desk.press(Qt.Key.Key_Z, CONTROL)
        assert titles(desk) == ["apple"]
        assert desk.has_keyboard(desk.window.panel.view)


def test_one_can_write_where_nothing_is_left_to_read(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("apple")
        desk.window.chat_page.transcript.focus_reading()
        assert desk.has_keyboard(desk.window.chat_page.transcript)
        desk.window.commands.delete.trigger()
        assert desk.window.chat.open_id is None
        assert desk.has_keyboard(desk.window.chat_page.composer.edit)


def test_delete_in_the_composer_deletes_letters_only(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ask_three(desk)
        desk.window.chat_page.composer.edit.setFocus()
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            desk.press(key)
        assert len(titles(desk)) == 3


def test_rename_in_place(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ask_three(desk)
        desk.press(Qt.Key.Key_F2)
        editor = desk.window.panel.view.findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        editor.setText("  dates ")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        desk.until(lambda: titles(desk) == ["dates", "banana", "apple"])
        assert desk.window.windowTitle() == "dates"
        desk.press(Qt.Key.Key_Z, CONTROL)
        assert titles(desk) == ["cherry", "banana", "apple"]


def test_a_title_being_written_survives_an_answer_that_ends(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(4)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        desk.say("apple")
        desk.press(Qt.Key.Key_F2)
        editor = desk.window.panel.view.findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        editor.setText("pear")
        gate.open()
        desk.until_idle()
        assert desk.window.panel.view.is_renaming
        QTest.keyClick(editor, Qt.Key.Key_Return)
        desk.until(lambda: titles(desk) == ["pear"])


def test_the_bin_restores_and_deletes_for_good_after_a_question(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, banana, _ = ask_three(desk)
        desk.window.list.delete(apple)
        desk.window.list.delete(banana)
        desk.window.panel.bin_button.click()
        assert sorted(titles(desk)) == ["apple", "banana"]
        desk.window.open(apple)
        assert desk.window.chat_page.bin_bar.isVisible()
        assert not desk.window.chat_page.composer.isVisible()
        desk.window.chat_page.bin_bar.restore.click()
        assert titles(desk) == ["banana"]
        assert desk.window.chat_page.composer.isVisible()
        desk.window.open(banana)
        desk.window.chat_page.bin_bar.purge.click()
        question = desk.window.findChild(QMessageBox)
        assert isinstance(question, QMessageBox)
        QTest.keyClick(question, Qt.Key.Key_Escape)
        assert titles(desk) == ["banana"]
        desk.window.chat_page.bin_bar.purge.click()
        answered = desk.window.findChildren(QMessageBox)[-1]
        next(button for button in answered.buttons() if "good" in button.text()).click()
        assert titles(desk) == []
        assert "empty" in desk.window.panel.empty.text()
        desk.window.panel.view.setFocus()
        desk.window.panel.bin_button.setFocus()
        desk.press(Qt.Key.Key_Escape)
        assert sorted(titles(desk)) == ["apple", "cherry"]


def test_the_bin_is_left_by_keys_and_one_can_write_on(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, *_ = ask_three(desk)
        desk.window.list.delete(apple)
        desk.window.panel.bin_button.click()
        desk.window.panel.focus_list()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_F6):
            desk.press(key)
        assert desk.has_keyboard(desk.window.chat_page.bin_bar.restore)
        desk.press(Qt.Key.Key_Space)
        assert not desk.services.conversations.conversation(apple).is_deleted
        assert desk.has_keyboard(desk.window.chat_page.composer.edit)


def test_what_lies_in_the_bin_is_only_read(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, _, _ = ask_three(desk)
        desk.window.list.delete(apple)
        desk.window.open(apple)
        desk.window.workspace.turns.regenerate()
        assert any("in the bin, so" in sentence for sentence in desk.banners())
        assert desk.texts() == ["apple", "You said: apple"]


def test_a_running_answer_marks_its_conversation(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(4)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        desk.say("apple")
        rows = desk.window.panel.view.rows
        index = rows.index_of(desk.window.chat.open_id)
        assert index.data(ListRole.SIGN) is Sign.BUSY
        gate.open()
        desk.until_idle()
        assert rows.index_of(desk.window.chat.open_id).data(ListRole.SIGN) is None


def test_an_answer_that_came_unseen_is_marked_until_it_is_looked_at(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(4)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        desk.say("apple")
        apple = desk.window.chat.open_id
        desk.window.open_to_write(None)
        gate.open()
        desk.until_idle()
        rows = desk.window.panel.view.rows
        assert rows.index_of(apple).data(ListRole.SIGN) is Sign.UNREAD
        assert "new answer" in rows.index_of(apple).data(Qt.ItemDataRole.AccessibleTextRole)
        desk.window.open(apple)
        assert rows.index_of(apple).data(ListRole.SIGN) is None


def test_an_answer_that_a_crash_cut_off_is_marked_until_it_is_kept(tmp_path: Path, qtbot: QtBot) -> None:
    paths = Paths(tmp_path)
    paths.create()
    before = open_store(paths).store
    conversation_id = before.create("apple").id
    _, answer = before.add_turn(conversation_id, None, "apple")
    before.finish(answer.id, "An app", Status.INTERRUPTED)
    before.close()
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        index = desk.window.panel.view.rows.index_of(conversation_id)
        assert index.data(ListRole.SIGN) is Sign.CUT
        desk.window.open(conversation_id)
        desk.services.answers.keep(answer.id)
        assert index.data(ListRole.SIGN) is None


def test_a_conversation_that_begins_ends_a_filter_that_would_hide_it(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ask_three(desk)
        desk.window.panel.filter.setText("an")
        desk.window.open_to_write(None)
        assert titles(desk) == ["banana"]
        desk.ask("date")
        assert titles(desk) == ["date", "cherry", "banana", "apple"]
        desk.window.panel.filter.setText("an")
        desk.window.open(desk.services.documents.create("Essay", "").id)
        assert titles(desk)[0] == "Essay"


def test_what_a_terminal_run_stored_is_listed(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ask_three(desk)
        other = open_store(Paths(tmp_path)).store
        other.create("damson")
        desk.until(lambda: titles(desk) == ["damson", "cherry", "banana", "apple"])
        other.close()


def test_the_context_menu_asks_what_its_row_is_about(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, _, _ = ask_three(desk)
        view = desk.window.panel.view
        menu = desk.window.list.menu([apple])
        next(action for action in menu.actions() if "bin" in action.text()).trigger()
        assert titles(desk) == ["cherry", "banana"]
        assert view.indexAt(QPoint(5, 5)).data(ListRole.CONVERSATION_ID) is None


def test_typing_and_sending_read_no_list(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, _, _ = ask_three(desk)
        read: list[int] = []
        monkeypatch.setattr(desk.services.conversations, "listed", lambda **_options: read.append(1))
        desk.press(Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClicks(desk.window.panel.filter, "an")
        assert titles(desk) == ["banana"]
        desk.press(Qt.Key.Key_Escape)
        desk.window.open(apple)
        desk.say("more")
        assert titles(desk) == ["apple", "cherry", "banana"]
        assert desk.window.panel.view.current_id == apple
        desk.until_idle()
        desk.window.open_to_write(None)
        desk.ask("date")
        assert titles(desk) == ["date", "apple", "cherry", "banana"]
        assert read == []
