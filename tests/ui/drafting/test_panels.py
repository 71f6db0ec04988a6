"""Notes and versions of a document, in the real window."""

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.domain.document import Notes
from tests.ui.desktop import Desktop, desktop


def opened(desk: Desktop, text: str) -> int:
    made = desk.services.documents.create("", text)
    desk.window.open_to_write(made.id)
    return made.id


def test_notes_are_kept_with_the_document(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        first = opened(desk, "First")
        desk.window.commands.draft_notes.trigger()
        notes = desk.window.drafting.panels.notes
        assert desk.has_keyboard(notes.memory)
        QTest.keyClicks(notes.memory, "It rained")
        QTest.keyClicks(notes.characters, "Ines")
        second = opened(desk, "Second")
        assert desk.services.documents.document(first).notes == Notes("It rained", "", "Ines")
        assert desk.services.documents.document(second).notes == Notes()
        assert notes.memory.toPlainText() == ""
        desk.window.open_to_write(first)
        assert notes.memory.toPlainText() == "It rained"


def test_a_version_is_compared_and_restored(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        document_id = opened(desk, "One two")
        editor = desk.window.drafting.page.editor
        editor.select(7, 7)
        QTest.keyClicks(editor, " three")
        desk.window.commands.draft_versions.trigger()
        versions = desk.window.drafting.panels.versions
        assert versions.list.count() == 2
        versions.list.setCurrentRow(1)
        assert "three" in versions.difference.toPlainText()
        versions.restore.click()
        assert editor.text == "One two" == desk.services.documents.text(document_id)
        desk.window.commands.undo.trigger()
        assert editor.text == "One two three"


def test_the_models_view_colours_words_and_tells_what_was_expected(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        text = "Once there was a cat. Once there was a cat again."
        opened(desk, text)
        page, view = desk.window.drafting.page, desk.window.drafting.panels.view
        desk.window.commands.model_view.trigger()
        desk.until(lambda: bool(page.marking.marks("surprise")) and view.panel.look.isEnabled())
        assert view.panel.phrases.count() == 1
        page.editor.select(6, 6)
        assert "there" in view.panel.here.text()
        view.panel.phrases.itemActivated.emit(view.panel.phrases.item(0))
        assert page.editor.selected.startswith("Once there was a cat")
        page.editor.select(3, 3)
        QTest.keyClicks(page.editor, "!")
        assert "look again" in view.panel.state.text()
        desk.window.commands.model_view.trigger()
        assert page.marking.marks("surprise") == []
