from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from chatapp.domain.difference import Piece
from chatapp.ui.side_panel import comparing, difference_view
from chatapp.ui.side_panel.comparing import AT_ONCE, Comparing
from chatapp.ui.side_panel.difference_view import PART, DifferenceView
from tests.fakes import WAIT_SECONDS

LONG = "".join(f"Paragraph {number} says this and no more.\n\n" for number in range(AT_ONCE // 20))


@pytest.fixture
def view(qtbot: QtBot) -> DifferenceView:
    made = DifferenceView()
    qtbot.addWidget(made)
    return made


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=int(WAIT_SECONDS * 1000))


def test_long_texts_are_compared_beside_the_window_and_come_whole(qtbot: QtBot, view: DifferenceView) -> None:
    view.show_texts(LONG, LONG.replace("Paragraph 7 ", "Section 7 "))
    assert view.toPlainText() == ""
    assert view.placeholderText() == "Comparing…"
    assert view.is_filling
    until(qtbot, lambda: not view.is_filling)
    assert view.toPlainText() == LONG.replace("Paragraph 7 ", "ParagraphSection 7 ")
    assert view.textCursor().position() == 0


def test_a_part_at_a_time_is_laid_out_and_the_window_has_its_turn_between(
    qtbot: QtBot, view: DifferenceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(difference_view, "SECONDS", 0.0)
    lengths: list[int] = []
    looking = QTimer(interval=0)
    looking.timeout.connect(lambda: lengths.append(len(view.toPlainText())))
    looking.start()
    text = LONG * 4
    view.show_texts(text, text + "the end")
    until(qtbot, lambda: not view.is_filling)
    assert view.toPlainText() == text + "the end"
    steps = [later - before for before, later in pairwise(lengths)]
    assert max(steps) <= PART
    assert len([step for step in steps if step]) >= len(text) // PART - 1


def test_only_the_latest_pair_is_shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []

    def known(before: str, after: str) -> tuple[Piece, ...]:
        worked.append(after)
        return ()

    monkeypatch.setattr(comparing, "difference", known)
    asked, found = Comparing(), list[object]()
    asked.found.connect(found.append)
    for end in ("first", "second", "third"):
        asked.compare(LONG, end)
    until(qtbot, lambda: not asked.is_busy)
    assert worked == ["first", "third"]
    assert found == [()]
    asked.compare(LONG, "fourth")
    asked.forget()
    asked.compare("a", "b")
    assert found == [(), ()]
    until(qtbot, lambda: asked._thread is None)
    assert found == [(), ()]


def test_a_failure_leaves_the_way_free_for_the_next(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Comparing()
    with monkeypatch.context() as patched:
        patched.setattr(comparing, "difference", lambda _before, _after: 1 / 0)
        asked.compare(LONG, "")
        until(qtbot, lambda: not asked.is_busy)
    with qtbot.waitSignal(asked.found, timeout=int(WAIT_SECONDS * 1000)):
        asked.compare(LONG, "")


def test_another_theme_leaves_the_place_that_is_read(qtbot: QtBot, view: DifferenceView) -> None:
    view.show()
    view.show_texts(LONG, LONG + "the end")
    until(qtbot, lambda: not view.is_filling)
    view.verticalScrollBar().setValue(40)
    shown, palette = view.toPlainText(), view.palette()
    palette.setColor(palette.ColorRole.Base, "black")
    view.setPalette(palette)
    until(qtbot, lambda: not view.is_filling)
    assert view.toPlainText() == shown
    assert view.verticalScrollBar().value() == 40
