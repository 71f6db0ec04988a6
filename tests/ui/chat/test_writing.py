"""Inserting, editing either role, several answers, an answer with given words: in the real window, by keys."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.domain.attachment import Attachment
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Role
from chatapp.engine.scripted import Script
from chatapp.settings import Chats
from chatapp.ui.transcript.message_editor import MessageEditor
from tests.fakes import echo
from tests.ui.desktop import Desktop, Gate, Plan, desktop

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def ready(desk: Desktop) -> None:
    desk.ready()
    desk.ask("apple")


def roles(desk: Desktop) -> list[Role]:
    return [turn.message.role for turn in desk.window.chat.turns]


def test_a_message_of_any_role_is_inserted_and_taken_back(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        for action, words in (
            (desk.window.commands.insert_instructions, "Be brief."),
            (desk.window.commands.insert_yours, "And then?"),
            (desk.window.commands.insert_answer, "Nothing."),
        ):
            action.trigger()
            assert desk.window.chat_page.purpose_bar.isVisible()
            desk.say(words)
            assert not desk.window.chat_page.purpose_bar.isVisible()
        assert desk.texts()[2:] == ["Be brief.", "And then?", "Nothing."]
        assert roles(desk)[2:] == [Role.SYSTEM, Role.USER, Role.ASSISTANT]
        assert desk.services.answers.running is None
        desk.window.commands.undo.trigger()
        assert desk.texts()[2:] == ["Be brief.", "And then?"]


def test_esc_goes_back_to_sending_and_keeps_what_was_written(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.window.commands.insert_answer.trigger()
        QTest.keyClicks(desk.window.chat_page.composer.edit, "pear")
        desk.press(Qt.Key.Key_Escape)
        assert not desk.window.chat_page.purpose_bar.isVisible()
        desk.press(Qt.Key.Key_Return)
        desk.until_idle()
        assert desk.texts()[-2] == "pear"


def test_another_conversation_is_not_written_into(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.window.commands.insert_answer.trigger()
        desk.window.open_to_write(None)
        assert not desk.window.chat_page.purpose_bar.isVisible()


def test_an_answer_is_edited_as_a_version_of_its_own(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.press(Qt.Key.Key_E, CONTROL)
        editor = desk.window.chat_page.transcript.findChild(MessageEditor)
        assert isinstance(editor, MessageEditor)
        editor.field.setPlainText("Something else.")
        QTest.keyClick(editor.field, Qt.Key.Key_Return)
        desk.until(lambda: desk.texts()[-1] == "Something else.")
        assert len(desk.window.chat.turns[-1].versions) == 2
        assert desk.services.answers.running is None
        assert desk.has_keyboard(desk.window.chat_page.composer.edit)


def test_an_answer_begins_with_given_words(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.press(Qt.Key.Key_G, CONTROL | SHIFT)
        desk.say("Well,")
        desk.until_idle()
        assert desk.texts()[-1].startswith("Well,")
        assert len(desk.window.chat.turns[-1].versions) == 2


def test_several_answers_stand_side_by_side_and_one_is_taken(tmp_path: Path, qtbot: QtBot) -> None:
    script = Script(echo, others=lambda prompt: (f"{echo(prompt)} again", f"{echo(prompt)} and again"))
    with desktop(tmp_path, qtbot, Plan(script)) as desk:
        ready(desk)
        first = desk.texts()[-1]
        desk.press(Qt.Key.Key_R, CONTROL | SHIFT)
        desk.until_idle()
        window = desk.window.workspace.writing.alternatives
        assert window is not None
        desk.until(lambda: len(window.columns) == 4 and all(not column.stop.isVisible() for column in window.columns))
        texts = [column.text.text for column in window.columns]
        assert texts[0] == first
        assert len(set(texts)) > 1
        assert window.isActiveWindow()
        desk.until(lambda: all(column.text.width() <= column.choose.width() for column in window.columns))  # not cut
        window.columns[0].choose.click()
        assert desk.texts()[-1] == first


def test_how_many_stand_side_by_side_is_a_setting(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.services.settings.change(chats=Chats(several_answers=2))
        desk.press(Qt.Key.Key_R, CONTROL | SHIFT)
        desk.until_idle()
        assert len(desk.window.chat.turns[-1].versions) == 3


def test_one_of_several_is_stopped_alone(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(10**6)
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: "x" * 300, gate))) as desk:
        ready(desk)
        gate.steps = 40
        desk.press(Qt.Key.Key_R, CONTROL | SHIFT)
        window = desk.window.workspace.writing.alternatives
        assert window is not None
        desk.until(lambda: bool(window.columns[-1].text.text))
        window.columns[-1].stop.click()
        gate.open()
        desk.until_idle()
        desk.until(lambda: not window.columns[1].stop.isVisible())
        lengths = [len(column.text.text) for column in window.columns]
        assert lengths[-1] < 300
        assert lengths[1] == 300


def test_what_is_inserted_takes_its_files_along_and_is_not_answered(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.window.commands.insert_yours.trigger()
        desk.window.chat_page.composer.tray.show_attachments((Attachment("a.txt", "text"),))
        desk.say("With a file")
        last = desk.window.chat.turns[-1].message
        assert (last.text, [one.name for one in last.attachments]) == ("With a file", ["a.txt"])
        assert desk.services.answers.running is None


def test_an_answer_cannot_begin_with_a_file(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.window.commands.begin_answer.trigger()
        desk.window.chat_page.composer.tray.show_attachments((Attachment("a.txt", "text"),))
        desk.say("Well,")
        assert len(desk.window.chat.turns) == 2
        assert any("begin with a file" in sentence for sentence in desk.banners())
        assert desk.window.chat_page.composer.edit.text == "Well,"


def test_nothing_is_changed_in_the_bin(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        conversation_id = desk.window.chat.open_id
        assert conversation_id is not None
        question = desk.window.chat.turns[0].message.id
        desk.window.list.delete(conversation_id)
        desk.window.open(conversation_id)
        desk.window.workspace.side.side.pages.context.marked.emit(question, ContextMark.PINNED)
        desk.window.workspace.side.side.pages.branches.delete_asked.emit(question)
        desk.window.workspace.side.side.pages.replay.run_again_asked.emit()
        assert desk.services.branches.marks(conversation_id) == {}
        assert len(desk.texts()) == 2


def test_side_by_side_goes_with_its_question(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        ready(desk)
        desk.window.workspace.turns.regenerate()
        desk.until_idle()
        desk.window.workspace.writing.show_side_by_side()
        window = desk.window.workspace.writing.alternatives
        assert window is not None
        conversation_id = desk.window.chat.open_id
        assert conversation_id is not None
        desk.window.list.delete(conversation_id)
        desk.window.list.purge(conversation_id)
        desk.until(lambda: not window.isVisible())
