"""What a conversation has of its own, and personas as files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from chatapp.domain.conversation import ChatSettings, Conversation
from chatapp.domain.errors import ProblemError
from chatapp.domain.parameters import Parameters
from chatapp.domain.persona import Persona
from chatapp.ui.side_panel.chat_settings import ChatSettingsPage
from chatapp.ui.side_panel.parameter_form import ParameterForm
from tests.ui.desktop import Desktop, desktop

SHIFT_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def opened(desk: Desktop) -> ChatSettingsPage:
    desk.ready()
    desk.ask("apple")
    desk.press(Qt.Key.Key_S, SHIFT_CONTROL)
    page = desk.window.workspace.side.side.pages.settings
    desk.until(lambda: page.persona.count() > 0)
    return page


def conversation(desk: Desktop) -> Conversation:
    found = desk.window.chat.conversation
    assert found is not None
    return desk.services.conversations.conversation(found.id)


def write(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_values_are_the_conversations_own_and_can_be_taken_back(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        page = opened(desk)
        write(page.fields["temperature"], "0,3")
        page.prompt.setFocus()
        page.prompt.setPlainText("Answer in rhymes.")
        write(page.fields["top_k"], "12")
        wanted = ChatSettings("Answer in rhymes.", None, Parameters(temperature=0.3, top_k=12))
        assert conversation(desk).settings == wanted
        assert page.fields["top_p"].placeholderText()
        desk.window.commands.undo.trigger()
        assert conversation(desk).settings != wanted


@pytest.mark.parametrize(("text", "words"), [("warm", "must be a number"), ("-4", "out of range")])
def test_what_cannot_be_taken_is_told_in_its_place(tmp_path: Path, qtbot: QtBot, text: str, words: str) -> None:
    with desktop(tmp_path, qtbot) as desk:
        page = opened(desk)
        write(page.fields["temperature"], text)
        assert words in page.problem.text()
        assert conversation(desk).settings == ChatSettings()
        write(page.fields["temperature"], "1")
        assert not page.problem.isVisible()


def test_a_persona_is_made_chosen_and_handed_on(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        page = opened(desk)
        page.prompt.setPlainText("Answer in rhymes.")
        write(page.fields["temperature"], "0.3")
        page.save_asked.emit("Poet")
        (poet,) = desk.services.personas.all()
        assert (poet.system_prompt, poet.parameters.temperature) == ("Answer in rhymes.", 0.3)
        assert conversation(desk).settings == ChatSettings(None, poet.id)
        desk.until(lambda: page.persona.currentText() == "Poet")
        files = desk.window.workspace.side.side.personas
        files.export(poet.id, tmp_path / "poet.persona.json")
        page.delete_asked.emit(poet.id)
        assert conversation(desk).settings.persona_id is None
        files.take(tmp_path / "poet.persona.json")
        assert [one.name for one in desk.services.personas.all()] == ["Poet"]


def test_a_file_that_is_no_persona_changes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        opened(desk)
        (tmp_path / "x.json").write_text("[]")
        with pytest.raises(ProblemError, match=r"x\.json.*nothing was changed"):
            desk.window.workspace.side.side.personas.take(tmp_path / "x.json")
        assert desk.services.personas.all() == []


def test_nothing_can_be_set_in_the_bin(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        page = opened(desk)
        assert page.persona.isEnabled()
        desk.window.commands.delete.trigger()
        desk.window.open(desk.services.conversations.listed(deleted=True)[0].id)
        desk.until(lambda: not page.persona.isEnabled())


def test_what_is_set_before_the_first_message_is_the_next_conversations_own(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        page = opened(desk)
        poet = desk.services.personas.create(Persona(0, "Poet", "Rhyme.", Parameters(temperature=0.3)))
        desk.window.open_to_write(None)
        assert page.hint.isVisible()
        page.persona.setCurrentIndex(page.persona.findData(poet.id))
        page.persona.activated.emit(page.persona.currentIndex())
        page.prompt.setFocus()
        page.prompt.setPlainText("Be brief.")
        write(page.fields["presence_penalty"], "0.5")
        write(page.fields["min_tokens"], "2")
        page.parameters.stop.setFocus()
        page.parameters.stop.setPlainText("END\n\\n\\n")
        desk.ask("banana")
        wanted = Parameters(presence_penalty=0.5, min_tokens=2, stop=("END", "\n\n"))
        assert conversation(desk).settings == ChatSettings("Be brief.", poet.id, wanted)
        run = desk.services.answers.run_of(desk.window.chat.turns[-1].message.id)
        assert run is not None
        assert (run.system_prompt, run.options.stop, run.options.sampling.temperature) == (
            "Be brief.",
            wanted.stop,
            0.3,
        )
        assert not page.hint.isVisible()
        desk.window.open_to_write(None)
        assert page.prompt.toPlainText() == ""
        desk.ask("cherry")
        assert conversation(desk).settings == ChatSettings()


def test_stop_texts_that_a_persona_takes_away_stay_away(qtbot: QtBot) -> None:
    form = ParameterForm()
    qtbot.addWidget(form)
    form.show_parameters(Parameters(stop=()))
    assert form.read(Parameters(stop=())) == Parameters(stop=())
    assert form.without_stop.isChecked()
    assert not form.stop.isEnabled()
    form.show_parameters(Parameters(stop=("END",)))
    assert not form.without_stop.isChecked()
    with qtbot.waitSignal(form.left):
        form.without_stop.click()
    assert form.read(Parameters(stop=("END",))) == Parameters(stop=())
    form.without_stop.click()
    assert form.read(Parameters(stop=())) == Parameters(stop=("END",))
    form.empty()
    assert form.read(Parameters(stop=())) == Parameters()


def test_a_fine_number_is_not_rounded_by_being_shown(qtbot: QtBot) -> None:
    form = ParameterForm()
    qtbot.addWidget(form)
    fine = Parameters(temperature=0.123456789, top_p=0.1 + 0.2)
    form.show_parameters(fine)
    read = form.read(fine)
    assert read.temperature == 0.123456789
    assert form.fields["top_p"].text() == "0.3"


def test_what_was_being_written_stays_with_its_conversation(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        page = opened(desk)
        first = conversation(desk).id
        desk.window.open_to_write(None)
        desk.ask("banana")
        second = conversation(desk).id
        desk.window.open(first)
        desk.until(lambda: page.widget() is not None and page.persona.isEnabled())
        page.prompt.setFocus()
        page.prompt.setPlainText("Answer in rhymes.")
        desk.window.open_to_write(second)
        desk.until(lambda: page.prompt.toPlainText() == "")
        assert desk.services.conversations.conversation(first).settings.system_prompt == "Answer in rhymes."
        assert desk.services.conversations.conversation(second).settings == ChatSettings()
        page.prompt.setFocus()
        page.prompt.setPlainText("Be brief.")
        desk.window.close()
        assert desk.services.conversations.conversation(second).settings.system_prompt == "Be brief."
