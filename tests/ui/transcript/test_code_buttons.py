from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from chatapp.ui.transcript.turn_widget import TurnWidget
from chatapp.ui.transcript.view import TranscriptView
from tests.ui.transcript.turns import turn

ANSWER = "First:\n\n```python\nx = 1\n\ny = 2\n```\n\nThen:\n\n    indented\n\n- in a list\n  ```\n  z\n  ```\n"


def buttons(view: TranscriptView) -> list[QAbstractButton]:
    widget = view.turn_widget(2)
    assert isinstance(widget, TurnWidget)
    found = widget.code_buttons.shown()
    return [button for button in found if isinstance(button, QAbstractButton)]


def test_each_code_block_can_be_copied(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, ANSWER)])
    copied = []
    for button in buttons(view):
        button.click()
        copied.append(QGuiApplication.clipboard().text())
    assert copied == ["x = 1\n\ny = 2", "indented", "z"]
    assert buttons(view)[0].accessibleName() == "Copied"


def test_the_keyboard_reaches_them_in_reading_order(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, ANSWER)])
    widget = view.turn_widget(2)
    assert widget is not None
    widget.text_view.setFocus()
    names = []
    for _ in range(5):
        view.focusNextChild()
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName())
    assert names == ["Copy the code"] * 3 + ["Regenerate", "Copy"]
    QTest.keyClick(buttons(view)[2], Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "z"


def test_they_stand_in_the_corner_of_their_boxes(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, ANSWER)])
    places = [button.geometry() for button in buttons(view)]
    assert places == sorted(places, key=lambda place: place.top())
    assert all(place.right() < 720 for place in places)


def test_only_those_near_the_view_are_made(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(2, "```\nx\n```\n\n" * 250)])
    widget = view.turn_widget(2)
    assert widget is not None
    qtbot.waitUntil(lambda: not widget.text_view.is_arriving)
    assert 3 < len(buttons(view)) < 40
