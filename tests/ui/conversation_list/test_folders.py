"""Folders put in order and nested, by key, by menu and by hand, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from chatapp.ui.conversation_list.menus import folder_menu
from tests.ui.desktop import Desktop, desktop

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    with desktop(tmp_path, qtbot) as desk:
        for name in ("Fruit", "Bread", "Wine"):
            desk.services.folders.create(name)
        yield desk


def shown(desk: Desktop) -> list[str]:
    """Each with a dot for each folder that it stands in."""
    model = desk.window.panel.view.rows
    rows = [model.row_at(model.index(place)) for place in range(model.rowCount())]
    return ["." * row.depth + row.title for row in rows if row is not None and row.folder is not None]


def go_to(desk: Desktop, name: str) -> int:
    folder = next(folder for folder in desk.services.folders.all() if folder.name == name)
    desk.window.panel.view.setFocus()
    desk.window.panel.view.go_to_folder(folder.id)
    return folder.id


def test_keys_move_a_folder_and_the_keyboard_stays_on_it(desk: Desktop) -> None:
    wine = go_to(desk, "Wine")
    desk.press(Qt.Key.Key_Up, ALT_SHIFT)
    assert shown(desk) == ["Fruit", "Wine", "Bread"]
    desk.press(Qt.Key.Key_Right, ALT_SHIFT)
    assert shown(desk) == ["Fruit", ".Wine", "Bread"]
    assert desk.window.panel.view.current_folder_id == wine
    desk.press(Qt.Key.Key_Left, ALT_SHIFT)
    desk.press(Qt.Key.Key_Down, ALT_SHIFT)
    assert shown(desk) == ["Fruit", "Bread", "Wine"]
    for _ in range(3):
        desk.window.commands.undo.trigger()
    assert shown(desk) == ["Fruit", "Wine", "Bread"]


def test_the_actions_are_there_for_a_folder_alone(desk: Desktop) -> None:
    go_to(desk, "Bread")
    assert desk.window.commands.folder_up.isEnabled()
    menu = desk.window.menus.folder
    menu.aboutToShow.emit()
    words = [action.text().replace("&", "") for action in menu.actions()]
    assert {"Rename", "Colour", "New folder in it", "Take the folder away", "Move the folder up"} <= set(words)
    next(action for action in menu.actions() if action.text() == "&Take the folder away").trigger()
    assert shown(desk) == ["Fruit", "Wine"]
    desk.ready()
    desk.ask("apple")
    assert not desk.window.commands.folder_up.isEnabled()


def test_its_own_menu_offers_the_ways_that_there_are(desk: Desktop) -> None:
    folders = desk.services.folders.all()
    menu = folder_menu(folders[0], folders, desk.window._sidebar.organiser.wishes, desk.window.panel)
    ways = {action.text().replace("&", ""): action for action in menu.actions() if "Move" in action.text()}
    assert [words for words, action in ways.items() if action.isEnabled()] == ["Move down"]
    ways["Move down"].trigger()
    assert shown(desk) == ["Bread", "Fruit", "Wine"]


def test_a_folder_is_dragged_into_another_and_before_one_but_never_into_itself(desk: Desktop) -> None:
    model = desk.window.panel.view.rows

    def drop(name: str, *, into: str = "", before: str = "") -> None:
        data = model.mimeData([model.index_of_folder(go_to(desk, name))])
        parent = model.index_of_folder(go_to(desk, into)) if into else QModelIndex()
        row = model.index_of_folder(go_to(desk, before)).row() if before else -1
        assert not model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent)

    drop("Wine", into="Fruit")
    assert shown(desk) == ["Fruit", ".Wine", "Bread"]
    drop("Fruit", into="Wine")
    drop("Fruit", into="Fruit")
    assert shown(desk) == ["Fruit", ".Wine", "Bread"]
    drop("Bread", before="Fruit")
    assert shown(desk) == ["Bread", "Fruit", ".Wine"]
    drop("Wine")
    assert shown(desk) == ["Bread", "Fruit", "Wine"]
    assert desk.services.undo.undo_label == "Move folder"


def test_the_key_that_renames_is_for_the_folder_that_has_the_keyboard(desk: Desktop) -> None:
    desk.ready()
    desk.ask("apple")
    go_to(desk, "Wine")
    desk.window.commands.rename.trigger()
    view = desk.window.panel.view
    assert view.is_renaming
    assert view.current_folder_id == go_to(desk, "Wine")
