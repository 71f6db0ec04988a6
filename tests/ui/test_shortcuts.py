"""Every action stands in a menu, its keys are its own, and all keys are listed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from chatapp.ui.actions import full_text, keys_text
from chatapp.ui.palette.entries import entries_of_actions
from chatapp.ui.shortcut_list import ShortcutList
from tests.ui.desktop import Desktop, desktop


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    with desktop(tmp_path, qtbot) as desk:
        yield desk


def in_menus(owner: QMenuBar | QMenu) -> Iterator[QAction]:
    for action in owner.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from in_menus(inner)
        elif not action.isSeparator():
            yield action


def menus(owner: QMenuBar | QMenu) -> Iterator[QMenu]:
    for action in owner.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield inner
            yield from menus(inner)


def test_a_key_that_was_chosen_is_taken_from_whose_own_it_became_since(desk: Desktop) -> None:
    do = desk.window.commands
    do.bind({"sidebar": "Ctrl+Alt+S"})
    assert keys_text(do.sidebar) == "Ctrl+Alt+S"
    assert keys_text(do.rewrite_shorter) == ""
    do.bind({})
    assert keys_text(do.rewrite_shorter) == "Ctrl+Alt+S"


def test_every_action_stands_in_a_menu(desk: Desktop) -> None:
    standing = {action.objectName() for action in in_menus(desk.window.menuBar())}
    assert {action.objectName() for action in desk.window.commands.all()} - standing == set()


def test_in_each_menu_a_letter_stands_for_one_thing(desk: Desktop) -> None:
    for menu in menus(desk.window.menuBar()):
        texts = [action.text() for action in menu.actions() if action.objectName() or action.menu() is not None]
        letters = [text.partition("&")[2][:1].lower() for text in texts if "&" in text]
        assert sorted(letters) == sorted(set(letters)), menu.title()


def test_the_list_holds_all_keys_and_a_search_narrows_it(desk: Desktop) -> None:
    desk.window.commands.shortcuts.trigger()
    (listed,) = [box for box in desk.window.findChildren(QDialog) if isinstance(box, ShortcutList)]
    said = {label.text() for label in listed.findChildren(QLabel)}
    for action in desk.window.commands.all():
        assert not keys_text(action) or {full_text(action), keys_text(action)} <= said
    listed.filter.setText("rewrite ctrl+alt+s")
    shown = [label.text() for label in listed.findChildren(QLabel) if not label.isHidden()]
    assert shown == ["Draft", "Rewrite: Shorter", "Ctrl+Alt+S"]


def test_the_palette_says_of_which_menu_an_action_within_another_is(desk: Desktop) -> None:
    titles = [entry.title for entry in entries_of_actions(desk.window.commands)]
    assert {"Theme: Dark", "Length: A sentence", "New conversation"} <= set(titles)
    assert len(titles) == len(set(titles)), sorted(titles)


def test_the_head_of_a_page_does_what_the_menus_do(desk: Desktop) -> None:
    desk.ready()
    panel, more = desk.window.chat_page.head.buttons
    panel.click()
    assert desk.window.commands.side_panel.isChecked()
    assert panel.isChecked()
    more.click()
    assert QApplication.activePopupWidget() is desk.window.menus.conversation
    desk.window.menus.conversation.hide()
    desk.window.commands.new_document.trigger()
    notes, versions, _ = desk.window.drafting.page.head.buttons
    notes.click()
    assert desk.window.drafting.panels.notes.isVisible()
    versions.click()
    assert desk.window.drafting.panels.versions.isVisible()
    assert notes.toolTip() == "Notes for the model (Ctrl+Alt+M)"
