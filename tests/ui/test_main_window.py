import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QProgressBar, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from chatapp.domain.message import Status
from chatapp.engine.scripted import Script
from tests.fakes import echo
from tests.ui.desktop import Gate, Plan, desktop

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_ask_and_be_answered_with_keys_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        assert desk.has_keyboard(desk.window.chat_page.composer)
        desk.ask("Hello")
        assert desk.texts() == ["Hello", "You said: Hello"]
        assert desk.window.windowTitle() == "Hello"
        assert desk.window.chat_page.composer.edit.toPlainText() == ""
        assert "tokens" in desk.window.status.context.text()


def test_what_is_sent_before_the_model_is_there_waits_for_it(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.services.models.load_last()
        desk.say("Early")
        desk.until(lambda: desk.services.answers.running is None and desk.texts()[-1] != "")
        assert desk.texts() == ["Early", "You said: Early"]


def test_the_meter_is_the_shown_conversations(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        first = desk.ask("Hello, " * 50)
        of_the_first = desk.window.status.context.text()
        desk.window.open(None)
        desk.ask("Hi")
        assert desk.window.status.context.text() not in ("", of_the_first)
        desk.window.open(first)
        assert desk.window.status.context.text() == of_the_first
        assert "waits" not in desk.window.chat_page.composer.edit.placeholderText()


def test_esc_stops_and_alt_enter_continues(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(8)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        desk.say("Hello")
        desk.until(lambda: desk.window.chat.live is not None and bool(desk.window.chat.live.text))
        assert desk.window.commands.stop.isEnabled()
        desk.press(Qt.Key.Key_Escape)
        gate.open()
        desk.until_idle()
        stopped = desk.texts()[-1]
        assert "You said: Hello".startswith(stopped)
        assert stopped != "You said: Hello"
        assert desk.window.chat.answer is not None
        assert desk.window.chat.answer.message.status is Status.STOPPED
        desk.press(Qt.Key.Key_Return, ALT)
        desk.until_idle()
        assert desk.texts()[-1].startswith(stopped)
        assert desk.window.chat.answer.versions[-1] != desk.window.chat.answer.versions[0]


def test_regenerate_and_go_between_versions(tmp_path: Path, qtbot: QtBot) -> None:
    replies = iter(["first", "second"])
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: next(replies)))) as desk:
        desk.ready()
        desk.ask("Hello")
        desk.press(Qt.Key.Key_R, CONTROL)
        desk.until_idle()
        assert desk.texts()[-1] == "second"
        desk.press(Qt.Key.Key_Left, ALT)
        assert desk.texts()[-1] == "first"
        desk.press(Qt.Key.Key_Left, ALT)
        assert desk.texts()[-1] == "first"  # nothing lies before it
        desk.press(Qt.Key.Key_Right, ALT)
        assert desk.texts()[-1] == "second"


def test_up_in_an_empty_field_edits_the_last_message(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Helo")
        desk.window.chat_page.composer.edit.setFocus()
        desk.press(Qt.Key.Key_Up)
        assert desk.has_keyboard(desk.window.chat_page.transcript)
        desk.press(Qt.Key.Key_A, CONTROL)
        field = QApplication.focusWidget()
        assert field is not None
        QTest.keyClicks(field, "Hello")
        desk.press(Qt.Key.Key_Return)
        assert desk.has_keyboard(desk.window.chat_page.composer.edit)
        desk.until_idle()
        assert desk.texts() == ["Hello", "You said: Hello"]


def test_an_answer_goes_on_while_another_conversation_is_shown(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(5)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        desk.say("First")
        first = desk.window.chat.open_id
        desk.press(Qt.Key.Key_N, CONTROL)
        assert desk.window.chat.open_id is None
        desk.say("Second")
        assert desk.window.chat.live is not None
        gate.open()
        desk.until_idle()
        assert desk.texts() == ["Second", "You said: Second"]
        desk.window.open(first)
        assert desk.texts() == ["First", "You said: First"]


def test_unsent_text_stays_with_its_conversation(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        first = desk.ask("First")
        field = desk.window.chat_page.composer.edit
        field.setPlainText("half a thought")
        desk.window.open(None)
        assert field.toPlainText() == ""
        field.setPlainText("a new one")
        desk.window.open(first)
        assert field.toPlainText() == "half a thought"
        desk.window.open(None)
        assert field.toPlainText() == "a new one"


def test_f6_goes_round_the_panes(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        window = desk.window
        window.chat_page.composer.edit.setFocus()
        for pane in (window.status, window.panel, window.chat_page.transcript, window.chat_page.composer):
            desk.press(Qt.Key.Key_F6)
            assert desk.has_keyboard(pane)


def test_the_sidebar_and_the_place_are_remembered(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.window.resize(700, 480)
        desk.press(Qt.Key.Key_B, CONTROL)
        assert not desk.window.panel.isVisible()
        desk.window.commands.zoom_in.trigger()
    with desktop(tmp_path, qtbot) as desk:
        assert (desk.window.width(), desk.window.height()) == (700, 480)
        assert not desk.window.panel.isVisible()
        assert desk.window.chat_page.transcript.font().pointSizeF() > desk.window.font().pointSizeF()
        desk.press(Qt.Key.Key_L, CONTROL | SHIFT)
        assert desk.window.panel.isVisible()
        assert desk.has_keyboard(desk.window.panel.filter)


def test_the_history_is_there_after_a_restart(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        conversation_id = desk.ask("Remember me")
    with desktop(tmp_path, qtbot) as desk:
        assert desk.window.panel.view.rows.index_of(conversation_id).isValid()
        desk.window.open(conversation_id)
        assert desk.texts() == ["Remember me", "You said: Remember me"]


def test_closing_while_an_answer_runs_stores_what_was_written(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(8)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        desk.say("Hello")
        desk.until(lambda: desk.window.chat.live is not None and bool(desk.window.chat.live.text))
        conversation_id = desk.window.chat.open_id
        desk.press(Qt.Key.Key_Q, CONTROL)
        assert not desk.window.isVisible()
        gate.open()
    with desktop(tmp_path, qtbot) as desk:
        desk.window.open(conversation_id)
        assert desk.texts()[-1]
        assert "You said: Hello".startswith(desk.texts()[-1])


def test_a_diagnosis_is_copied_and_said(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.commands.diagnosis.trigger()
        banners = desk.window.exchange_panel.banners
        qtbot.waitUntil(lambda: any("clipboard" in sentence for sentence in banners.sentences()))
        assert QGuiApplication.clipboard().text() == "versions and paths"


def test_the_last_answer_is_copied(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        desk.press(Qt.Key.Key_C, CONTROL | SHIFT)
        assert QGuiApplication.clipboard().text() == "You said: Hello"


def test_tab_goes_in_reading_order(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        turns = desk.services.conversations.turns(desk.ask("Hello"))
        window = desk.window
        reading: list[QWidget]
        reading = [window.panel.filter, window.panel.new_button, window.panel.view, window.panel.bin_button]
        shown = [window.chat_page.transcript.turn_widget(turn.message.id) for turn in turns]
        reading += [widget.text_view for widget in shown if widget is not None]
        reading += [window.chat_page.composer.edit, window.status.model]
        window.panel.filter.setFocus()
        met: list[QWidget] = []
        for _ in range(40):
            focus = QApplication.focusWidget()
            assert focus is not None
            if focus in reading and focus not in met:
                met.append(focus)
            desk.press(Qt.Key.Key_Tab)
        assert met == reading


CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QProgressBar)


def unnamed(root: QWidget) -> list[str]:
    """Controls that a screen reader could say nothing about."""
    controls = [widget for kind in CONTROLS for widget in root.findChildren(kind)]
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in controls
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not is_put_away(widget)
        and not is_part_of_qt(widget)
    ]


def is_put_away(widget: QWidget) -> bool:
    """Not what a page that is turned away holds, but what shows nothing yet."""
    parent = widget.parentWidget()
    return widget.isHidden() or (parent is not None and parent.isHidden())


def is_part_of_qt(widget: QWidget) -> bool:
    """The clear button of a line edit, the overflow button of a menu bar: Qt names these to screen readers itself."""
    return widget.objectName().startswith(("qt_", "_q_")) or isinstance(widget.parent(), QLineEdit)


@pytest.mark.parametrize("is_empty", [False, True])
def test_every_control_has_a_name(tmp_path: Path, qtbot: QtBot, is_empty: bool) -> None:
    with desktop(tmp_path, qtbot, Plan(is_empty=is_empty)) as desk:
        if not is_empty:
            desk.ready()
            desk.ask("Hello")
            desk.window.commands.diagnosis.trigger()
            qtbot.waitUntil(lambda: desk.window.exchange_panel.banners.sentences() != [])
            desk.window.list.delete_marked()
        assert unnamed(desk.window) == []


def test_every_action_with_a_key_has_one_of_its_own(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        keys = [key.toString() for action in desk.window.commands.all() for key in action.shortcuts()]
        assert len(keys) == len(set(keys))
        assert {"Ctrl+N", "Ctrl+K", "Ctrl+B", "Ctrl+R", "Alt+Return", "F2", "F6", "Ctrl+Z", "Ctrl+/"} <= set(keys)


def test_the_window_needs_neither_torch_nor_tables() -> None:
    code = (
        "import sys, chatapp.ui.main_window, chatapp.ui.window_app;"
        "heavy = {'torch', 'numpy', 'numba', 'transformers', 'tokenizers', 'sqlalchemy', 'alembic'} & set(sys.modules);"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr


def test_tab_reaches_the_examples_before_the_composer(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        page = desk.window.chat_page
        page.transcript.setFocus()
        reached = []
        for _ in range(5):
            page.transcript.focusNextChild()
            reached.append(QApplication.focusWidget())
        assert reached == [*page.transcript.examples, page.composer.attach, page.composer.edit]
