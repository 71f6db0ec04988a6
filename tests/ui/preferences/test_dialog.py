from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from chatapp.settings import SettingsFile
from chatapp.ui.preferences.dialog import Preferences
from chatapp.ui.preferences.fields import Lines
from chatapp.ui.preferences.shortcuts import ShortcutRow
from chatapp.ui.theme import is_dark
from tests.ui.desktop import Desktop, desktop

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(desk: Desktop) -> Preferences:
    desk.press(Qt.Key.Key_Comma, CONTROL)
    dialog = desk.window.preferences.dialog
    assert dialog is not None
    desk.until(dialog.isActiveWindow)
    return dialog


T = TypeVar("T", bound=QWidget)


def control(dialog: Preferences, kind: type[T], section: str, key: str) -> T:
    found = dialog.rows[section, key].control
    assert isinstance(found, kind)
    return found


def stored(home: Path) -> SettingsFile:
    return SettingsFile(home / "settings.toml")


def test_a_change_is_in_force_and_stored_at_once(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        dialog = opened(desk)
        assert not dialog.isModal()
        theme = control(dialog, QComboBox, "window", "theme")
        theme.setCurrentIndex(theme.findData("dark"))
        theme.activated.emit(theme.currentIndex())
        assert is_dark(QApplication.palette())
        before = desk.window.chat_page.transcript.font().pointSizeF()
        control(dialog, QSpinBox, "window", "zoom").setValue(150)
        assert desk.window.chat_page.transcript.font().pointSizeF() > before
        control(dialog, QSpinBox, "generation", "top_k").setValue(7)
        current = stored(tmp_path).current
        assert (current.window.theme, current.window.zoom, current.generation.top_k) == ("dark", 1.5, 7)
        dialog.rows["window", "theme"].reset.click()
        assert stored(tmp_path).current.window.theme == "system"


def test_what_cannot_be_taken_is_told_in_place_and_changes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        dialog = opened(desk)
        row = dialog.rows["generation", "max_tokens"]
        field = control(dialog, QLineEdit, "generation", "max_tokens")
        field.setFocus()
        QTest.keyClicks(field, "many")
        assert row.fault
        assert desk.services.settings.current.generation.max_tokens is None
        field.clear()
        QTest.keyClicks(field, "12")
        assert row.fault == ""
        assert stored(tmp_path).current.generation.max_tokens == 12
        row.reset.click()
        assert (field.text(), stored(tmp_path).current.generation.max_tokens) == ("", None)


def test_texts_are_taken_when_the_keyboard_leaves(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        dialog = opened(desk)
        stop = control(dialog, Lines, "generation", "stop")
        stop.setPlainText("END\n\\n\\n\na\\\\n")
        stop.tell()
        assert stored(tmp_path).current.generation.stop == ("END", "\n\n", "a\\n")
        stop.show_value(("END", "\n\n", "a\\n"))
        assert stop.toPlainText() == "END\n\\n\\n\na\\\\n"
        prompt = control(dialog, QPlainTextEdit, "generation", "system_prompt")
        prompt.setFocus()
        prompt.setPlainText("Be brief.")
        dialog.search.setFocus()
        desk.until(lambda: desk.services.settings.current.generation.system_prompt == "Be brief.")


def test_a_search_leaves_what_holds_the_words(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        dialog = opened(desk)
        QTest.keyClicks(dialog.search, "rarer")
        shown = {key for (_, key), row in dialog.rows.items() if row.isVisible()}
        assert shown == {"min_p", "repetition_penalty", "presence_penalty"}
        dialog.search.setText("no such words anywhere")
        assert not any(row.isVisible() for row in dialog.rows.values())
        dialog.show_setting("window", "density")
        desk.until(dialog.rows["window", "density"].control.hasFocus)
        desk.press(Qt.Key.Key_Escape)
        desk.until(lambda: desk.window.preferences.dialog is None)


def test_every_control_is_named_and_reached_by_tab(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        dialog = opened(desk)
        dialog.search.setFocus()
        met: list[QWidget] = []
        for _ in range(400):
            focus = QApplication.focusWidget()
            assert focus is not None
            if focus in met:
                break
            met.append(focus)
            desk.press(Qt.Key.Key_Tab)
        assert {row.control for row in dialog.rows.values()} <= set(met)
        assert all(widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()) for widget in met)


def rebind(row: ShortcutRow, keys: str) -> None:
    row.edit.setKeySequence(QKeySequence(keys))
    row.edit.editingFinished.emit()


def test_keys_are_chosen_kept_and_listed(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        commands = desk.window.commands
        rows = {row.action: row for row in opened(desk).shortcuts.rows}
        rebind(rows[commands.sidebar], "Ctrl+Alt+L")
        assert commands.sidebar.shortcut() == QKeySequence("Ctrl+Alt+L")
        assert stored(tmp_path).current.shortcuts.keys == {"sidebar": "Ctrl+Alt+L"}
    with desktop(tmp_path, qtbot) as desk:
        commands = desk.window.commands
        assert commands.sidebar.shortcut() == QKeySequence("Ctrl+Alt+L")
        row = next(row for row in opened(desk).shortcuts.rows if row.action is commands.sidebar)
        row.reset.click()
        assert commands.sidebar.shortcut() == QKeySequence("Ctrl+B")
        assert stored(tmp_path).current.shortcuts.keys == {}


@pytest.mark.parametrize(("keys", "reason"), [("Ctrl+N", "New conversation"), ("K", "typing"), ("Return", "typing")])
def test_keys_that_are_taken_or_needed_for_typing_are_refused_in_place(
    tmp_path: Path, qtbot: QtBot, keys: str, reason: str
) -> None:
    with desktop(tmp_path, qtbot) as desk:
        commands = desk.window.commands
        row = next(row for row in opened(desk).shortcuts.rows if row.action is commands.sidebar)
        rebind(row, keys)
        assert reason in row.fault
        assert commands.sidebar.shortcut() == QKeySequence("Ctrl+B")
        rebind(row, "F9")
        assert (row.fault, commands.sidebar.shortcut()) == ("", QKeySequence("F9"))
