"""From a conversation into a document, and back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.desktop import desktop


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
