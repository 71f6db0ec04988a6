from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from chatapp.ui.transcript.welcome import Welcome


def test_three_examples_can_be_chosen(qtbot: QtBot) -> None:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    chosen: list[str] = []
    welcome.example_chosen.connect(chosen.append)
    buttons = welcome.findChildren(QPushButton)
    for button in buttons:
        button.click()
    assert chosen == [button.text() for button in buttons]
    assert len(set(chosen)) == 3
