from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from chatapp.domain.message import Role, Status
from chatapp.services.live import LiveAnswer, Phase
from chatapp.ui.transcript.turn_widget import TurnWidget
from chatapp.ui.transcript.view import TranscriptView
from tests.ui.transcript.turns import NOON, turn


def shown(view: TranscriptView, message_id: int) -> TurnWidget:
    found = view.turn_widget(message_id)
    assert found is not None
    return found


def labels(widget: TurnWidget) -> list[str]:
    return [button.text() for button in widget.findChildren(QPushButton) if not button.isHidden()]


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (Status.COMPLETE, "Whole.", []),
        (Status.STOPPED, "Cut", ["Continue"]),
        (Status.INTERRUPTED, "Cut", ["Continue", "Keep"]),
        (Status.FAILED, "Cut", ["Continue", "Try again"]),
    ],
)
def test_what_can_be_done_about_an_ending(view: TranscriptView, status: Status, text: str, expected: list[str]) -> None:
    view.show_turns([turn(1), turn(2, text, status)])
    assert labels(shown(view, 2)) == expected


def test_instructions_are_told_apart_from_what_the_person_said(view: TranscriptView) -> None:
    said = turn(1, "As for a child.")
    told = replace(said, message=replace(said.message, role=Role.SYSTEM))
    view.show_turns([said])
    before = shown(view, 1)
    assert before.heading is None
    height = before.height()
    view.show_turns([])
    view.show_turns([told])
    now = shown(view, 1)
    assert now.heading is not None
    assert (now.heading.text(), now.heading.isVisible()) == ("Instructions", True)
    assert now.heading.geometry().bottom() < now.text_view.y()
    assert now.height() > height


def test_a_failure_says_what_happened(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, "x", Status.FAILED, note="Out of memory. Your message is kept.")])
    assert shown(view, 2).status.words == "Out of memory. Your message is kept."


@pytest.mark.parametrize(
    ("live", "expected"),
    [
        (LiveAnswer(2, 1, "", Phase.QUEUED, queue_place=2), "Waiting: 2nd in line"),
        (LiveAnswer(2, 1, "", Phase.READING, 0, 1240, 2000, 3.2), "Reading 1,240/2,000 · 3 s left"),
        (LiveAnswer(2, 1, "", Phase.READING), "Reading…"),
        (LiveAnswer(2, 1, "Text", Phase.WRITING), ""),
    ],
)
def test_where_a_live_answer_stands(view: TranscriptView, live: LiveAnswer, expected: str) -> None:
    view.show_turns([turn(1), turn(2, " ", Status.QUEUED)])
    view.show_live(live)
    assert shown(view, 2).status.words == expected


def test_a_live_answer_can_be_stopped_and_not_regenerated(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(2, " ", Status.STREAMING)])
    buttons = shown(view, 2).action_row.buttons()
    assert [button.accessibleName() for button in buttons] == ["Stop", "Copy"]
    assert not buttons[0].is_veiled
    with qtbot.waitSignal(view.stop_asked) as asked:
        buttons[0].click()
    assert asked.args == [2]


def test_actions_are_seen_with_the_keyboard(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2)])
    shown(view, 2).text_view.setFocus()
    assert shown(view, 2).action_row.is_revealed
    shown(view, 1).text_view.setFocus()
    assert not shown(view, 2).action_row.is_revealed


def test_the_place_among_versions(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1), turn(4, versions=(2, 4, 6))])
    previous, following = shown(view, 4).action_row.buttons()[:2]
    asked: list[int] = []
    view.version_asked.connect(asked.append)
    previous.click()
    following.click()
    assert asked == [2, 6]


def test_copying_takes_the_message_as_it_was_written(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, "Some **Markdown**")])
    shown(view, 2).copy()
    assert QGuiApplication.clipboard().text() == "Some **Markdown**"


def test_an_unchanged_edit_asks_for_nothing(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_turns([turn(1, "Same"), turn(2)])
    widget = shown(view, 1)
    widget.start_editing()
    assert widget.is_in_use
    with qtbot.assertNotEmitted(view.edited):
        widget._on_submitted("Same")
    assert widget.text_view.isVisible()


def test_an_answer_is_edited_once_it_is_whole(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(2, " ", Status.STREAMING)])
    view.edit(2)
    assert shown(view, 2).text_view.isVisible()
    view.show_turns([turn(1), turn(2)])
    view.edit(2)
    assert not shown(view, 2).text_view.isVisible()


def test_the_samples_are_of_one_day() -> None:
    assert turn(1).message.created_at - NOON == timedelta(0)


def test_other_versions_are_seen_without_the_pointer(view: TranscriptView) -> None:
    view.show_turns([turn(1), turn(4, versions=(2, 4, 6))])
    veiled = {button.accessibleName(): button.is_veiled for button in shown(view, 4).action_row.buttons()}
    assert veiled == {"Previous version": False, "Next version": False, "Regenerate": True, "Copy": True}
