from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.desktop import desktop


def test_a_conversation_that_is_opened_while_ctrl_is_held_is_marked_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        view = desk.window.panel.view
        QTest.keyPress(view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
        desk.window.commands.new_document.trigger()
        assert len(view.selectedIndexes()) == 1
        QTest.keyRelease(view, Qt.Key.Key_Control)
