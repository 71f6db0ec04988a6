import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit
from pytestqt.qtbot import QtBot

from chatapp.ui.theme import LIGHT
from chatapp.ui.transcript.view import TranscriptView
from tests.ui.transcript.turns import turn, turns

QUESTION = "Where is the NEEDLE?"
ANSWER = "In **the** hay; a needle, 😀 and a `needle`.\n\n| a |\n|---|\n| needle |\n"


def find(view: TranscriptView, qtbot: QtBot, words: str) -> None:
    view.reading.ask_what_to_find()
    view.find_bar.field.setText(words)
    qtbot.waitUntil(lambda: not view.find_bar.count.text().endswith(("+", "…")), timeout=20_000)
    QApplication.processEvents()


def marked(view: TranscriptView, message_id: int) -> list[str]:
    widget = view.turn_widget(message_id)
    assert widget is not None
    return [selection.cursor.selectedText() for selection in widget.text_view.extraSelections()]


def loud(view: TranscriptView) -> list[tuple[int, int]]:
    """The one place that stands out, as (message, position)."""
    found = []
    for widget in view._page.near():
        for selection in widget.text_view.extraSelections():
            assert isinstance(selection, QTextEdit.ExtraSelection)
            if selection.format.background().color().name() == LIGHT.accent:
                found.append((widget.message_id, selection.cursor.selectionStart()))
    return found


def test_all_places_are_counted_and_marked_whatever_their_case(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1, QUESTION), turn(2, ANSWER)])
    find(view, qtbot, "needle")
    assert view.find_bar.count.text() == "1 of 4"
    assert marked(view, 1) == ["NEEDLE"]
    assert marked(view, 2) == ["needle"] * 3
    assert len(loud(view)) == 1


def test_words_are_found_across_marks(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(2, ANSWER)])
    find(view, qtbot, "in the hay")
    assert view.find_bar.count.text() == "1 of 1"


def test_keys_go_from_place_to_place_and_round(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1, QUESTION), turn(2, ANSWER)])
    find(view, qtbot, "needle")
    seen = [loud(view)]
    for _ in range(4):
        QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return)
        seen.append(loud(view))
    assert seen[4] == seen[0]
    assert len({str(place) for place in seen}) == 4
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert loud(view) == seen[3]
    view.reading.step_found(1)
    assert loud(view) == seen[0]


def test_what_is_not_laid_out_is_found_and_brought_into_view(view: TranscriptView, qtbot: QtBot) -> None:
    path = turns(2_000)
    path[4] = turn(5, "Here is the needle.")
    view.show_turns(path)
    assert view.turn_widget(5) is None
    find(view, qtbot, "needle")
    assert view.find_bar.count.text() == "1 of 1"
    widget = view.turn_widget(5)
    assert widget is not None
    assert widget.geometry().intersects(view.viewport().rect())
    assert loud(view)[0][0] == 5


def test_it_starts_at_what_is_read(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns(turns(200))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    top = view._page.rows[view._page.top_row].turn.message.id
    find(view, qtbot, "message")
    assert view.find_bar.count.text() == f"{top} of 200"


def test_a_place_in_a_folded_thought_unfolds_it(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(2, "<think>\nThe *needle* is there.\n</think>\n\nIn the hay.")])
    widget = view.turn_widget(2)
    assert widget is not None
    find(view, qtbot, "the needle")
    thought = view.turn_widget(2).fold.text_view  # type: ignore[union-attr]  # it has one
    assert thought is not None
    assert [each.cursor.selectedText() for each in thought.extraSelections()] == ["The needle"]


def test_a_place_deep_in_a_long_answer_is_shown_once_it_is_there(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(2, "Some words to read.\n\n" * 2_000 + "The needle.\n\n" + "More.\n\n" * 500)])
    find(view, qtbot, "needle")
    qtbot.waitUntil(lambda: loud(view) != [], timeout=20_000)
    widget = view.turn_widget(2)
    assert widget is not None
    marks = widget.text_view.extraSelections()
    rect = widget.text_view.cursorRect(marks[0].cursor)
    shown = rect.translated(widget.text_view.mapTo(view.viewport(), rect.topLeft()) - rect.topLeft())
    assert view.viewport().rect().intersects(shown)


@pytest.mark.parametrize("words", ["absent", "(", "\\", "😀", "*"])
def test_any_words_can_be_asked_for(view: TranscriptView, qtbot: QtBot, words: str) -> None:
    view.show_turns([turn(1), turn(2, ANSWER)])
    find(view, qtbot, words)
    assert view.find_bar.count.text() in ("Not found", "1 of 1")


def test_escape_leaves_the_keyboard_at_what_was_found(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1, QUESTION), turn(2, ANSWER)])
    find(view, qtbot, "needle")
    assert view.viewport().y() > 0
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Escape)
    assert not view.find_bar.isVisible()
    assert view.viewport().y() == 0
    focus = QApplication.focusWidget()
    assert isinstance(focus, QTextEdit)
    assert focus.textCursor().selectedText().lower() == "needle"
    assert marked(view, 2) == []


def test_the_selected_words_are_a_first_answer(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(2, ANSWER)])
    widget = view.turn_widget(2)
    assert widget is not None
    widget.text_view.setFocus()
    widget.text_view.find("hay")
    view.reading.ask_what_to_find()
    assert view.find_bar.field.text() == "hay"


def test_another_path_is_searched_anew(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1, QUESTION), turn(2, ANSWER)])
    find(view, qtbot, "needle")
    view.show_turns([turn(1, QUESTION), turn(4, "Only one needle here.")])
    qtbot.waitUntil(lambda: view.find_bar.count.text() == "1 of 2")
