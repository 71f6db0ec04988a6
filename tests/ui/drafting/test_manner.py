"""How the model writes, as it was chosen before the program was closed."""

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.engine.scripted import Script
from chatapp.tasks.drafting import Length, Wish
from tests.ui.desktop import Plan, desktop


def test_what_was_chosen_holds_after_a_restart(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        do, manner = desk.window.commands, desk.window.drafting.commands.manner
        assert (manner.wish, manner.alternatives) == (Wish(), 5)
        do.draft_lengths.actions()[3].trigger()
        for action in (do.write_in_place, do.suggest_words):
            action.trigger()
        do.draft_tone.setEnabled(True)
        do.draft_tone.trigger()
        desk.window.drafting.commands.ask_bar.field.setText("warm")
        desk.window.drafting.commands.ask_bar.go.click()
        manner.alternatives = 8
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: "more words"))) as desk:
        do, manner = desk.window.commands, desk.window.drafting.commands.manner
        assert (manner.wish, manner.alternatives) == (Wish(Length.PAGE, "warm", in_place=True), 8)
        assert [action.isChecked() for action in do.draft_lengths.actions()] == [False, False, False, True]
        assert do.write_in_place.isChecked()
        desk.ready()
        desk.window.open_to_write(desk.services.documents.create("", "At last ").id)
        editor = desk.window.drafting.page.editor
        editor.select(8, 8)
        QTest.keyClicks(editor, "we ")
        desk.until(lambda: editor.ghost.text == "more words")
