"""Searching everything in the real window: as one types, by keys, to the message on its branch."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from chatapp.domain.attachment import Attachment
from chatapp.engine.scripted import Script
from chatapp.ui.search_window.results import Hit
from chatapp.ui.search_window.window import SearchWindow
from tests.ui.desktop import Desktop, Plan, desktop

SHIFT_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def opened(desk: Desktop) -> SearchWindow:
    desk.press(Qt.Key.Key_F, SHIFT_CONTROL)
    window = desk.window.workspace.search.window
    assert window is not None
    return window


def hits(window: SearchWindow) -> list[Hit]:
    found = (window.results.hit_at(window.results.index(row)) for row in range(window.results.rowCount()))
    return [hit for hit in found if hit is not None]


def search(desk: Desktop, window: SearchWindow, words: str, count: int) -> list[Hit]:
    window.field.clear()
    window.field.setText(words)  # keyClicks knows no Chinese
    desk.until(lambda: window.results.rowCount() == count)
    return hits(window)


def test_titles_and_messages_are_found_as_one_types_chinese_too(tmp_path: Path, qtbot: QtBot) -> None:
    replies = iter(["The heron waits.", "白鹭在等待"])
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: next(replies)))) as desk:
        desk.ready()
        desk.ask("Birds of the river")
        desk.window.open_to_write(None)
        desk.ask("再来一次")
        window = opened(desk)
        (hit,) = search(desk, window, "heron", 1)
        assert [hit.excerpt.text[slice(*span)] for span in hit.excerpt.spans] == ["heron"]
        title, message = search(desk, window, "river", 2)
        assert (title.message_id, title.title) == (None, "Birds of the river")
        assert message.message_id is not None
        (chinese,) = search(desk, window, "等待", 1)
        assert "等待" in chinese.excerpt.text
        QTest.keyClicks(window.field, "xyz")
        desk.until(lambda: "Nothing was found" in window.note.text())
        QAbstractItemModelTester(window.results, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_what_stands_in_an_attachment_leads_to_its_message(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.services.answers.send(None, "Look at this", (Attachment("birds.txt", "The heron waits."),))
        desk.until_idle()
        desk.window.open_to_write(None)
        window = opened(desk)
        (hit,) = search(desk, window, "heron", 1)
        assert hit.title == "Look at this · birds.txt"
        QTest.keyClick(window.field, Qt.Key.Key_Return)
        assert desk.texts()[0] == "Look at this"


def test_enter_goes_to_the_message_on_its_branch(tmp_path: Path, qtbot: QtBot) -> None:
    replies = iter(["The heron waits.", "The kingfisher dives."])
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: next(replies)))) as desk:
        desk.ready()
        desk.ask("Birds")
        desk.window.workspace.turns.regenerate()
        desk.until_idle()
        desk.window.open_to_write(None)
        window = opened(desk)
        search(desk, window, "heron", 1)
        QTest.keyClick(window.field, Qt.Key.Key_Return)
        assert desk.texts() == ["Birds", "The heron waits."]
        desk.until(lambda: desk.has_keyboard(desk.window.chat_page.transcript))


def test_arrows_go_into_the_list_and_a_click_only_looks(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("apple")
        desk.window.open_to_write(None)
        window = opened(desk)
        search(desk, window, "apple", 3)
        QTest.keyClick(window.field, Qt.Key.Key_Down)
        assert window.view.hasFocus()
        window.view.clicked.emit(window.results.index(1))
        assert desk.window.chat.open_id is not None
        assert window.isVisible()
        QTest.keyClick(window.view, Qt.Key.Key_Escape)
        assert not window.isVisible()


def test_a_filter_that_is_not_understood_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("apple")
        window = opened(desk)
        search(desk, window, "apple before:yesterdayish", 3)
        assert "before: takes a day" in window.note.text()


def test_more_come_as_one_scrolls(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("first")
        conversation_id = desk.window.chat.open_id
        assert conversation_id is not None
        for number in range(70):
            head = desk.services.conversations.conversation(conversation_id).head_id
            desk.services.branches.insert(
                conversation_id, head, desk.window.chat.turns[0].message.role, f"pear {number}"
            )
        window = opened(desk)
        search(desk, window, "pear", 50)
        assert window.results.canFetchMore(QModelIndex())
        window.results.fetchMore(QModelIndex())
        assert window.results.rowCount() == 70
        assert not window.results.canFetchMore(QModelIndex())


def test_enter_goes_to_the_place_in_a_document(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        text = "Anna came.\n" + "It rained. 😀\n" * 300 + "她在学习。\n" + "It rained.\n" * 300
        made = desk.services.documents.create("Novel", text)
        window = opened(desk)
        (hit,) = search(desk, window, "学习 kind:document", 1)
        assert (hit.conversation_id, hit.title) == (made.id, "Novel · Document")
        QTest.keyClick(window.field, Qt.Key.Key_Return)
        editor = desk.window.drafting.page.editor
        desk.until(lambda: desk.window.drafting.row is not None)
        assert editor.place == text.index("学习")
        assert not editor.cursorRect().isEmpty()
        assert editor.viewport().rect().contains(editor.cursorRect().center())
