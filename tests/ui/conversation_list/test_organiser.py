"""Keeping order in the real window: pins, folders, tags, colours, archive, many at once, all of it taken back."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from chatapp.domain.colour import Colour
from chatapp.ui.conversation_list.list_model import ListRole
from chatapp.ui.conversation_list.list_view import ConversationListView
from tests.ui.desktop import Desktop, desktop

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def rows(desk: Desktop) -> list[str]:
    """The heading of the folders, which stands wherever there are any, is left out."""
    model = desk.window.panel.view.rows
    found = [str(model.index(row).data()) for row in range(model.rowCount())]
    return [text for text in found if text != "Folders"]


def ask(desk: Desktop, *words: str) -> list[int]:
    desk.ready()
    ids = []
    for word in words:
        desk.window.open_to_write(None)
        ids.append(desk.ask(word))
    return ids


def mark(view: ConversationListView, *ids: int) -> None:
    view.select(ids[0])
    for id_ in ids[1:]:
        view.selectionModel().select(view.rows.index_of(id_), QItemSelectionModel.SelectionFlag.Select)


def action_of(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text().replace("&", "").strip() == words).trigger()


def sub_menu(menu: QMenu, words: str) -> QMenu:
    found = next(action.menu() for action in menu.actions() if action.text().replace("&", "") == words)
    assert isinstance(found, QMenu)
    return found


def name_folder(desk: Desktop, name: str) -> None:
    """In the row that has just been made."""
    editor = desk.window.panel.view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.until(lambda: name in rows(desk))


def test_a_pinned_one_comes_first_and_goes_back_again(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ask(desk, "apple", "banana")
        desk.press(Qt.Key.Key_P, CONTROL | SHIFT)
        assert rows(desk) == ["Pinned", "banana", "Today", "apple"]
        assert desk.window.commands.pin.text() == "Unp&in"
        desk.window.commands.undo.trigger()
        assert rows(desk) == ["Today", "banana", "apple"]
        desk.window.commands.redo.trigger()
        assert rows(desk) == ["Pinned", "banana", "Today", "apple"]
        assert "Pin" in desk.window.commands.undo.text()


def test_a_new_folder_is_named_in_its_row_and_takes_conversations_in(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, banana, _ = ask(desk, "apple", "banana", "cherry")
        desk.press(Qt.Key.Key_N, CONTROL | SHIFT)
        name_folder(desk, "Fruit & more")
        assert rows(desk) == ["Today", "cherry", "banana", "apple", "Fruit & more"]
        view = desk.window.panel.view
        mark(view, apple, banana)
        action_of(sub_menu(desk.window.list.menu(view.marked_ids), "Move to folder"), "Fruit  more")
        assert rows(desk) == ["Today", "cherry", "Fruit & more", "banana", "apple"]
        folder = view.rows.index(3)
        view.setCurrentIndex(folder)
        view.setFocus()
        desk.press(Qt.Key.Key_Left)
        assert rows(desk) == ["Today", "cherry", "Fruit & more"]
        assert "closed" in str(view.rows.index(3).data(Qt.ItemDataRole.AccessibleTextRole))
        desk.press(Qt.Key.Key_Right)
        assert len(rows(desk)) == 5
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(folder).center())
        assert rows(desk) == ["Today", "cherry", "Fruit & more"]


def test_a_folder_stays_closed_over_a_restart_and_goes_without_its_conversations(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        (apple,) = ask(desk, "apple")
        action_of(sub_menu(desk.window.list.menu([apple]), "Move to folder"), "New folder…")
        name_folder(desk, "Fruit")
        assert rows(desk) == ["Fruit", "apple"]
        desk.window.panel.view.toggle_asked.emit(desk.services.folders.all()[0].id)
        assert rows(desk) == ["Fruit"]
    with desktop(tmp_path, qtbot) as desk:
        assert rows(desk) == ["Fruit"]
        folder = desk.services.folders.all()[0]
        desk.window.panel.view.setCurrentIndex(desk.window.panel.view.rows.index_of_folder(folder.id))
        desk.services.folders.delete(folder.id)
        assert rows(desk) == ["Today", "apple"]
        desk.window.commands.undo.trigger()
        assert rows(desk) == ["Fruit"]


def test_tags_and_colours_are_told_in_words(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, banana = ask(desk, "apple", "banana")
        desk.services.order.tag((apple,), "red things")
        menu = desk.window.list.menu([apple, banana])
        tags = sub_menu(menu, "Tags")
        assert not tags.actions()[1].isChecked()
        action_of(tags, "red things")
        action_of(sub_menu(menu, "Colour"), "Teal")
        for id_ in (apple, banana):
            found = desk.services.conversations.conversation(id_)
            assert (found.tags, found.colour) == (("red things",), Colour.TEAL)
            index = desk.window.panel.view.rows.index_of(id_)
            for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                assert "Teal" in str(index.data(role))
                assert "red things" in str(index.data(role))


def test_a_new_tag_is_written_in_the_menu(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        (apple,) = ask(desk, "apple")
        tags = desk.window.menus.tags
        conversation = tags.parentWidget()
        assert isinstance(conversation, QMenu)
        conversation.popup(QPoint(0, 0))
        tags.popup(QPoint(0, 0))
        field = tags.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        desk.until(lambda: tags.focusWidget() is field)
        assert field.accessibleName() == "New tag"
        QTest.keyClicks(field, " for  later ")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert desk.services.conversations.conversation(apple).tags == ("for later",)
        assert not tags.isVisible()
        assert not conversation.isVisible()


def test_the_archive_is_closed_until_it_is_opened(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ask(desk, "apple", "banana")
        desk.press(Qt.Key.Key_D, CONTROL | SHIFT)
        assert rows(desk) == ["Today", "apple", "Archive"]
        view = desk.window.panel.view
        view.setCurrentIndex(view.rows.index(2))
        view.setFocus()
        desk.press(Qt.Key.Key_Return)
        assert rows(desk) == ["Today", "apple", "Archive", "banana"]
        QTest.keyClicks(desk.window.panel.filter, "an")
        assert rows(desk) == ["Today", "banana"]


def test_many_go_to_the_bin_in_one_step(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, banana, cherry = ask(desk, "apple", "banana", "cherry")
        view = desk.window.panel.view
        mark(view, apple, cherry)
        assert desk.window.list.marked == (cherry, apple)
        view.setFocus()
        desk.press(Qt.Key.Key_Delete)
        assert rows(desk) == ["Today", "banana"]
        assert desk.window.chat.open_id == banana
        assert any("2 conversation" in sentence for sentence in desk.banners())
        desk.window.chat_page.banners.act("deleted")
        assert rows(desk) == ["Today", "cherry", "banana", "apple"]


def test_what_is_dragged_onto_a_folder_moves_into_it(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        apple, _ = ask(desk, "apple", "banana")
        folder = desk.services.folders.create("Fruit")
        rows_ = desk.window.panel.view.rows
        data = rows_.mimeData([rows_.index_of(apple)])
        assert not rows_.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, rows_.index_of_folder(folder.id))
        assert rows(desk) == ["Today", "banana", "Fruit", "apple"]
        assert rows_.index_of_folder(folder.id).flags() & Qt.ItemFlag.ItemIsDropEnabled
        assert not rows_.index_of(apple).flags() & Qt.ItemFlag.ItemIsDropEnabled
        assert desk.window.panel.view.indexAt(QPoint(5, 5)).data(ListRole.CONVERSATION_ID) is None
