"""The tour: who sees it, what it points at, and that it stands in nobody's way."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from chatapp.engine.scripted import Script
from chatapp.ui.tour.ring import GAP, Ring
from chatapp.ui.tour.tour import OVER, Tour
from tests.fakes import echo
from tests.ui.desktop import Desktop, Gate, Plan, desktop


def tour_of(desk: Desktop) -> Tour:
    return desk.front.window.steward.tour


def begun(desk: Desktop) -> Tour:
    desk.ready()
    desk.front.begin()
    return tour_of(desk)


def kept_step(desk: Desktop) -> int:
    return desk.services.settings.current.window.tour_step


def ringed(desk: Desktop) -> QRect | None:
    (ring,) = desk.window.findChildren(Ring)
    return ring.geometry() if ring.isVisible() else None


def around(desk: Desktop, widget: QWidget) -> QRect:
    """As far as the window goes."""
    place = QRect(widget.mapTo(desk.window, widget.rect().topLeft()), widget.size())
    return place.adjusted(-GAP, -GAP, GAP, GAP).intersected(desk.window.rect())


def test_a_newcomer_sees_it_and_can_write_at_once(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        tour = begun(desk)
        assert tour.card.isVisible()
        composer = desk.window.chat_page.composer
        assert desk.has_keyboard(composer.edit)
        desk.until(lambda: ringed(desk) == around(desk, composer.box))
        assert QApplication.activeModalWidget() is None
        desk.ask("Hello")
        assert desk.texts()[-1] == "You said: Hello"
        assert tour.card.isVisible()


def test_each_step_points_at_what_it_speaks_of(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        tour, panel = begun(desk), desk.window.panel
        sentences = []
        for target in (desk.window.chat_page.composer.box, panel.pages, None, panel.document_button):
            sentences.append(tour.card.sentence.text())
            where = ringed(desk)
            assert where is not None
            if target is None:
                assert desk.window.menuBar().geometry().contains(where.center())
            else:
                assert where == around(desk, target)
            tour.card.next.click()
        assert "Enter" in sentences[0]
        assert "Ctrl+K" in sentences[2]
        assert "Ctrl+Alt+D" in sentences[3]
        assert (tour.is_shown, tour.card.isVisible(), ringed(desk)) == (False, False, None)
        assert kept_step(desk) == OVER


def test_the_line_follows_what_it_surrounds(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        begun(desk)
        box = desk.window.chat_page.composer.box
        desk.window.resize(desk.window.width() + 90, desk.window.height() - 50)
        qtbot.waitUntil(lambda: ringed(desk) == around(desk, box))
        desk.window.commands.new_document.trigger()
        qtbot.waitUntil(lambda: ringed(desk) is None)
        desk.window.open_to_write(None)
        qtbot.waitUntil(lambda: ringed(desk) == around(desk, box))


def test_esc_skips_it_for_good_and_stops_an_answer_first(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(3)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        tour = begun(desk)
        desk.window.chat_page.composer.edit.setPlainText("Hello")
        desk.window.chat_page.composer.submit()
        desk.until(lambda: desk.services.answers.running is not None)
        QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Escape)
        gate.open()
        desk.until_idle()
        assert tour.card.isVisible()
        QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Escape)
        assert not tour.card.isVisible()
        assert desk.has_keyboard(desk.window.chat_page.composer.edit)
        desk.front.begin()
        assert not tour.card.isVisible()


def test_tab_goes_through_it_between_the_list_and_the_bin(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        tour, panel = begun(desk), desk.window.panel
        tour.card.next.click()
        reached = []
        panel.document_button.setFocus()
        while not panel.bin_button.hasFocus():
            QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Tab)
            reached.append(desk.window.focusWidget())
        assert reached[-4:] == [tour.card.skip, tour.card.back, tour.card.next, panel.bin_button]
        tour.card.next.setFocus()
        QTest.keyClick(tour.card.next, Qt.Key.Key_Space)
        assert tour.card.count.text() == "Tour, 3 of 4"
        tour.card.back.click()
        assert tour.card.count.text() == "Tour, 2 of 4"


def test_who_has_written_before_is_not_shown_it_unless_asked(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        desk.front.begin()
        tour = tour_of(desk)
        assert (tour.card.isVisible(), kept_step(desk)) == (False, OVER)
        desk.window.commands.sidebar.setChecked(False)
        desk.window.commands.tour.trigger()
        assert tour.card.isVisible()
        assert desk.has_keyboard(tour.card.next)
        tour.skip()
        assert desk.has_keyboard(desk.window.chat_page)


def test_without_a_model_it_waits_for_one(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, Plan(is_empty=True)) as desk:
        desk.front.begin()
        tour = tour_of(desk)
        assert not tour.card.isVisible()
        desk.window.first_run.install.click()
        desk.until(tour.card.isVisible)


@pytest.mark.parametrize("step", [0, 2])
def test_it_goes_on_where_it_was_in_another_language_and_after_a_restart(
    tmp_path: Path, qtbot: QtBot, step: int
) -> None:
    with desktop(tmp_path, qtbot) as desk:
        tour = begun(desk)
        for _ in range(step):
            tour.card.next.click()
        settings = desk.services.settings
        settings.change(window=settings.current.window.model_copy(update={"language": "zh_CN"}))
        desk.front.follow_settings()
        qtbot.waitUntil(lambda: tour_of(desk) is not tour)
        assert tour_of(desk).card.count.text() == f"导览 {step + 1}/4"
    with desktop(tmp_path, qtbot) as again:
        assert begun(again).card.count.text() == f"导览 {step + 1}/4"
