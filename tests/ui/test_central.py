"""A page of another kind in the conversation's place: title, keyboard, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.desktop import Desktop, desktop


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    with desktop(tmp_path, qtbot) as made:
        yield made


@pytest.fixture
def page(desk: Desktop) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setWindowTitle("A letter")
    desk.window.add_page(made, made.setFocus)
    return made


def test_another_page_stands_in_the_conversations_place_until_one_is_opened(
    desk: Desktop, page: QPlainTextEdit
) -> None:
    central = desk.window.central
    central.show_other(page)
    assert page.isVisible()
    assert desk.has_keyboard(page)
    assert not desk.window.chat_page.isVisible()
    assert desk.window.windowTitle() == "A letter"
    page.setWindowTitle("A longer letter")
    assert desk.window.windowTitle() == "A longer letter"
    desk.window.open_to_write(None)
    assert central.other is None
    assert desk.window.chat_page.isVisible()
    assert desk.has_keyboard(desk.window.chat_page.composer)
    assert desk.window.windowTitle() == "New conversation"


def test_what_happens_to_the_conversation_behind_leaves_the_page_where_it_is(
    desk: Desktop, page: QPlainTextEdit
) -> None:
    desk.ready()
    desk.say("Hello")
    desk.window.central.show_other(page)
    desk.until_idle()
    assert desk.window.chat.open_id is not None
    desk.services.conversations.rename(desk.window.chat.open_id, "Greetings")
    assert page.isVisible()
    assert desk.window.windowTitle() == "A letter"
    desk.window.central.leave_other()
    assert desk.window.windowTitle() == "Greetings"


def test_the_pane_key_reaches_it(desk: Desktop, page: QPlainTextEdit) -> None:
    desk.window.central.show_other(page)
    desk.window.panel.focus_list()
    desk.window.commands.next_pane.trigger()
    assert desk.has_keyboard(page)
    desk.window.commands.next_pane.trigger()
    assert desk.has_keyboard(desk.window.status)
