from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.message import Status
from chatapp.engine.scripted import Script
from tests.fakes import echo
from tests.ui.desktop import Gate, Plan, desktop


def test_a_second_message_waits_and_is_answered_next(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(4)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        desk.say("one")
        desk.say("two")
        assert desk.window.chat.is_busy
        gate.open()
        desk.until(lambda: not desk.window.chat.is_busy)
        assert desk.texts() == ["one", "You said: one", "two", "You said: two"]
        assert not desk.window.commands.stop.isEnabled()


def test_stop_ends_what_runs_and_what_waits_goes_on(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(4)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        desk.say("one")
        desk.say("two")
        desk.window.workspace.turns.stop()
        gate.open()
        desk.until(lambda: not desk.window.chat.is_busy)
        conversation_id = desk.window.chat.open_id
        assert conversation_id is not None
        turns = desk.services.conversations.turns(conversation_id)
        assert [turn.message.status for turn in turns][1::2] == [Status.STOPPED, Status.COMPLETE]


def test_a_refusal_keeps_the_text_and_is_told(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_text: str, _attachments: object, _settings: object) -> int:
        raise ProblemError(Problem(ProblemKind.DISK_FULL, "The disk is full; the message was not sent."))

    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        monkeypatch.setattr(desk.services.answers, "begin", refuse)
        desk.say("precious")
        assert desk.window.chat_page.composer.edit.toPlainText() == "precious"
        assert any("disk is full" in sentence for sentence in desk.banners())


def test_white_space_is_no_message(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.say(" \n ")
        assert desk.window.chat.open_id is None
        assert not desk.window.chat_page.composer.button.isEnabled()


def test_an_example_is_written_and_not_sent(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.chat_page.transcript.example_chosen.emit("Suggest a name.")
        assert desk.window.chat_page.composer.edit.toPlainText() == "Suggest a name."
        assert desk.window.chat.open_id is None


def test_the_button_sends_or_stops(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(4)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        button = desk.window.chat_page.composer.button
        desk.window.chat_page.composer.suggest("one")
        assert button.accessibleName() == "Send"
        button.click()
        assert button.accessibleName() == "Stop the answer"
        button.click()
        gate.open()
        desk.until(lambda: not desk.window.chat.is_busy)
        assert button.accessibleName() == "Send"
        assert not button.isEnabled()


def test_an_incognito_conversation_says_so_before_it_begins_and_in_its_title(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.commands.new_incognito.trigger()
        said = [label.text() for label in desk.window.chat_page.transcript.findChildren(QLabel)]
        assert any("Nothing of this conversation reaches the disk" in text for text in said)
        desk.ask("Hello")
        assert desk.window.windowTitle() == "Hello · incognito"
        desk.window.commands.new.trigger()
        said = [label.text() for label in desk.window.chat_page.transcript.findChildren(QLabel)]
        assert "Answers are made on this computer and stay here." in said
