from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from chatapp.ui.transcript.message_view import MessageView
from chatapp.ui.transcript.view import TranscriptView
from tests.ui.transcript.turns import turn, turns

PATH = [
    turn(1, "First question"),
    turn(2, "An **answer**\n\n- with\n- items"),
    turn(3, "Second question"),
    turn(4, "<think>\nHm.\n</think>\n\nThe *last* one"),
]


def text(view: TranscriptView, message_id: int) -> MessageView:
    widget = view.turn_widget(message_id)
    assert widget is not None
    return widget.text_view


def drag(view: TranscriptView, start: MessageView, end: MessageView, at: QPoint) -> None:
    """From the beginning of one text to a point of another."""
    QTest.mousePress(start.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1, 8))
    widget = next(widget for widget in view._page.near() if widget.text_view is start)
    view.reading.selection.drag(widget, end.mapTo(view.viewport(), at))


def copied(view: MessageView) -> str:
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_a_drag_goes_on_into_other_messages(view: TranscriptView) -> None:
    view.show_turns(PATH)
    drag(view, text(view, 1), text(view, 3), QPoint(5_000, 8))
    assert copied(text(view, 1)) == "First question\n\nAn answer\nwith\nitems\n\nSecond question"
    view.reading.copy_markdown()
    assert QGuiApplication.clipboard().text() == "First question\n\nAn **answer**\n\n- with\n- items\n\nSecond question"


def test_parts_at_the_ends_stay_parts(view: TranscriptView) -> None:
    view.show_turns(PATH)
    answer = text(view, 2)
    drag(view, text(view, 1), answer, answer.rect().topLeft() + QPoint(0, 8))
    assert text(view, 2).textCursor().selectedText() == ""
    cursor = answer.textCursor()
    cursor.setPosition(len("An answer"))
    drag(view, text(view, 1), answer, answer.cursorRect(cursor).center())
    assert copied(text(view, 1)) == "First question\n\nAn answer"
    view.reading.copy_markdown()
    assert QGuiApplication.clipboard().text() == "First question\n\nAn **answer**"


def test_back_in_the_first_message_its_own_selection_is_enough(view: TranscriptView) -> None:
    view.show_turns(PATH)
    drag(view, text(view, 1), text(view, 3), QPoint(5_000, 8))
    widget = view.turn_widget(1)
    assert widget is not None
    view.reading.selection.drag(widget, text(view, 1).mapTo(view.viewport(), QPoint(40, 8)))
    assert not view.reading.selection.spans
    assert not text(view, 3).textCursor().hasSelection()


def test_everything_is_selected_and_copied_laid_out_or_not(view: TranscriptView) -> None:
    path = turns(300)
    view.show_turns(path)
    view.reading.selection.select_all()
    words = copied(text(view, 300)).split("\n\n")
    assert len(words) == 300
    assert words[0] == path[0].message.text.strip() or words[0].startswith("**Message** 1")
    assert words[1].startswith("Message 2")
    view.reading.copy_markdown()
    assert QGuiApplication.clipboard().text() == "\n\n".join(each.message.text for each in path)


def test_a_selection_keeps_no_widgets_but_its_ends(view: TranscriptView) -> None:
    view.show_turns(turns(200))
    view.reading.selection.select_all()
    for step in range(10):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * (10 - step) // 10)
    assert len(view._page.near()) < 60
    assert all(widget.text_view.textCursor().hasSelection() for widget in view._page.near())


def test_a_folded_thought_is_no_part_of_a_copy(view: TranscriptView) -> None:
    view.show_turns(PATH)
    view.reading.selection.select_all()
    assert copied(text(view, 4)).endswith("Second question\n\nThe last one")


def test_the_keyboard_selects_all_in_two_steps(view: TranscriptView) -> None:
    view.show_turns(PATH)
    text(view, 2).setFocus()
    QTest.keyClick(text(view, 2), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert text(view, 2).textCursor().hasSelection()
    assert not view.reading.selection.spans
    QTest.keyClick(text(view, 2), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.reading.selection.spans


def test_the_keyboard_selects_into_the_next_message(view: TranscriptView) -> None:
    view.show_turns(PATH)
    first = text(view, 1)
    first.setFocus()
    for _ in range(3):
        QTest.keyClick(first, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert copied(first).startswith("First question\n\nAn answer")
    for _ in range(3):
        QTest.keyClick(first, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert not text(view, 2).textCursor().hasSelection()


def test_a_click_ends_it(view: TranscriptView) -> None:
    view.show_turns(PATH)
    view.reading.selection.select_all()
    QTest.mouseClick(text(view, 3).viewport(), Qt.MouseButton.LeftButton)
    assert not any(text(view, id_).textCursor().hasSelection() for id_ in (1, 2, 3, 4))


def test_keys_go_from_turn_to_turn(view: TranscriptView) -> None:
    view.show_turns(turns(60))
    seen = []
    for by in (-1, -1, 1):
        view.reading.step_turn(by)
        seen.append(view.focused_id)
    assert seen == [60, 59, 60]
