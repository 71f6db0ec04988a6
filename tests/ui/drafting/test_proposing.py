"""What the model proposes in the real window: taken by keys, one step each, and never in the way of what is typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.engine.scripted import Script
from chatapp.ui.drafting.editor import Editor
from tests.ui.desktop import Desktop, Gate, Plan, desktop

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@contextmanager
def drafting(tmp_path: Path, qtbot: QtBot, answer: str, text: str) -> Iterator[tuple[Desktop, Editor]]:
    """A document with the cursor at its end, and a model that proposes the answer."""
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: answer))) as desk:
        desk.ready()
        made = desk.services.documents.create("", text)
        desk.window.open_to_write(made.id)
        editor = desk.window.drafting.page.editor
        editor.select(len(text), len(text))
        yield desk, editor


def stored(desk: Desktop) -> str:
    row = desk.window.drafting.row
    assert row is not None
    return desk.services.documents.text(row.id)


def is_written(desk: Desktop) -> bool:
    return not desk.services.drafting.is_running


def ask_to_continue(desk: Desktop, editor: Editor) -> None:
    desk.window.commands.continue_text.trigger()
    desk.until(lambda: bool(editor.ghost.text) and is_written(desk))


def test_words_are_taken_one_by_one_and_taken_back_one_by_one(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, "the end came soon.", "At last ") as (desk, editor):
        ask_to_continue(desk, editor)
        assert editor.ghost.text == "the end came soon."
        assert stored(desk) == "At last "
        QTest.keyClick(editor, Qt.Key.Key_Right, CONTROL)
        QTest.keyClick(editor, Qt.Key.Key_Right, CONTROL)
        assert (stored(desk), editor.ghost.text) == ("At last the end", " came soon.")
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        assert stored(desk) == editor.text == "At last the end came soon."
        for text in ("At last the end", "At last the", "At last "):
            desk.window.commands.undo.trigger()
            assert stored(desk) == editor.text == text


def test_nothing_is_said_of_words_that_are_all_taken(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, "more words", "At last ") as (desk, editor):
        for taken in ((Qt.Key.Key_Right, CONTROL), (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)):
            ask_to_continue(desk, editor)
            assert "Tab" in desk.window.drafting.page.status.state.text()
            while editor.ghost.text:
                QTest.keyClick(editor, *taken)
            assert not desk.window.drafting.ghost.is_on
            assert desk.window.drafting.page.status.state.text() == ""
        ask_to_continue(desk, editor)
        QTest.keyClicks(editor, "more words")
        assert not desk.window.drafting.ghost.is_on


def test_escape_leaves_nothing_of_it(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, "more words", "At last ") as (desk, editor):
        ask_to_continue(desk, editor)
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert (editor.ghost.text, stored(desk)) == ("", "At last ")
        assert not desk.window.drafting.ghost.is_on


def test_typing_the_same_takes_of_it_and_anything_else_ends_it(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, "more words", "At last ") as (desk, editor):
        ask_to_continue(desk, editor)
        QTest.keyClicks(editor, "more")
        assert (stored(desk), editor.ghost.text) == ("At last more", " words")
        QTest.keyClicks(editor, "!")
        assert (stored(desk), editor.ghost.text) == ("At last more!", "")
        assert not desk.window.drafting.ghost.is_on


def test_it_waits_where_it_was_asked_for(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, "more words", "At last ") as (desk, editor):
        desk.window.commands.continue_text.trigger()
        editor.select(0, 0)
        QTest.keyClicks(editor, "So: ")
        desk.until(lambda: is_written(desk))
        assert editor.ghost.text == ""
        editor.select(len(editor.text), len(editor.text))
        desk.until(lambda: editor.ghost.text == "more words")
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        assert stored(desk) == "So: At last more words"


def test_it_can_come_straight_into_the_text(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, "more words", "At last ") as (desk, editor):
        desk.window.commands.write_in_place.setChecked(True)
        desk.window.commands.continue_text.trigger()
        desk.until(lambda: stored(desk) == "At last more words")
        assert editor.text == "At last more words"
        desk.window.commands.undo.trigger()
        assert editor.text == "At last "


BEFORE = "The rain had stopped and Ines unlocked the door."
AFTER = "The rain stopped and she opened the gate."


def test_a_passage_is_rewritten_hunk_by_hunk(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, AFTER, f"# Title\n\n{BEFORE}\n") as (desk, editor):
        editor.select(9, 9 + len(BEFORE))
        view = desk.window.drafting.rewrite.view
        desk.window.commands.rewrite_plainer.trigger()
        desk.until(lambda: len(view.hunks) == 3)
        assert desk.has_keyboard(view)
        QTest.keyClick(view.text, Qt.Key.Key_R, ALT)
        QTest.keyClick(view.text, Qt.Key.Key_A, ALT)
        assert stored(desk) == "# Title\n\nThe rain had stopped and she opened the door.\n"
        desk.window.commands.undo.trigger()
        assert stored(desk) == f"# Title\n\n{BEFORE}\n"
        desk.window.commands.redo.trigger()
        QTest.keyClick(view.text, Qt.Key.Key_A, ALT | Qt.KeyboardModifier.ShiftModifier)
        assert view.isHidden()
        assert desk.has_keyboard(editor)


def test_a_passage_that_is_edited_meanwhile_is_compared_anew(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, AFTER, f"{BEFORE}\n") as (desk, editor):
        editor.select(0, 0)
        view = desk.window.drafting.rewrite.view
        desk.window.commands.rewrite_shorter.trigger()
        desk.until(lambda: len(view.hunks) == 3)
        place = editor.text.index("door")
        editor.select(place, place + 4)
        editor.insertPlainText("gate")
        assert len(view.hunks) == 2
        view.take_all.click()
        assert stored(desk) == f"{AFTER}\n"


def test_own_words_say_what_is_to_become_of_it(tmp_path: Path, qtbot: QtBot) -> None:
    prompts: list[str] = []

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        return AFTER

    with desktop(tmp_path, qtbot, Plan(Script(answer))) as desk:
        desk.ready()
        desk.window.open_to_write(desk.services.documents.create("", BEFORE).id)
        desk.window.commands.rewrite_own.trigger()
        bar = desk.window.drafting.commands.ask_bar
        QTest.keyClicks(bar.field, "Let it be spring")
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
        desk.until(lambda: bool(desk.window.drafting.rewrite.view.hunks))
        assert "Let it be spring" in prompts[-1]
        assert bar.isHidden()


def test_leaving_the_document_stops_the_model(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(3)
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: "many words", gate))) as desk:
        desk.ready()
        desk.window.open_to_write(desk.services.documents.create("", BEFORE).id)
        desk.window.commands.continue_text.trigger()
        assert desk.window.drafting.ghost.is_on
        desk.window.open_to_write(None)
        gate.open()
        desk.until(lambda: is_written(desk))
        assert not desk.window.drafting.ghost.is_on


def test_words_come_unasked_after_a_pause_if_they_are_wanted(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, "more words", "At last ") as (desk, editor):
        desk.window.commands.suggest_words.setChecked(True)
        QTest.keyClicks(editor, "we ")
        desk.until(lambda: editor.ghost.text == "more words")
        QTest.keyClick(editor, Qt.Key.Key_Right, CONTROL)
        assert stored(desk) == "At last we more"
        desk.window.commands.suggest_words.setChecked(False)
        assert (editor.ghost.text, desk.window.drafting.ghost.is_on) == ("", False)


def test_focus_mode_hides_what_stands_beside_the_page_and_brings_it_back(tmp_path: Path, qtbot: QtBot) -> None:
    with drafting(tmp_path, qtbot, "more words", "At last ") as (desk, editor):
        desk.window.commands.focus_mode.setChecked(True)
        assert desk.window.panel.isHidden()
        assert editor.is_focused_mode
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert not desk.window.panel.isHidden()
        desk.window.commands.focus_mode.setChecked(True)
        desk.window.open_to_write(None)
        assert not desk.window.panel.isHidden()


def test_a_long_passage_is_rewritten_part_by_part_and_decided_on_as_one(tmp_path: Path, qtbot: QtBot) -> None:
    lines = [f"Line {number} says little." for number in range(60)]
    gate = Gate(60)

    def answer(prompt: str) -> str:
        asked = prompt.partition("Answer with the revised text alone.\n\n")[2].partition("\n<assistant>")[0]
        return asked.replace("little", "much")

    with desktop(tmp_path, qtbot, Plan(Script(answer, gate, context_limit=1400))) as desk:
        desk.ready()
        desk.window.open_to_write(desk.services.documents.create("", "\n\n".join(lines)).id)
        editor, view = desk.window.drafting.page.editor, desk.window.drafting.rewrite.view
        editor.selectAll()
        desk.window.commands.rewrite_plainer.trigger()
        desk.until(lambda: view.heading.text().startswith("Part 1 of "))
        gate.open()
        desk.until(lambda: len(view.hunks) == 60)
        view.take_all.click()
        assert stored(desk) == "\n\n".join(lines).replace("little", "much")
        desk.window.commands.undo.trigger()
        assert stored(desk) == "\n\n".join(lines)
