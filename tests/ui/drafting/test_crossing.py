"""From a conversation into a document, and back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.engine.scripted import Script
from tests.ui.desktop import Gate, Plan, desktop


def test_an_answer_becomes_a_document(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        desk.window.commands.answer_to_document.trigger()
        assert desk.window.drafting.page.editor.text == "You said: Hello"
        assert not desk.window.commands.answer_to_document.isEnabled()


def test_a_passage_is_talked_about(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.open_to_write(desk.services.documents.create("", "One\ntwo three").id)
        desk.window.drafting.page.editor.select(0, 7)
        desk.window.commands.quote.trigger()
        assert desk.window.chat_page.isVisible()
        assert desk.window.chat_page.composer.edit.text == "> One\n> two\n\n"


def test_a_question_about_the_document_is_asked_beside_it(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.open_to_write(desk.services.documents.create("", "One two three").id)
        desk.window.commands.ask_document.trigger()
        bar = desk.window.drafting.commands.ask_bar
        QTest.keyClicks(bar.field, "How many?")
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
        desk.until_idle()
        assert desk.window.chat_page.isVisible()
        assert desk.texts()[0] == "How many?"


def test_an_answer_is_put_behind_a_document_that_is_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        first = desk.services.documents.create("", "First of all\n").id
        desk.services.documents.create("", "Another")
        desk.ask("Hello")
        desk.window.commands.answer_into.trigger()
        palette = desk.window.crossing.documents.palette
        assert palette.rows.rowCount() == 2  # the conversation is not among them
        QTest.keyClicks(palette.field, "first")
        desk.press(Qt.Key.Key_Return)
        editor = desk.window.drafting.page.editor
        assert editor.text == desk.services.documents.text(first) == "First of all\n\nYou said: Hello\n"
        assert editor.text[editor.place :] == "You said: Hello\n"
        assert desk.has_keyboard(editor)
        assert not desk.window.drafting.page.banners.sentences()
        desk.window.commands.undo.trigger()
        assert desk.services.documents.text(first) == "First of all\n"


def test_what_comes_out_of_incognito_is_said_to_stay(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.commands.new_incognito.trigger()
        desk.ask("Hello")
        desk.window.commands.answer_to_document.trigger()
        assert desk.window.drafting.page.editor.text == "You said: Hello"
        (sentence,) = desk.window.drafting.page.banners.sentences()
        assert "kept on the disk" in sentence


def test_a_document_or_a_part_of_it_goes_into_a_conversation_that_is_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        talk = desk.ask("Hello")
        composer, palette = desk.window.chat_page.composer, desk.window.crossing.talks.palette
        made = desk.services.documents.create("", "One\ntwo three")
        for is_selected in (False, True):
            desk.window.open_to_write(made.id)
            desk.window.drafting.page.editor.select(0, 7 * is_selected)
            desk.window.commands.talk_in.trigger()
            assert palette.rows.rowCount() == 1
            desk.press(Qt.Key.Key_Return)
            assert desk.window.chat.open_id == talk
        assert [(one.name, one.text) for one in composer.attachments] == [("One", "One\ntwo three")]
        assert composer.edit.text == "> One\n> two\n\n"
        composer.submit()
        desk.until_idle()
        assert desk.texts()[2] == "> One\n> two"


def test_of_a_document_that_is_too_long_it_is_said_what_was_read(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: "Many.", context_limit=4000))) as desk:
        desk.ready()
        desk.window.open_to_write(desk.services.documents.create("", "学习一二三。\n\n" * 2000).id)
        desk.window.commands.ask_document.trigger()
        QTest.keyClicks(desk.window.drafting.commands.ask_bar.field, "How many?")
        desk.press(Qt.Key.Key_Return)
        desk.until_idle()
        assert desk.texts() == ["How many?", "Many."]
        (sentence,) = desk.banners()
        assert "longer than the model can read" in sentence


def test_a_section_is_written_below_its_heading(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        made = desk.services.documents.create("", "# One\n\n# Two")
        desk.window.open_to_write(made.id)
        editor = desk.window.drafting.page.editor
        desk.window.commands.draft_section.trigger()
        desk.until(lambda: bool(editor.ghost.text) and not desk.services.drafting.is_running)
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        text = desk.services.documents.text(made.id)
        assert text.startswith("# One\n\nYou said:")
        assert text.endswith("\n\n# Two")


def test_a_title_is_taken(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.open_to_write(desk.services.documents.create("", "One two three").id)
        desk.window.commands.title.trigger()
        cards = desk.window.drafting.cards.cards
        desk.until(lambda: bool(cards.cards) and not desk.services.drafting.is_running)
        words = cards.cards[0].text.toPlainText()
        cards.cards[0].take.click()
        assert desk.window.drafting.page.title.text() == words
        assert cards.isHidden()


def test_all_sections_are_written_by_one_command_that_can_be_stopped(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(6)
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: "Some words.", gate))) as desk:
        desk.ready()
        made = desk.services.documents.create("", "# One\n\n# Two\n\n# Three")
        desk.window.open_to_write(made.id)
        bar, editor = desk.window.drafting.series.bar, desk.window.drafting.page.editor
        desk.window.commands.draft_sections.trigger()
        assert bar.isVisible()
        assert bar.words.text().startswith("Section 1 of 3, “One”: ")
        gate.open()
        desk.until(bar.isHidden)
        assert editor.text == "# One\n\nSome words.\n\n# Two\n\nSome words.\n\n# Three\n\nSome words."
        desk.window.commands.draft_sections.trigger()
        assert bar.isVisible()
        bar.stop.setFocus()
        desk.press(Qt.Key.Key_Escape)
        assert bar.isHidden()
        assert desk.has_keyboard(editor)
        assert editor.text.count("Some words.") == 3
