from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from chatapp.domain.message import Status
from chatapp.services.live import LiveAnswer, Phase
from chatapp.ui.transcript.turn_widget import TurnWidget
from chatapp.ui.transcript.view import TranscriptView
from tests.ui.transcript.turns import turn, turns

THOUGHT = "<think>\nPerhaps **not**.\n</think>\n\nYes, *indeed*."


def answer(view: TranscriptView) -> TurnWidget:
    found = view.turn_widget(2)
    assert found is not None
    return found


def test_a_thought_is_folded_and_unfolds_by_key_and_mouse(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, THOUGHT)])
    widget = answer(view)
    folded = widget.height()
    assert widget.text_view.toPlainText() == "Yes, indeed."
    assert widget.fold.header in widget.stops()
    QTest.keyClick(widget.fold.header, Qt.Key.Key_Space)
    assert widget.fold.text_view is not None
    assert widget.fold.text_view.isVisible()
    assert widget.fold.text_view.toPlainText() == "Perhaps not."
    assert widget.height() > folded
    QTest.mouseClick(widget.fold.header, Qt.MouseButton.LeftButton)
    assert widget.height() == folded


def test_a_copy_holds_a_thought_only_where_it_is_seen(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, THOUGHT)])
    answer(view).copy()
    assert QGuiApplication.clipboard().text() == "Yes, *indeed*."
    answer(view).fold.unfold()
    answer(view).copy()
    assert QGuiApplication.clipboard().text() == THOUGHT


def test_a_thought_streams_behind_its_fold(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, " ", Status.STREAMING)])
    for length in range(len(THOUGHT) + 1):
        view.show_live(LiveAnswer(2, 1, THOUGHT[:length], Phase.WRITING))
        assert "Perhaps" not in answer(view).text_view.toPlainText()
        assert not answer(view).text_view.toPlainText().startswith("<")
        if length == 15:
            assert answer(view).fold.header.text() == "Thinking…"
    assert answer(view).fold.header.text() == "Thoughts"
    assert answer(view).text_view.toPlainText() == "Yes, indeed."


def test_an_answer_without_a_thought_has_no_fold(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, "Plain.")])
    view.show_live(LiveAnswer(2, 1, "Plain.", Phase.WRITING))
    assert len(answer(view).stops()) == 3


def test_it_stays_unfolded_when_it_comes_back_into_view(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, THOUGHT), *turns(400)[2:]])
    QTest.keyClick(view, Qt.Key.Key_Home)
    answer(view).fold.unfold()
    for step in range(1, 41):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * step // 40)
    assert view.turn_widget(2) is None
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert answer(view).fold.is_unfolded
