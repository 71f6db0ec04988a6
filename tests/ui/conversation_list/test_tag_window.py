"""The window of all tags over the real window: renamed, coloured, taken away, each taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from chatapp.domain.colour import Colour
from chatapp.domain.tag import Tag
from chatapp.ui.conversation_list.tag_window import TagWindow
from tests.ui.desktop import Desktop, desktop


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        made = desk.ask("apple")
        desk.services.order.tag((made,), "red")
        desk.services.order.tag((made,), "sweet")
        yield desk


def opened(desk: Desktop) -> TagWindow:
    desk.window.commands.tags.trigger()
    window = desk.window._sidebar.tags.window
    assert window is not None
    return window


def names(window: TagWindow) -> list[str]:
    return [
        item.text(0) for place in range(window.list.topLevelItemCount()) if (item := window.list.topLevelItem(place))
    ]


def tags_of(desk: Desktop) -> tuple[str, ...]:
    return desk.services.conversations.listed()[0].tags


def test_a_tag_is_renamed_in_its_row_on_all_that_have_it(desk: Desktop) -> None:
    window = opened(desk)
    assert names(window) == ["red", "sweet"]
    window.rename.click()
    editor = window.list.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("  dark   red ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.until(lambda: tags_of(desk) == ("dark red", "sweet"))
    assert names(window) == ["dark red", "sweet"]
    desk.window.commands.undo.trigger()
    assert names(window) == ["red", "sweet"]
    assert desk.window.commands.undo in window.actions()


def test_an_empty_name_is_none(desk: Desktop) -> None:
    window = opened(desk)
    item = window.list.topLevelItem(0)
    assert item is not None
    item.setText(0, " ")
    assert names(window) == ["red", "sweet"]
    assert tags_of(desk) == ("red", "sweet")


def test_a_tag_is_coloured_and_taken_away(desk: Desktop) -> None:
    window = opened(desk)
    window.colours.aboutToShow.emit()
    next(action for action in window.colours.actions() if action.text() == "Teal").trigger()
    assert desk.services.tags.all()[0][0] == Tag("red", Colour.TEAL)
    item = window.list.topLevelItem(0)
    assert item is not None
    assert item.data(0, Qt.ItemDataRole.AccessibleTextRole) == "red, Teal, 1 conversation"
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert names(window) == ["sweet"]
    window.delete.click()
    assert window.empty.isVisible()
    assert not window.rename.isEnabled()
    for _ in range(3):
        desk.window.commands.undo.trigger()
    assert names(window) == ["red", "sweet"]
    assert tags_of(desk) == ("red", "sweet")
    assert desk.services.tags.all()[0][0] == Tag("red")
