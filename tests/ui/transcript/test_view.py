"""What the reader sees stays where it is; only what is near has widgets; wishes come out as signals."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chatapp.domain.message import Status
from chatapp.services.live import LiveAnswer, Phase
from chatapp.ui.theme import DARK, LIGHT, palette_of
from chatapp.ui.transcript.pace import AT_ONCE, ROW_COST
from chatapp.ui.transcript.turn_widget import TurnWidget
from chatapp.ui.transcript.view import TranscriptView
from tests.ui.transcript.turns import turn, turns


def widget(view: TranscriptView, message_id: int) -> TurnWidget:
    found = view.turn_widget(message_id)
    assert found is not None
    return found


def writing(message_id: int, text: str) -> LiveAnswer:
    return LiveAnswer(message_id, 1, text, Phase.WRITING)


def top_of(view: TranscriptView, message_id: int) -> int:
    return widget(view, message_id).geometry().top()


def made(view: TranscriptView) -> int:
    return len(view.viewport().findChildren(TurnWidget, options=Qt.FindChildOption.FindDirectChildrenOnly))


def first_in_view(view: TranscriptView) -> int:
    shown = view.viewport().findChildren(TurnWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return min((w.geometry().bottom(), w.message_id) for w in shown if w.geometry().bottom() > 0 and not w.isHidden())[
        1
    ]


def test_another_conversation_starts_at_its_end(view: TranscriptView) -> None:
    view.show_turns(turns(60))
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum() > 0
    assert widget(view, 60).geometry().bottom() <= view.viewport().height()


def test_another_conversation_starts_at_its_end_where_the_keyboard_was_in_the_one_before(
    view: TranscriptView, qtbot: QtBot
) -> None:
    view.show_turns(turns(5))
    view.activateWindow()
    qtbot.waitUntil(lambda: view.turn_widget(2) is not None)
    widget(view, 2).text_view.setFocus()
    assert view.focused_id == 2
    view.show_turns(turns(300)[100:])
    assert view.follows_end
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum() > 0
    assert view.focused_id == 300


def test_only_what_is_near_has_widgets(view: TranscriptView) -> None:
    view.show_turns(turns(10_000))
    assert made(view) < 40
    for step in range(0, 40):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * step // 40)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert made(view) < 100


def test_one_turn_of_the_loop_makes_no_more_than_the_window_can_take(view: TranscriptView, qtbot: QtBot) -> None:
    """First what is seen, from the end up; then what is near, one after another."""
    sizes: list[int] = []
    view.turn_made.connect(lambda widget: sizes.append(widget.message_id))
    view.show_turns([turn(number, "Words and words. " * 100) for number in range(1, 101)])
    assert sizes[0] == 100
    assert 0 < len(sizes) <= AT_ONCE // (ROW_COST + 1_700) + 1
    assert widget(view, 100).geometry().bottom() <= view.viewport().height()
    while len(sizes) < 4:
        before = len(sizes)
        qtbot.waitUntil(lambda before=before: len(sizes) > before)  # type: ignore[misc]  # a lambda's default
        assert len(sizes) <= before + AT_ONCE // (ROW_COST + 1_700) + 1
    assert sizes == sorted(sizes, reverse=True)


def test_a_notch_makes_only_what_comes_into_view(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(number, "Words and words. " * 100) for number in range(1, 101)])
    qtbot.waitUntil(lambda: made(view) >= 4)
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: view.turn_widget(first_in_view(view) - 1) is not None)
    before = made(view)
    bar.setValue(bar.value() - 50)
    assert made(view) == before


@pytest.mark.parametrize("notches", [5, 60])
def test_nothing_jumps_while_heights_become_known(view: TranscriptView, notches: int) -> None:
    view.show_turns(turns(200))
    bar = view.verticalScrollBar()
    for _ in range(notches):
        before = first_in_view(view)
        top = top_of(view, before)
        bar.setValue(bar.value() - 50)
        assert top_of(view, before) == top + 50


def test_it_follows_the_end_while_the_reader_is_there(view: TranscriptView) -> None:
    view.show_turns([*turns(9), turn(10, " ", Status.STREAMING)])
    for length in range(0, 4_000, 200):
        view.show_live(writing(10, ("words and words " * 400)[:length]))
        assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_streaming_below_moves_nothing_that_is_read(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([*turns(29), turn(30, " ", Status.STREAMING)])
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() - 300)
    read, top = first_in_view(view), top_of(view, first_in_view(view))
    for length in range(0, 4_000, 200):
        view.show_live(writing(30, ("words and words " * 400)[:length]))
        assert top_of(view, read) == top
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.follows_end
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_an_answer_that_ends_keeps_its_widget_and_place(view: TranscriptView) -> None:
    path = turns(9)
    view.show_turns([*path, turn(10, " ", Status.STREAMING)])
    view.show_live(writing(10, "Half of **it"))
    before = widget(view, 10)
    view.show_turns([*path, turn(10, "Half of **it** is all.")])
    assert widget(view, 10) is before
    assert before.text_view.toPlainText() == "Half of it is all."


def test_a_path_may_change_in_the_middle_and_grow(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, "Short", Status.STREAMING)])
    view.show_turns([turn(1), turn(2, "Long now, and whole."), turn(3), turn(4, "Another")])
    assert [widget(view, id_).text_view.text for id_ in (2, 3, 4)] == ["Long now, and whole.", "Message 3", "Another"]


def test_the_row_that_is_read_stays_when_a_version_is_chosen(view: TranscriptView) -> None:
    path = turns(20)
    view.show_turns(path)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    read = first_in_view(view)
    top = top_of(view, read)
    view.show_turns([*path[:18], turn(119, "Another way to put it"), turn(120, "And its answer")])
    assert top_of(view, read) == top


def test_the_reader_s_place_survives_another_width(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns(turns(80))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    read = first_in_view(view)
    view.resize(500, 600)
    qtbot.waitUntil(lambda: widget(view, read).width() < 480)
    assert first_in_view(view) == read


def test_the_column_is_centred_and_never_too_wide(view: TranscriptView, qtbot: QtBot) -> None:
    view.resize(1400, 600)
    view.show_turns(turns(3))
    column = widget(view, 1).geometry()
    assert column.width() == 720
    assert abs(column.center().x() - view.width() // 2) <= 1


def test_the_way_to_the_end_is_shown_away_from_it(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns(turns(60))
    button = next(child for child in view.children() if getattr(child, "accessibleName", str)() == "To the end")
    assert button.property("visible") is False
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert button.property("visible") is True
    view.go_to_end()
    assert button.property("visible") is False


def test_tab_goes_as_one_reads(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1, "A question"), turn(2, "An answer", versions=(2, 4))])
    widget(view, 1).text_view.setFocus()
    names = []
    for _ in range(6):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName())
        view.focusNextChild()
    assert names == ["You", "Edit", "Copy", "Answer", "Next version", "Regenerate"]


def test_tab_reaches_what_is_out_of_view(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns(turns(30))
    QTest.keyClick(view, Qt.Key.Key_Home)
    widget(view, 1).text_view.setFocus()
    for _ in range(60):
        view.focusNextChild()
    focus = QApplication.focusWidget()
    assert focus is not None
    shown = focus.mapTo(view.viewport(), focus.rect().center())
    assert view.viewport().rect().contains(shown)
    assert first_in_view(view) > 10


def test_wishes_come_out(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(2, versions=(2, 4)), turn(3), turn(6, "cut", Status.INTERRUPTED)])
    asked: list[tuple[str, int]] = []
    for name in ("regenerate_asked", "continue_asked", "keep_asked", "version_asked"):
        getattr(view, name).connect(lambda id_, name=name: asked.append((name, id_)))
    answer, cut = widget(view, 2), widget(view, 6)
    answer.action_row.regenerate_asked.emit()
    answer.action_row.version_asked.emit(4)
    cut.status.continue_asked.emit()
    cut.status.keep_asked.emit()
    assert asked == [("regenerate_asked", 2), ("version_asked", 4), ("continue_asked", 6), ("keep_asked", 6)]


def test_a_message_is_edited_in_its_place(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns(turns(41))
    view.edit(1)
    field = QApplication.focusWidget()
    assert field is not None
    with qtbot.waitSignal(view.edited) as edited:
        QTest.keyClicks(field, "Now: ")
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert edited.args is not None
    assert edited.args[0] == 1
    assert edited.args[1].startswith("Now: ")


def test_what_is_being_edited_survives_a_new_path(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(2, " ", Status.STREAMING)])
    view.edit(1)
    field = QApplication.focusWidget()
    view.show_turns([turn(1), turn(2, "Done.")])
    assert QApplication.focusWidget() is field


def test_a_turn_that_goes_leaves_the_keyboard_to_the_one_in_its_place(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2), turn(3), turn(4)])
    widget(view, 3).text_view.setFocus()
    view.show_turns([turn(1), turn(2), turn(13), turn(14)])
    assert view.focused_id == 13
    view.show_turns([turn(1)])
    assert view.focused_id == 1


def test_the_empty_page_greets(view: TranscriptView, qtbot: QtBot) -> None:
    chosen: list[str] = []
    view.example_chosen.connect(chosen.append)
    view.show_turns(())
    welcome = view._welcome
    assert welcome.isVisible()
    view.show_turns([turn(1)])
    assert not welcome.isVisible()


def test_it_is_drawn_anew_in_the_dark(view: TranscriptView) -> None:
    view.setPalette(palette_of(LIGHT))
    view.show_turns([turn(1), turn(2, "Some words\n\n```\ncode\n```")])
    light = widget(view, 2).text_view.grab().toImage()
    view.setPalette(palette_of(DARK))
    QApplication.processEvents()
    dark = widget(view, 2).text_view.grab().toImage()
    assert light.pixelColor(300, light.height() - 10).name() == LIGHT.panel
    assert dark.pixelColor(300, dark.height() - 10).name() == DARK.panel
    assert widget(view, 2).text_view.palette().color(QPalette.ColorRole.Text).name() == DARK.text


def test_a_long_answer_arrives_piece_by_piece(view: TranscriptView, qtbot: QtBot) -> None:
    text = "A paragraph of words to read.\n\n" * 3_000
    view.show_turns([turn(1), turn(2, text)])
    arriving = widget(view, 2).text_view
    assert arriving.is_arriving
    qtbot.waitUntil(lambda: not arriving.is_arriving, timeout=60_000)
    assert arriving.document().blockCount() == 3_000
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_the_examples_come_first_for_the_keyboard(view: TranscriptView) -> None:
    view.show_turns(())
    view.setFocus()
    view.focusNextChild()
    assert QApplication.focusWidget() is view._welcome.examples[0]
