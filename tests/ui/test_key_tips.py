"""Tool tips follow the keys that a person binds."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.desktop import desktop


def test_tool_tips_name_the_keys_that_are_bound_now(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("apple")
        window = desk.window
        row = window.chat_page.transcript.turn_widget(window.chat.turns[-1].message.id)
        assert row is not None
        tips = {button.accessibleName(): button for button in row.action_row.buttons()}
        assert tips["Regenerate"].toolTip() == "Regenerate (Ctrl+R)"
        assert window.panel.new_button.toolTip() == "New conversation (Ctrl+N)"
        window.commands.bind({"regenerate": "Ctrl+Shift+Y", "new": ""})
        assert tips["Regenerate"].toolTip() == "Regenerate (Ctrl+Shift+Y)"
        assert window.panel.new_button.toolTip() == "New conversation"
        window.commands.bind({})
        assert window.panel.new_button.toolTip() == "New conversation (Ctrl+N)"
