from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.ui.drafting.hunk_view import HunkView
from chatapp.ui.drafting.hunks import Decision, decided, hunks_of, shift
from chatapp.ui.side_panel.comparing import AT_ONCE
from tests.fakes import WAIT_SECONDS

WORDS = st.lists(st.sampled_from(["one", "two", " ", "  ", "\n", ",", "春", "天"]), max_size=14).map("".join)
BEFORE = "The rain had stopped and Ines unlocked the door."
AFTER = "The rain stopped and she opened the gate."


@given(WORDS, WORDS, st.data())
def test_all_taken_is_the_proposal_and_none_the_text_as_it_was(before: str, after: str, data: st.DataObject) -> None:
    hunks = hunks_of(before, after)
    assert decided(before, hunks, [Decision.TAKEN] * len(hunks)) == after
    assert decided(before, hunks, [Decision.LEFT] * len(hunks)) == before
    decisions = [data.draw(st.sampled_from(Decision)) for _ in hunks]
    text = decided(before, hunks, decisions)
    for order, hunk in enumerate(hunks):
        at = hunk.start + shift(hunks, decisions, order)
        stands = hunk.added if decisions[order] is Decision.TAKEN else hunk.removed
        assert text.startswith(stands, at)


def test_words_that_change_together_are_one_hunk() -> None:
    assert [(hunk.removed, hunk.added) for hunk in hunks_of("a cat sat here", "a dog ran here")] == [
        ("cat sat", "dog ran")
    ]


def view(qtbot: QtBot) -> tuple[HunkView, list[list[int]], list[bool]]:
    made = HunkView()
    qtbot.addWidget(made)
    made.resize(700, 240)
    made.show()
    taken: list[list[int]] = []
    left: list[bool] = []
    made.taken.connect(taken.append)
    made.left.connect(lambda: left.append(True))
    made.show_proposal(BEFORE, AFTER)
    return made, taken, left


def press(made: HunkView, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(made.text, key, modifiers)


def test_hunks_are_decided_by_keys(qtbot: QtBot) -> None:
    made, taken, left = view(qtbot)
    assert len(made.hunks) == 3
    press(made, Qt.Key.Key_N)
    press(made, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert (taken, made.current) == ([[1]], 2)
    press(made, Qt.Key.Key_P)
    assert made.current == 0
    press(made, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert made.decisions == (Decision.LEFT, Decision.TAKEN, Decision.OPEN)
    assert left == []
    press(made, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert left == [True]
    assert made.outcome == "The rain had stopped and she opened the door."


def test_all_or_none(qtbot: QtBot) -> None:
    made, taken, left = view(qtbot)
    made.leave.click()
    press(made, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert taken == [[1, 2]]
    assert left == [True]
    made, taken, left = view(qtbot)
    made.leave_all.click()
    assert (taken, left, made.outcome) == ([], [True], BEFORE)
    made, taken, left = view(qtbot)
    press(made, Qt.Key.Key_Escape)
    assert (taken, left) == ([], [True])


def test_a_click_chooses_a_hunk_and_it_reads_without_colour(qtbot: QtBot) -> None:
    made, _, _ = view(qtbot)
    cursor = made.text.document().find("opened")
    assert cursor.charFormat().fontUnderline()
    assert made.text.document().find("unlocked").charFormat().fontStrikeOut()
    QTest.mouseClick(made.text.viewport(), Qt.MouseButton.LeftButton, pos=made.text.cursorRect(cursor).center())
    assert made.current == 1


def test_what_comes_is_read_while_it_comes(qtbot: QtBot) -> None:
    made, _, _ = view(qtbot)
    made.show_coming("Writing…", "The rain")
    assert made.text.toPlainText() == "The rain"
    assert not made.take.isEnabled()


def test_long_texts_are_compared_beside_the_window(qtbot: QtBot) -> None:
    view = HunkView()
    qtbot.addWidget(view)
    before = "".join(f"Line {number} of a long passage.\n" for number in range(AT_ONCE // 20))
    after = before.replace("Line 7 ", "Row 7 ")
    with qtbot.waitSignal(view.compared, timeout=int(WAIT_SECONDS * 1000)):
        view.show_proposal(before, after)
        assert view.hunks == ()
        assert view.heading.text() == "Comparing…"
        assert view.outcome == before
    assert view.hunks == hunks_of(before, after)
    assert view.current == 0
