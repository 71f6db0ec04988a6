from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.ui.palette.palette import Palette
from tests.ui.desktop import Desktop, desktop

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(desk: Desktop) -> Palette:
    desk.press(Qt.Key.Key_K, CONTROL)
    palette = desk.window.palette_command.palette
    assert palette.isVisible()
    assert palette.field.hasFocus()
    return palette


def titles(palette: Palette) -> list[str]:
    return [str(palette.rows.index(place).data()) for place in range(palette.rows.rowCount())]


def test_a_conversation_is_found_and_opened_by_a_few_letters(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        first = desk.ask("A letter to my landlord")
        desk.window.open_to_write(None)
        desk.ask("彩虹是怎样形成的？")
        palette = opened(desk)
        assert titles(palette)[:2] == ["彩虹是怎样形成的？", "A letter to my landlord"]
        QTest.keyClicks(palette.field, "landl")
        assert titles(palette) == ["A letter to my landlord"]
        desk.press(Qt.Key.Key_Return)
        assert palette.isHidden()
        assert desk.window.chat.open_id == first
        assert desk.has_keyboard(desk.window.chat_page.composer)


def test_actions_are_done_and_settings_shown(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        palette = opened(desk)
        QTest.keyClicks(palette.field, "full scr")
        assert palette.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Full screen, F11"
        palette.dismiss()
        palette = opened(desk)
        QTest.keyClicks(palette.field, "density")
        desk.press(Qt.Key.Key_Return)
        dialog = desk.window.preferences.dialog
        assert dialog is not None
        desk.until(dialog.rows["window", "density"].control.hasFocus)


def test_esc_gives_the_keyboard_back_and_arrows_go_round(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.chat_page.composer.edit.setFocus()
        palette = opened(desk)
        last = palette.rows.rowCount() - 1
        desk.press(Qt.Key.Key_Up)
        assert palette.view.currentIndex().row() == last
        desk.press(Qt.Key.Key_Down)
        desk.press(Qt.Key.Key_Down)
        assert palette.view.currentIndex().row() == 1
        desk.press(Qt.Key.Key_PageDown)
        assert palette.view.currentIndex().row() == min(11, last)
        desk.press(Qt.Key.Key_Escape)
        assert palette.isHidden()
        assert desk.has_keyboard(desk.window.chat_page.composer)


@pytest.mark.parametrize("words", ["no such thing", "zzzz"])
def test_nothing_found_is_said_and_enter_does_nothing(tmp_path: Path, qtbot: QtBot, words: str) -> None:
    with desktop(tmp_path, qtbot) as desk:
        palette = opened(desk)
        palette.field.setText(words)
        assert titles(palette) == []
        desk.press(Qt.Key.Key_Return)
        assert palette.isVisible()
